"""The event writer and the schema in TypeScript agree on one fixture file."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from conftest import read_events
from trainer.errors import TrainerError, as_trainer_error
from trainer.events import EventWriter

FIXTURE = Path(__file__).parents[1] / "fixtures" / "events.jsonl"


def test_the_writer_reproduces_the_fixture(tmp_path: Path) -> None:
    write_every_event(tmp_path)
    written = (tmp_path / "events.jsonl").read_text(encoding="utf-8")
    assert written == FIXTURE.read_text(encoding="utf-8")


def test_a_line_torn_by_a_crash_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"type":"warning"}\n{"type":"met', encoding="utf-8")
    EventWriter(tmp_path, "sft").warning("x", "y")
    assert [event["type"] for event in read_events(tmp_path)] == ["warning", "warning"]


def test_a_loss_that_is_no_number_never_reaches_the_file(tmp_path: Path) -> None:
    events = EventWriter(tmp_path, "sft")
    with pytest.raises(ValidationError):
        events.metric(step=1, epoch=0.5, split="train", loss=float("nan"))
    assert (tmp_path / "events.jsonl").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), "disk_full"),
        (RuntimeError("I/O error: No space left on device (os error 28)"), "disk_full"),
        (RuntimeError("Not enough free space to write 56 bytes after offset 1"), "disk_full"),
        (MemoryError(), "out_of_memory"),
        (RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"), "out_of_memory"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), "out_of_memory"),
        (ZeroDivisionError("x"), "internal"),
    ],
)
def test_a_full_disk_and_exhausted_memory_have_their_own_sentence(
    error: Exception, code: str
) -> None:
    assert as_trainer_error(error).code == code


def test_the_cause_of_a_failure_is_looked_at() -> None:
    error = ValueError("saving failed")
    error.__cause__ = OSError(28, "No space left on device")
    assert as_trainer_error(error).code == "disk_full"


def write_every_event(folder: Path) -> None:
    times = iter(range(1_760_000_000_000, 1_760_001_000_000, 1000))
    events = EventWriter(folder, "dpo", now=lambda: next(times))
    events.stage(
        title="Learning from the rankings",
        total_steps=24,
        epochs=1,
        rows=24,
        held_out_rows=4,
        tokens=9120,
        settings={"learningRate": 0.0002, "device": "cpu", "precision": "fp32", "lora": {"r": 16}},
    )
    events.progress(0.25, "Measuring the drafts before training.")
    events.metric(
        step=0, epoch=0.0, split="heldOut", loss=0.693147, reward_margin=0.0,
        preference_accuracy=0.5, tokens=1520,
    )  # fmt: skip
    events.metric(
        step=1, epoch=1 / 24, split="train", loss=0.6931, learning_rate=0.0002 / 3,
        gradient_norm=4.75, tokens_per_second=161.5, tokens=380, reward_margin=0.0,
        preference_accuracy=0.0, memory_mb=1890.5,
    )  # fmt: skip
    events.sample(step=24, prompt="Explain why bread rises.", text="Yeast makes gas.\n\nIt rises.")
    events.warning("rows_too_long", "1 of 25 rows are longer than 2048 tokens and were left out.")
    events.checkpoint(step=24, path=Path("/runs/7/dpo/checkpoints/step-00000024"), best=True)
    events.done(
        "stopped",
        Path("/runs/7/dpo/checkpoints/step-00000024"),
        {
            "firstLoss": 0.6931,
            "lastLoss": 0.41,
            "heldOutLoss": None,
            "preferenceAccuracy": None,
            "tokensPerSecond": 158.2,
            "steps": 24,
            "seconds": 57.6,
            "peakMemoryMb": 1890.5,
        },
    )
    events.error(
        TrainerError(
            "out_of_memory",
            "There was not enough memory for this model and these texts.",
            "Close other programs, then start again.",
        )
    )
    events.done("finished", Path("/runs/7/dpo/adapter"), {"firstLoss": 0.6931, "steps": 24})


if __name__ == "__main__":
    FIXTURE.unlink(missing_ok=True)
    write_every_event(FIXTURE.parent)
    print(len(json.dumps(read_events(FIXTURE.parent))), "characters written")
