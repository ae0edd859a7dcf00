"""A run that failed goes on in another one with smaller settings, where it was in its rows."""

from collections.abc import Callable
from pathlib import Path

from conftest import Fields, Outcome, RunJob


def train_steps(outcome: Outcome) -> list[int]:
    return [event["step"] for event in outcome.of("metric") if event["split"] == "train"]


def test_half_the_batch_goes_on_after_the_rows_that_were_seen(
    sft: Fields, tmp_path: Path, run_job: RunJob, stop_after: Callable[[int, Path], None]
) -> None:
    (tmp_path / "run").mkdir()
    stop_after(4, tmp_path / "run")
    stopped = run_job("sft", **sft)
    assert train_steps(stopped) == [1, 2, 3, 4]

    # Three steps of two rows are an epoch; step 4 of 6 is step 8 of 12 with one row a step.
    smaller = sft | {
        "outputDir": tmp_path / "smaller",
        "batchSize": 1,
        "carryOn": {"checkpoint": stopped.last["output"], "rows": 6, "batchSize": 2},
    }
    outcome = run_job("sft", run_dir=tmp_path / "second", **smaller)
    assert outcome.code == 0
    assert train_steps(outcome) == [9, 10, 11, 12]
    assert outcome.last["summary"]["steps"] == 12
    assert outcome.last["summary"]["firstLoss"] == stopped.last["summary"]["firstLoss"]


def test_with_the_same_settings_the_result_is_that_of_one_run(
    preference: Fields, tmp_path: Path, run_job: RunJob, stop_after: Callable[[int, Path], None]
) -> None:
    whole = run_job("preference", **preference | {"outputDir": tmp_path / "whole"})
    assert whole.code == 0
    (tmp_path / "stopped").mkdir()
    stop_after(7, tmp_path / "stopped")
    stopped = run_job("preference", run_dir=tmp_path / "stopped", **preference)
    carried = {"checkpoint": stopped.last["output"], "rows": 6, "batchSize": 1}
    run_job(
        "preference",
        run_dir=tmp_path / "second",
        **preference | {"outputDir": tmp_path / "second-out", "carryOn": carried},
    )
    saved = [
        (tmp_path / name / "adapter" / "adapter_model.safetensors").read_bytes()
        for name in ("whole", "second-out")
    ]
    assert saved[0] == saved[1]


def test_a_damaged_checkpoint_is_named_and_the_stage_begins_anew(
    sft: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    first = run_job("sft", **sft)
    checkpoint = Path(first.of("checkpoint")[-1]["path"])
    (checkpoint / "COMPLETE").unlink()
    carried = {"checkpoint": checkpoint, "rows": 6, "batchSize": 2}
    outcome = run_job(
        "sft",
        run_dir=tmp_path / "second",
        **sft | {"outputDir": tmp_path / "second-out", "carryOn": carried},
    )
    assert outcome.code == 0
    assert train_steps(outcome) == [1, 2, 3, 4, 5, 6]
    assert "begins anew" in outcome.of("warning")[0]["message"]
