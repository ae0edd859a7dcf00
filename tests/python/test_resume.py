"""A run can be stopped, killed or damaged at any step and still end in the same adapter."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from conftest import Fields, RunJob, assistant, user, write_rows
from trainer import device
from trainer.loop import Loop


def adapter_bytes(folder: Path) -> bytes:
    return (folder / "adapter" / "adapter_model.safetensors").read_bytes()


@pytest.mark.parametrize("command", ["sft", "preference", "reward"])
def test_a_stopped_run_resumes_bit_for_bit(
    command: str,
    sft: Fields,
    preference: Fields,
    tmp_path: Path,
    run_job: RunJob,
    stop_after: Callable[[int, Path], None],
) -> None:
    fields = sft if command == "sft" else preference
    # Dropout makes the random state matter, not only the weights.
    fields = fields | {"lora": {"r": 4, "alpha": 8, "dropout": 0.2}}
    whole = run_job(command, **fields | {"outputDir": tmp_path / "whole"})
    assert whole.code == 0

    run_dir = tmp_path / "stopped"
    run_dir.mkdir()
    stop_after(3, run_dir)
    stopped = run_job(command, run_dir=run_dir, **fields | {"outputDir": tmp_path / "parts"})
    assert stopped.code == 3
    assert stopped.last["status"] == "stopped"
    assert stopped.last["output"].endswith("step-00000003")
    assert stopped.last["summary"]["steps"] == 3
    assert not (tmp_path / "parts" / "adapter").exists()

    (run_dir / "stop").unlink()
    resumed = run_job(command, run_dir=run_dir, **fields | {"outputDir": tmp_path / "parts"})
    assert resumed.code == 0
    assert adapter_bytes(tmp_path / "parts") == adapter_bytes(tmp_path / "whole")
    same = ("firstLoss", "lastLoss", "steps")
    assert [resumed.last["summary"][k] for k in same] == [whole.last["summary"][k] for k in same]


def test_a_damaged_checkpoint_is_named_and_the_one_before_it_used(
    sft: Fields,
    tmp_path: Path,
    run_job: RunJob,
    stop_after: Callable[[int, Path], None],
) -> None:
    fields = sft | {"saveEvery": 1, "keepCheckpoints": 3}
    run_job("sft", run_dir=tmp_path / "whole", **fields | {"outputDir": tmp_path / "reference"})
    (tmp_path / "run").mkdir()
    stop_after(4, tmp_path / "run")
    run_job("sft", **fields)
    newest = tmp_path / "out" / "checkpoints" / "step-00000004" / "optimizer.safetensors"
    newest.write_bytes(newest.read_bytes()[:-8] + b"damaged!")
    unfinished = tmp_path / "out" / "checkpoints" / "step-00000005"
    shutil.copytree(newest.parent, unfinished)
    (unfinished / "COMPLETE").unlink()
    (tmp_path / "run" / "stop").unlink()

    resumed = run_job("sft", **fields)
    assert resumed.code == 0
    messages = [w["message"] for w in resumed.of("warning")]
    assert "step 5 is damaged (it was never finished)" in messages[0]
    assert "step 4 is damaged (optimizer.safetensors changed" in messages[1]
    assert "Continuing after step 3." in [p["message"] for p in resumed.of("progress")]
    assert adapter_bytes(tmp_path / "out") == adapter_bytes(tmp_path / "reference")


def test_old_checkpoints_go_and_the_best_stays(
    sft: Fields, conversations: Path, tmp_path: Path, run_job: RunJob
) -> None:
    outcome = run_job(
        "sft", **sft | {"saveEvery": 1, "evalEvery": 1, "epochs": 3}, heldOut=conversations
    )
    best = [event["step"] for event in outcome.of("checkpoint") if event["best"]][-1]
    kept = {path.name for path in (tmp_path / "out" / "checkpoints").iterdir()}
    assert kept == {"step-00000008", "step-00000009", f"step-{best:08d}"}


def test_the_best_checkpoint_can_be_the_result(
    sft: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    # Held out is the opposite of what is learned, so the first evaluation is the best one.
    held_out = write_rows(
        tmp_path / "held.jsonl",
        [{"id": "h", "messages": [user("note 1"), assistant("engineer writes")]}],
    )
    fields = sft | {"heldOut": held_out, "evalEvery": 1, "epochs": 6, "result": "best"}
    outcome = run_job("sft", **fields)
    best = [event for event in outcome.of("checkpoint") if event["best"]][-1]
    assert best["step"] < outcome.last["summary"]["steps"]
    saved = load_file(Path(best["path"]) / "adapter_model.safetensors")
    result = load_file(tmp_path / "out" / "adapter" / "adapter_model.safetensors")
    assert all(torch.equal(saved[name], result[name]) for name in saved)


def test_a_finished_job_ends_at_once_and_another_jobs_folder_is_left_alone(
    sft: Fields, tmp_path: Path, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_job("sft", **sft)
    before = adapter_bytes(tmp_path / "out")
    with monkeypatch.context() as patched:
        patched.setattr(Loop, "run", _must_not_run)
        again = run_job("sft", **sft)
    assert again.code == 0
    assert again.last["summary"] == first.last["summary"]

    other = run_job("sft", **sft | {"learningRate": 0.02})
    assert other.code == 2
    assert "holds the work of a job with other settings" in other.last["message"]
    assert adapter_bytes(tmp_path / "out") == before


def test_precision_is_measured_once_and_kept(
    sft: Fields, tmp_path: Path, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = sft | {"precision": "auto"}
    monkeypatch.setattr(device, "bf16_speedup", lambda _device: 3.0)
    run_job("sft", **fields | {"maxSteps": 1})
    kept = json.loads((tmp_path / "out" / "precision.json").read_text())
    assert kept == "bf16"
    (tmp_path / "out" / "finished.json").unlink()
    monkeypatch.setattr(device, "bf16_speedup", lambda _device: 0.3)
    again = run_job("sft", **fields | {"maxSteps": 1})
    assert again.of("stage")[-1]["settings"]["precision"] == "bf16"


def _must_not_run(_self: Loop) -> None:
    raise AssertionError("a finished job was trained again")
