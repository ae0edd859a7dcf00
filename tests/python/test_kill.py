"""A run that is killed again and again comes to the end it would have come to in one go."""

import json
import signal
from pathlib import Path

import pytest

from conftest import Fields, read_events
from kills import Instant, train

# Ten inside a save, over all of its operations; ten between saves.
SAVING = [Instant("saving", number) for number in (1, 3, 5, 8, 11, 14, 18, 23, 29, 36)]
BETWEEN = [
    *(Instant("learning", number) for number in (1, 2, 3)),
    *(Instant("learned", number) for number in (1, 2, 3, 2)),
    *(Instant("telling", number) for number in (1, 2, 3)),
]


@pytest.fixture
def job(sft: Fields, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run of 42 steps, a checkpoint each; dropout makes the random state matter."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2] / "python-env"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    settings = {"epochs": 14, "saveEvery": 1, "lora": {"r": 4, "alpha": 8, "dropout": 0.2}}
    path = tmp_path / "fields.json"
    path.write_text(json.dumps(sft | settings, default=str), encoding="utf-8")
    return path


def test_twenty_kills_leave_the_loss_curve_and_the_adapter_of_the_uninterrupted_run(
    job: Path, tmp_path: Path
) -> None:
    whole = write_job(job, tmp_path / "whole")
    assert train(whole, "sft", None) == 0
    curve = losses(whole)
    assert sorted(curve) == list(range(1, 43))

    killed = write_job(job, tmp_path / "killed")
    inside = 0
    for saving, between in zip(SAVING, BETWEEN, strict=True):
        assert train(killed, "sft", saving) == -signal.SIGKILL
        inside += is_inside_a_save(tmp_path / "killed")
        assert train(killed, "sft", between) == -signal.SIGKILL
    assert inside >= 7
    assert train(killed, "sft", None) == 0

    assert losses(killed) == curve
    adapter = Path("out", "adapter", "adapter_model.safetensors")
    assert (killed.parent / adapter).read_bytes() == (whole.parent / adapter).read_bytes()
    assert not list((killed.parent / "out" / "checkpoints").glob(".*"))


def write_job(fields: Path, folder: Path) -> Path:
    """The job in a folder of its own."""
    folder.mkdir()
    own = json.loads(fields.read_text(encoding="utf-8"))
    own |= {"runDir": str(folder), "outputDir": str(folder / "out")}
    path = folder / "job.json"
    path.write_text(json.dumps(own), encoding="utf-8")
    return path


def losses(job: Path) -> dict[int, float]:
    """Loss by step; a step that was made twice must have had the same loss twice."""
    found: dict[int, float] = {}
    for event in read_events(job.parent):
        if event["type"] == "metric":
            assert found.setdefault(event["step"], event["loss"]) == event["loss"]
    return found


def is_inside_a_save(folder: Path) -> bool:
    """Whether a checkpoint lies there that is not finished, or one more than is kept."""
    checkpoints = folder / "out" / "checkpoints"
    return any(checkpoints.glob(".*")) or len(list(checkpoints.glob("step-*"))) > 2
