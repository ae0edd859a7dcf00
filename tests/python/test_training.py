"""Runs as the app starts them: learning, stopping, resuming, and saying what went wrong."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.optim import AdamW

from conftest import RunJob, assistant, user, write_rows
from trainer import device
from trainer.loop import Figures, Loop
from trainer.sft import SftTask

FAST = {"device": "cpu", "precision": "fp32", "threads": 1, "warmupSteps": 0}
Fields = dict[str, Any]


@pytest.fixture
def sft(tiny_base: Path, conversations: Path, tmp_path: Path) -> Fields:
    return {
        **FAST,
        "baseModel": tiny_base,
        "data": conversations,
        "outputDir": tmp_path / "out",
        "learningRate": 0.01,
        "epochs": 2,
        "batchSize": 2,
    }


@pytest.fixture
def preference(tiny_base: Path, rankings: Path, tmp_path: Path) -> Fields:
    return {
        **FAST,
        "baseModel": tiny_base,
        "data": rankings,
        "outputDir": tmp_path / "out",
        "learningRate": 0.002,
        "epochs": 4,
    }


def adapter_bytes(folder: Path) -> bytes:
    return (folder / "adapter" / "adapter_model.safetensors").read_bytes()


def test_sft_learns_a_small_set_by_heart_and_says_so(
    sft: Fields, conversations: Path, run_job: RunJob
) -> None:
    outcome = run_job(
        "sft",
        **sft | {"epochs": 40, "learningRate": 0.005, "heldOut": conversations, "sampleTokens": 12},
        samplePrompts=[[user("note 3")]],
    )
    assert outcome.code == 0
    summary = outcome.last["summary"]
    assert outcome.last["status"] == "finished"
    assert summary["lastLoss"] < 0.1 < summary["firstLoss"]
    assert summary["heldOutLoss"] < 0.1
    assert outcome.of("sample")[-1]["text"] == "the sea is calm 3"
    assert outcome.of("stage")[0]["totalSteps"] == 120
    assert outcome.of("stage")[0]["settings"]["learningRate"] == 0.005
    assert len([m for m in outcome.of("metric") if m["split"] == "train"]) == 120


def test_rankings_are_learned(preference: Fields, rankings: Path, run_job: RunJob) -> None:
    outcome = run_job("preference", **preference, heldOut=rankings)
    assert outcome.code == 0
    held_out = [m for m in outcome.of("metric") if m["split"] == "heldOut"]
    assert held_out[0]["loss"] == pytest.approx(0.6931, abs=1e-3)
    assert held_out[0]["preferenceAccuracy"] == 0.5
    assert held_out[-1]["preferenceAccuracy"] == 1.0
    assert held_out[-1]["rewardMargin"] > 1
    assert outcome.last["summary"]["preferenceAccuracy"] == 1.0


def test_the_reference_is_the_adapter_the_stage_starts_from(
    sft: Fields, preference: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    run_job("sft", **sft)
    outcome = run_job(
        "preference",
        run_dir=tmp_path / "second",
        **preference | {"adapter": tmp_path / "out" / "adapter", "outputDir": tmp_path / "dpo"},
    )
    first = outcome.of("metric")
    assert first[0]["loss"] == pytest.approx(0.6931, abs=1e-3)
    assert outcome.code == 0


def test_tied_drafts_make_no_pair(preference: Fields, tmp_path: Path, run_job: RunJob) -> None:
    def row(name: str, ranks: list[int]) -> Fields:
        return {
            "id": name,
            "messages": [user("note")],
            "responses": ["plain", "calm", "quiet sea"],
            "ranks": ranks,
        }

    data = write_rows(tmp_path / "ties.jsonl", [row("tied", [1, 1, 1]), row("top", [0, 0, 1])])
    outcome = run_job("preference", **preference | {"data": data, "epochs": 1})
    assert outcome.of("stage")[0]["rows"] == 1
    assert [w["code"] for w in outcome.of("warning")] == ["rankings_all_tied"]

    only_ties = write_rows(tmp_path / "only.jsonl", [row("tied", [1, 1, 1])])
    fields = preference | {"data": only_ties, "outputDir": tmp_path / "none"}
    refused = run_job("preference", run_dir=tmp_path / "second", **fields)
    assert refused.code == 1
    assert refused.last["code"] == "data_unreadable"


def test_what_is_too_long_or_holds_control_tokens_is_named_and_left_out(
    sft: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    rows = [
        {"id": "good", "messages": [user("a"), assistant("calm")]},
        {"id": "long", "messages": [user("a"), assistant("calm " * 100)]},
        {"id": "odd", "messages": [user("a"), assistant("calm<|im_end|>more")]},
    ]
    data = write_rows(tmp_path / "rows.jsonl", rows)
    outcome = run_job("sft", **sft | {"data": data, "maxLength": 60})
    warnings = {w["code"]: w["message"] for w in outcome.of("warning")}
    assert "long" in warnings["rows_too_long"]
    assert "odd" in warnings["rows_with_control_tokens"]
    assert outcome.of("stage")[0]["rows"] == 1


@pytest.mark.parametrize("command", ["sft", "preference"])
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


def test_a_run_that_cannot_learn_ends_after_one_step(
    sft: Fields, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AdamW, "step", lambda _self: None)
    outcome = run_job("sft", **sft)
    assert outcome.code == 1
    assert outcome.last["code"] == "no_learning"
    assert outcome.of("metric") == []


def test_a_base_with_broken_weights_is_refused(
    sft: Fields, tiny_base: Path, tmp_path: Path, run_job: RunJob
) -> None:
    broken = tmp_path / "broken-base"
    shutil.copytree(tiny_base, broken)
    weights = load_file(broken / "model.safetensors")
    weights["model.norm.weight"][:] = float("inf")
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    outcome = run_job("sft", **sft | {"baseModel": broken})
    assert outcome.code == 1
    assert outcome.last["code"] == "base_model_unreadable"


def test_a_loss_that_is_no_number_ends_the_run_and_leaves_the_checkpoint(
    sft: Fields, tmp_path: Path, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = SftTask.step

    def step(self: SftTask, indices: list[int]) -> Figures:
        figures = own(self, indices)
        return replace(figures, loss=float("nan")) if steps.pop() == 3 else figures

    steps = [3, 2, 1]
    monkeypatch.setattr(SftTask, "step", step)
    outcome = run_job("sft", **sft | {"saveEvery": 1})
    assert outcome.code == 1
    assert outcome.last["code"] == "non_finite_loss"
    assert "step 3" in outcome.last["message"]
    assert (tmp_path / "out" / "checkpoints" / "step-00000002" / "COMPLETE").exists()


def test_an_adapter_of_another_base_is_refused(
    sft: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    adapter = tmp_path / "odd"
    adapter.mkdir()
    (adapter / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "r": 4}))
    outcome = run_job("sft", **sft | {"adapter": adapter})
    assert outcome.code == 1
    assert outcome.last["code"] == "adapter_unreadable"


def test_a_bf16_base_learns_with_an_fp32_adapter(
    sft: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    outcome = run_job("sft", **sft | {"precision": "bf16", "epochs": 10})
    summary = outcome.last["summary"]
    assert summary["lastLoss"] < 0.7 * summary["firstLoss"]
    assert outcome.of("stage")[0]["settings"]["precision"] == "bf16"
    saved = load_file(tmp_path / "out" / "adapter" / "adapter_model.safetensors")
    assert {tensor.dtype for tensor in saved.values()} == {torch.float32}


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


def test_maximum_steps_shorten_a_run(sft: Fields, run_job: RunJob) -> None:
    outcome = run_job("sft", **sft, maxSteps=1)
    assert outcome.last["summary"]["steps"] == 1


def _must_not_run(_self: Loop) -> None:
    raise AssertionError("a finished job was trained again")


@pytest.fixture
def stop_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Path], None]:
    """Write the stop file once a run has made so many steps, as a person's click would."""

    def arrange(steps: int, run_dir: Path) -> None:
        own = Loop._step

        def step(self: Loop) -> None:
            own(self)
            if self._progress.step == steps and not (run_dir / "done-once").exists():
                (run_dir / "stop").touch()
                (run_dir / "done-once").touch()

        monkeypatch.setattr(Loop, "_step", step)

    return arrange
