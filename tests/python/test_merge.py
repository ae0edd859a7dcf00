"""A merged folder is the base with its adapter, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from conftest import RunJob
from trainer import merge

MakeAdapter = Callable[..., Path]
IDS = torch.tensor([[1, 40, 41, 42, 2]])


@pytest.fixture(scope="module")
def half_base(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model in f16, which rounds eight times finer than bf16."""
    folder = tmp_path_factory.mktemp("half-base")
    model = AutoModelForCausalLM.from_pretrained(tiny_base, dtype=torch.float16)
    model.save_pretrained(folder)
    return folder


@pytest.fixture
def make_adapter(tiny_base: Path, tmp_path: Path) -> MakeAdapter:
    """Adapters in PEFT's own hand, with random numbers in every part that would be trained."""

    def make(**settings: Any) -> Path:
        torch.manual_seed(3)
        config = LoraConfig(
            **{"r": 4, "lora_alpha": 8, "target_modules": ["q_proj", "down_proj"], **settings}
        )
        model = get_peft_model(AutoModelForCausalLM.from_pretrained(tiny_base), config)
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.requires_grad:
                    parameter.add_(torch.randn_like(parameter) * 0.2)
        model.save_pretrained(str(tmp_path / "adapter"))
        return tmp_path / "adapter"

    return make


@pytest.fixture
def adapter(make_adapter: MakeAdapter) -> Path:
    return make_adapter()


def logits_of(model: Any) -> torch.Tensor:
    with torch.no_grad():
        return torch.as_tensor(model.eval()(IDS).logits)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"use_rslora": True, "r": 8},
        {"lora_dropout": 0.3},
        {"alpha_pattern": {"layers.1.self_attn.q_proj": 32}, "rank_pattern": {"down_proj": 2}},
        {"modules_to_save": ["lm_head"]},
        {"modules_to_save": ["embed_tokens"]},
        {"target_modules": ["q_proj", "lm_head"]},
        {"target_modules": ["q_proj", "embed_tokens"]},
        {"modules_to_save": ["norm"], "target_modules": "all-linear"},
    ],
    ids=lambda settings: (
        ", ".join(f"{name} {value}" for name, value in settings.items()) or "plain"
    ),
)
def test_a_merged_model_gives_the_logits_of_base_and_adapter(
    settings: dict[str, Any],
    half_base: Path,
    make_adapter: MakeAdapter,
    tmp_path: Path,
    run_job: RunJob,
) -> None:
    adapter = make_adapter(**settings)
    outcome = run_job("merge", baseModel=half_base, adapter=adapter, outputDir=tmp_path / "merged")
    assert outcome.code == 0
    base = AutoModelForCausalLM.from_pretrained(half_base, dtype=torch.float32)
    plain = logits_of(base)
    expected = logits_of(PeftModel.from_pretrained(base, adapter))
    merged = logits_of(AutoModelForCausalLM.from_pretrained(tmp_path / "merged", dtype="float32"))
    # What is left is the rounding of the weights to 16 bits.
    assert (merged - expected).norm() < 0.01 * (expected - plain).norm()


def test_a_merged_folder_is_a_standard_one(
    tiny_base: Path, adapter: Path, tmp_path: Path, run_job: RunJob
) -> None:
    merged = tmp_path / "merged"
    assert run_job("merge", baseModel=tiny_base, adapter=adapter, outputDir=merged).code == 0
    model = AutoModelForCausalLM.from_pretrained(merged)
    assert {parameter.dtype for parameter in model.parameters()} == {torch.bfloat16}
    config = json.loads((merged / "config.json").read_text())
    assert config["dtype"] == "bfloat16"
    assert config["rope_theta"] == config["rope_parameters"]["rope_theta"]
    assert json.loads((merged / "generation_config.json").read_text())["eos_token_id"] == 2
    tokenizer = AutoTokenizer.from_pretrained(merged)
    assert tokenizer.chat_template == AutoTokenizer.from_pretrained(tiny_base).chat_template


