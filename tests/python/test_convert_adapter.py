"""An adapter as a file of its own: what llama.cpp will make of it, and what it cannot."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from conftest import RunJob

CONVERTER = Path(__file__).parents[2] / "resources" / "fetched" / "llama.cpp"


def make_adapter(base: Path, folder: Path, **settings: Any) -> Path:
    torch.manual_seed(3)
    config = LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", **settings)
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(base), config)
    model.save_pretrained(str(folder))
    return folder


def fields_of(file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[float, set[str]]:
    monkeypatch.setattr(sys, "path", [str(CONVERTER / "gguf-py"), *sys.path])
    reader = import_module("gguf").GGUFReader(file)
    names = {tensor.name for tensor in reader.tensors}
    return float(reader.get_field("adapter.lora.alpha").contents()), names


def test_alpha_over_rank_is_the_scale_that_it_was_trained_with(
    tiny_base: Path,
    tmp_path: Path,
    run_job: RunJob,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    adapter = make_adapter(tiny_base, tmp_path / "adapter", use_rslora=True)
    before = (adapter / "adapter_config.json").read_bytes()
    outcome = run_job(
        "convert-adapter",
        baseModel=tiny_base,
        adapter=adapter,
        converterDir=CONVERTER,
        output=tmp_path / "adapter.gguf",
    )
    assert outcome.last["status"] == "finished"
    found, names = fields_of(tmp_path / "adapter.gguf", monkeypatch)
    # rsLoRA divides by the rank's root: 8 / 2 is what 16 / 4 is.
    assert found == 16.0
    assert "blk.1.ffn_down.weight.lora_a" in names
    assert len(names) == 2 * 2 * 7
    assert (adapter / "adapter_config.json").read_bytes() == before


def test_what_an_adapter_file_cannot_hold_is_said(
    tiny_base: Path, tmp_path: Path, run_job: RunJob
) -> None:
    adapter = make_adapter(tiny_base, tmp_path / "adapter")
    config = json.loads((adapter / "adapter_config.json").read_text())
    config["modules_to_save"] = ["lm_head"]
    (adapter / "adapter_config.json").write_text(json.dumps(config))
    outcome = run_job(
        "convert-adapter",
        baseModel=tiny_base,
        adapter=adapter,
        converterDir=CONVERTER,
        output=tmp_path / "adapter.gguf",
    )
    assert outcome.last["code"] == "adapter_unreadable"
    assert "uses modules_to_save" in outcome.last["message"]
    assert not (tmp_path / "adapter.gguf").exists()
