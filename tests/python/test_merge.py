"""A merged folder is the base with its adapter, and nothing else."""

import json
from pathlib import Path

import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from conftest import RunJob
from trainer import merge


@pytest.fixture
def adapter(tiny_base: Path, conversations: Path, tmp_path: Path, run_job: RunJob) -> Path:
    outcome = run_job(
        "sft",
        run_dir=tmp_path / "sft",
        baseModel=tiny_base,
        data=conversations,
        outputDir=tmp_path / "trained",
        learningRate=0.01,
        device="cpu",
        precision="fp32",
    )
    assert outcome.code == 0
    return tmp_path / "trained" / "adapter"


def test_a_merged_model_gives_the_logits_of_base_and_adapter(
    tiny_base: Path, adapter: Path, tmp_path: Path, run_job: RunJob
) -> None:
    outcome = run_job("merge", baseModel=tiny_base, adapter=adapter, outputDir=tmp_path / "merged")
    assert outcome.code == 0
    ids = torch.tensor([[1, 40, 41, 42, 2]])
    base = AutoModelForCausalLM.from_pretrained(tiny_base, dtype=torch.float32)
    plain = base(ids).logits
    expected = PeftModel.from_pretrained(base, adapter)(ids).logits
    merged = AutoModelForCausalLM.from_pretrained(tmp_path / "merged", dtype=torch.float32)
    torch.testing.assert_close(merged(ids).logits, expected, rtol=1e-4, atol=1e-4)
    assert (merged(ids).logits - plain).abs().max() > 0.1
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "merged")
    assert tokenizer.chat_template == AutoTokenizer.from_pretrained(tiny_base).chat_template


def test_a_model_in_several_files_is_merged_file_by_file(
    tiny_base: Path, adapter: Path, tmp_path: Path, run_job: RunJob
) -> None:
    sharded = tmp_path / "sharded"
    AutoModelForCausalLM.from_pretrained(tiny_base).save_pretrained(sharded, max_shard_size="60KB")
    assert len(list(sharded.glob("*.safetensors"))) > 1
    run_job("merge", baseModel=sharded, adapter=adapter, outputDir=tmp_path / "a")
    second = run_job(
        "merge",
        run_dir=tmp_path / "two",
        baseModel=tiny_base,
        adapter=adapter,
        outputDir=tmp_path / "b",
    )
    assert second.code == 0
    one = AutoModelForCausalLM.from_pretrained(tmp_path / "a").state_dict()
    other = AutoModelForCausalLM.from_pretrained(tmp_path / "b").state_dict()
    assert all(torch.equal(one[name], other[name]) for name in other)


def test_a_second_merge_of_the_same_finds_the_first(
    tiny_base: Path,
    adapter: Path,
    tmp_path: Path,
    run_job: RunJob,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fields = {"baseModel": tiny_base, "adapter": adapter, "outputDir": tmp_path / "merged"}
    run_job("merge", **fields)
    monkeypatch.delattr(merge, "merge_shard")
    assert run_job("merge", **fields).last["status"] == "finished"


@pytest.mark.parametrize("change", ["dora", "foreign"])
def test_an_adapter_that_does_not_fit_writes_nothing(
    change: str, tiny_base: Path, adapter: Path, tmp_path: Path, run_job: RunJob
) -> None:
    if change == "dora":
        config = json.loads((adapter / "adapter_config.json").read_text())
        (adapter / "adapter_config.json").write_text(json.dumps(config | {"use_dora": True}))
    else:
        tensors = load_file(adapter / "adapter_model.safetensors")
        name = "base_model.model.model.layers.9.mlp.up_proj"
        tensors[f"{name}.lora_A.weight"] = torch.zeros(4, 64)
        tensors[f"{name}.lora_B.weight"] = torch.zeros(96, 4)
        save_file(tensors, adapter / "adapter_model.safetensors")
    outcome = run_job("merge", baseModel=tiny_base, adapter=adapter, outputDir=tmp_path / "merged")
    assert outcome.code == 1
    assert outcome.last["code"] == "adapter_unreadable"
    assert [path.name for path in tmp_path.iterdir() if "merged" in path.name] == []
