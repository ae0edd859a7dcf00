"""Runs as the app starts them: what they learn, and what they refuse."""

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.optim import AdamW

from conftest import Fields, RunJob, assistant, user, write_rows
from trainer import lora
from trainer.progress import Figures
from trainer.sft import SftTask


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


def test_rankings_are_learned_as_whole_orders_too(
    preference: Fields, rankings: Path, run_job: RunJob
) -> None:
    outcome = run_job("preference", **preference | {"loss": "plackettLuce"}, heldOut=rankings)
    held_out = [m for m in outcome.of("metric") if m["split"] == "heldOut"]
    # Nothing preferred: one of three, then one of two.
    assert held_out[0]["loss"] == pytest.approx((math.log(3) + math.log(2)) / 2, abs=1e-3)
    assert held_out[-1]["preferenceAccuracy"] == 1.0


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
        **preference
        | {"adapter": tmp_path / "out" / "adapter", "outputDir": tmp_path / "dpo", "batchSize": 1},
    )
    steps = outcome.of("metric")
    assert steps[0]["loss"] == pytest.approx(0.6931, abs=1e-3)
    # A ranking first met after a step is not held against what that step has learned.
    assert steps[1]["rewardMargin"] != 0
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


def test_a_run_that_cannot_learn_ends_after_one_step(
    sft: Fields, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AdamW, "step", lambda _self: None)
    outcome = run_job("sft", **sft)
    assert outcome.code == 1
    assert outcome.last["code"] == "no_learning"
    assert outcome.of("metric") == []


@pytest.mark.parametrize(
    ("harm", "code", "reason"),
    [
        ("empty", "adapter_unreadable", "0 of the"),
        ("frozen", "no_learning", "frozen"),
        ("doubly wrapped", "no_learning", "holds an adapter already"),
        ("adapts nothing", "no_learning", "none of the model's layers"),
    ],
)
def test_an_adapter_that_cannot_learn_ends_the_run_before_its_first_step(
    harm: str,
    code: str,
    reason: str,
    sft: Fields,
    tmp_path: Path,
    run_job: RunJob,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if harm == "empty":
        run_job("sft", **sft)
        folder = tmp_path / "out" / "adapter"
        save_file({}, folder / "adapter_model.safetensors", metadata={"format": "pt"})
        sft = sft | {"adapter": folder, "outputDir": tmp_path / "second"}
    else:
        attach = lora.attach

        def harmed(model: Any, *arguments: Any, **settings: Any) -> Any:
            if harm == "adapts nothing":
                return model
            adapted = attach(model, *arguments, **settings)
            if harm == "doubly wrapped":
                return attach(adapted, *arguments, **settings)
            return adapted.requires_grad_(requires_grad=False)

        monkeypatch.setattr(lora, "attach", harmed)
    outcome = run_job("sft", run_dir=tmp_path / "harmed", **sft)
    assert outcome.code == 1
    assert outcome.last["code"] == code
    assert reason in outcome.last["message"]
    assert outcome.of("metric") == []


def test_a_run_ends_early_when_held_out_texts_get_worse_and_keeps_the_best(
    sft: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    other = [
        {"id": "h", "messages": [user("note 1"), assistant("entirely different words, you see")]}
    ]
    held_out = write_rows(tmp_path / "held-out.jsonl", other)
    outcome = run_job(
        "sft",
        **sft | {"epochs": 40, "evalEvery": 1, "patience": 3, "result": "best", "saveEvery": 1},
        heldOut=held_out,
    )
    assert outcome.code == 0
    losses = {m["step"]: m["loss"] for m in outcome.of("metric") if m["split"] == "heldOut"}
    best = min((loss, step) for step, loss in losses.items() if step > 0)[1]
    assert outcome.last["summary"]["steps"] == best + 3
    [warning] = [w for w in outcome.of("warning") if w["code"] == "stopped_early"]
    assert f"lowest after step {best}" in warning["message"]


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


def test_maximum_steps_shorten_a_run(sft: Fields, run_job: RunJob) -> None:
    outcome = run_job("sft", **sft, maxSteps=1)
    assert outcome.last["summary"]["steps"] == 1
