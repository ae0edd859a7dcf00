"""A base in 4 bits: it trains on the CPU for real, and is refused where it does not work."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from bitsandbytes.nn.modules import Linear4bit
from peft import PeftModel
from safetensors.torch import load_file

from conftest import Fields, RunJob, user
from trainer import lora
from trainer.job import LoraSettings
from trainer.loop import Loop
from trainer.model import Loading, load_base
from trainer.nf4 import dense, nf4_problem

NF4 = {"quantization": "nf4"}
CPU = torch.device("cpu")


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_4_bit_base_learns_with_an_fp32_adapter(
    precision: str, sft: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    outcome = run_job(
        "sft",
        **sft | NF4 | {"precision": precision, "epochs": 10, "sampleTokens": 4},
        samplePrompts=[[user("note 3")]],
    )
    assert outcome.code == 0
    summary = outcome.last["summary"]
    assert summary["lastLoss"] < 0.7 * summary["firstLoss"]
    saved = load_file(tmp_path / "out" / "adapter" / "adapter_model.safetensors")
    assert {tensor.dtype for tensor in saved.values()} == {torch.float32}
    assert outcome.of("stage")[0]["settings"]["quantization"] == "nf4"


@pytest.mark.parametrize("command", ["preference", "reward"])
def test_rankings_are_learned_over_a_4_bit_base(
    command: str, preference: Fields, rankings: Path, run_job: RunJob
) -> None:
    outcome = run_job(command, **preference | NF4 | {"epochs": 6}, heldOut=rankings)
    held_out = [m for m in outcome.of("metric") if m["split"] == "heldOut"]
    if command == "preference":
        # The reference is measured in evaluation and the policy in training: they must not differ.
        assert outcome.of("metric")[1]["loss"] == pytest.approx(0.693147, abs=1e-6)
    assert held_out[-1]["loss"] < held_out[0]["loss"]
    assert held_out[-1]["preferenceAccuracy"] > 0.9


def test_all_layers_but_the_head_lie_in_4_bits_with_packed_scales(tiny_base: Path) -> None:
    base = load_base(tiny_base, Loading(torch.float32, CPU, nf4=True)).model
    packed = {name for name, module in base.named_modules() if isinstance(module, Linear4bit)}
    assert len(packed) == 2 * 7
    state = base.model.layers[0].mlp.down_proj.weight.quant_state
    assert (state.quant_type, state.nested) == ("nf4", True)


def test_fused_lora_over_4_bits_equals_pefts_own(tiny_base: Path) -> None:
    ids = torch.tensor([[1, 20, 30, 40, 50]])
    results = []
    for dropout in (1e-9, 0.0):  # with dropout, PEFT's own layers stay
        base = load_base(tiny_base, Loading(torch.float32, CPU, nf4=True)).model
        model: PeftModel = lora.attach(base, LoraSettings(r=4, dropout=dropout), seed=0).eval()
        torch.manual_seed(3)
        for parameter in lora.trainable_parameters(model).values():
            parameter.data = 0.1 * torch.randn(parameter.shape)
        loss = model(ids, use_cache=False).logits.square().mean()
        loss.backward()
        weights = lora.trainable_parameters(model).values()
        found = [p.grad.flatten() for p in weights if p.grad is not None]
        results.append((loss.detach(), torch.cat(found)))
    torch.testing.assert_close(results[1][0], results[0][0], rtol=1e-4, atol=0)
    assert (results[1][1] - results[0][1]).norm() < 1e-3 * results[0][1].norm()


def test_a_stopped_run_over_4_bits_resumes_bit_for_bit(
    sft: Fields, tmp_path: Path, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_job("sft", **sft | NF4 | {"outputDir": tmp_path / "whole"}).code == 0
    folder = tmp_path / "stopped"
    folder.mkdir()
    own = Loop._step

    def step(self: Loop) -> None:
        own(self)
        if self._progress.step == 3:
            (folder / "stop").touch()

    with monkeypatch.context() as patched:
        patched.setattr(Loop, "_step", step)
        assert run_job("sft", run_dir=folder, **sft | NF4).code == 3
    (folder / "stop").unlink()
    assert run_job("sft", run_dir=folder, **sft | NF4).code == 0
    weights = [
        (tmp_path / name / "adapter" / "adapter_model.safetensors").read_bytes()
        for name in ("whole", "out")
    ]
    assert weights[0] == weights[1]


def test_4_bits_work_on_this_processor_and_not_on_apples_gpus() -> None:
    assert nf4_problem(CPU) is None
    assert nf4_problem(torch.device("mps")) is not None


def wrong(layer: Any, x: torch.Tensor) -> torch.Tensor:
    return 2 * x @ dense(layer.weight).T


def failing(layer: Any, _x: torch.Tensor) -> torch.Tensor:
    raise RuntimeError(f"no kernel for {type(layer).__name__}")


@pytest.mark.parametrize(
    ("forward", "reason"),
    [
        (wrong, "computed wrongly on cpu"),
        (failing, "failed on cpu (no kernel for Linear4bit)"),
        (None, "bitsandbytes is missing"),
    ],
)
def test_where_4_bits_do_not_work_the_run_says_so_and_names_the_alternative(
    forward: Callable[..., torch.Tensor] | None,
    reason: str,
    sft: Fields,
    run_job: RunJob,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if forward:
        monkeypatch.setattr(Linear4bit, "forward", forward)
    else:
        monkeypatch.setitem(sys.modules, "bitsandbytes.nn.modules", None)
    outcome = run_job("sft", **sft | NF4)
    assert outcome.code == 2
    assert outcome.last["code"] == "bad_job"
    assert reason in outcome.last["message"]
    assert "quantization none" in outcome.last["remedy"]