def test_weights_of_16_bits_keep_their_kind(
    half_base: Path, adapter: Path, tmp_path: Path, run_job: RunJob
) -> None:
    run_job("merge", baseModel=half_base, adapter=adapter, outputDir=tmp_path / "merged")
    weights = load_file(tmp_path / "merged" / "model.safetensors")
    before = load_file(half_base / "model.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float16}
    untouched = "model.layers.0.self_attn.k_proj.weight"
    assert torch.equal(weights[untouched], before[untouched])


def test_a_large_model_is_written_in_several_files_with_their_index(
    tiny_base: Path,
    adapter: Path,
    tmp_path: Path,
    run_job: RunJob,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    split = tmp_path / "split"
    AutoModelForCausalLM.from_pretrained(tiny_base).save_pretrained(split, max_shard_size="60KB")
    assert len(list(split.glob("*.safetensors"))) > 1
    fields = {"adapter": adapter, "baseModel": split}
    run_job("merge", outputDir=tmp_path / "one", **fields)
    # Rows of the embedding, too, pass in several stretches.
    monkeypatch.setattr(merge, "SHARD_BYTES", 40_000)
    monkeypatch.setattr(merge, "CHUNK_BYTES", 1000)
    run_job("merge", run_dir=tmp_path / "two", outputDir=tmp_path / "several", **fields)
    assert (tmp_path / "one" / "model.safetensors").is_file()
    assert not (tmp_path / "one" / "model.safetensors.index.json").exists()
    index = json.loads((tmp_path / "several" / "model.safetensors.index.json").read_text())
    files = set(index["weight_map"].values())
    assert files == {path.name for path in (tmp_path / "several").glob("*.safetensors")}
    assert len(files) > 2
    one = AutoModelForCausalLM.from_pretrained(tmp_path / "one").state_dict()
    several = AutoModelForCausalLM.from_pretrained(tmp_path / "several").state_dict()
    assert one.keys() == several.keys()
    assert all(torch.equal(one[name], several[name]) for name in one)


def test_a_second_merge_of_the_same_finds_the_first(
    tiny_base: Path,
    adapter: Path,
    tmp_path: Path,
    run_job: RunJob,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fields = {"baseModel": tiny_base, "adapter": adapter, "outputDir": tmp_path / "merged"}
    run_job("merge", **fields)
    monkeypatch.delattr(merge, "_write_weights")
    assert run_job("merge", **fields).last["status"] == "finished"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"use_dora": True}, "was trained with DoRA"),
        ({"lora_bias": True}, "it uses lora_bias"),
        ({"init_lora_weights": "pissa"}, "it uses init_lora_weights=pissa"),
        ({"peft_type": "IA3"}, "it is IA3 and not LoRA"),
    ],
)
def test_an_adapter_that_no_sum_expresses_is_refused(
    change: dict[str, Any],
    says: str,
    tiny_base: Path,
    adapter: Path,
    tmp_path: Path,
    run_job: RunJob,
) -> None:
    config = json.loads((adapter / "adapter_config.json").read_text())
    (adapter / "adapter_config.json").write_text(json.dumps(config | change))
    outcome = run_job("merge", baseModel=tiny_base, adapter=adapter, outputDir=tmp_path / "merged")
    assert_refused(outcome, "adapter_unreadable", says, tmp_path)


def test_an_adapter_of_another_base_writes_nothing(
    tiny_base: Path, adapter: Path, tmp_path: Path, run_job: RunJob
) -> None:
    tensors = load_file(adapter / "adapter_model.safetensors")
    name = "base_model.model.model.layers.9.mlp.up_proj"
    tensors[f"{name}.lora_A.weight"] = torch.zeros(4, 64)
    tensors[f"{name}.lora_B.weight"] = torch.zeros(96, 4)
    save_file(tensors, adapter / "adapter_model.safetensors")
    outcome = run_job("merge", baseModel=tiny_base, adapter=adapter, outputDir=tmp_path / "merged")
    assert_refused(outcome, "adapter_unreadable", "the base has no place for", tmp_path)


@pytest.mark.parametrize("damage", ["quantized", "cut"])
def test_a_base_without_its_full_weights_is_refused(
    damage: str, tiny_base: Path, adapter: Path, tmp_path: Path, run_job: RunJob
) -> None:
    base = tmp_path / "base"
    AutoModelForCausalLM.from_pretrained(tiny_base).save_pretrained(base)
    if damage == "quantized":
        config = json.loads((base / "config.json").read_text())
        config["quantization_config"] = {"quant_method": "bitsandbytes", "load_in_4bit": True}
        (base / "config.json").write_text(json.dumps(config))
        says = "its weights are quantized"
    else:
        weights = base / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-100])
        says = "model.safetensors ends in the middle of"
    outcome = run_job("merge", baseModel=base, adapter=adapter, outputDir=tmp_path / "merged")
    assert_refused(outcome, "base_model_unreadable", says, tmp_path)


def assert_refused(outcome: Any, code: str, says: str, folder: Path) -> None:
    assert outcome.code == 1
    assert outcome.last["code"] == code
    assert says in outcome.last["message"]
    assert [path.name for path in folder.iterdir() if "merged" in path.name] == []
