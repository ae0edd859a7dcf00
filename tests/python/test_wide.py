"""16-bit weights that stay where they are while the model computes in fp32."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import LoraConfig, get_peft_model
from torch import Tensor, nn
from transformers import (
    AutoModelForCausalLM,
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    MixtralConfig,
    MixtralForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
)

from conftest import RunJob, user
from trainer import lora, wide
from trainer.model import load_as_kept

IDS = torch.tensor([[5, 17, 40, 3, 21, 9]])
SHAPE: dict[str, Any] = {
    "vocab_size": 64,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
}
# Biases; an embedding that scales; experts in one table.
FAMILIES: dict[str, Callable[[], Any]] = {
    "qwen": lambda: Qwen2ForCausalLM(Qwen2Config(**SHAPE)),
    "gemma": lambda: Gemma3ForCausalLM(Gemma3TextConfig(**SHAPE, head_dim=8)),
    "mixtral": lambda: MixtralForCausalLM(MixtralConfig(**SHAPE, num_local_experts=4)),
}


@pytest.fixture(scope="module")
def half_base(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny base with its weights in bf16."""
    folder = tmp_path_factory.mktemp("half") / "base"
    AutoModelForCausalLM.from_pretrained(tiny_base, dtype=torch.bfloat16).save_pretrained(folder)
    for path in tiny_base.iterdir():
        if path.name not in ("model.safetensors", "config.json"):
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture(scope="module")
def adapter(half_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adapter")
    torch.manual_seed(1)
    settings = LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False)
    model = AutoModelForCausalLM.from_pretrained(half_base, dtype=torch.float32)
    get_peft_model(model, settings).save_pretrained(str(folder))
    return folder


def logits(model: Any) -> Tensor:
    with torch.no_grad():
        return torch.as_tensor(model.eval()(input_ids=IDS).logits)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_every_family_gives_the_numbers_of_its_weights_in_fp32(
    family: str, dtype: torch.dtype
) -> None:
    torch.manual_seed(3)
    model: Any = FAMILIES[family]()
    model.to(dtype)
    kept = {name: weight for name, weight in model.named_parameters() if weight.dim() > 1}
    narrow = logits(model)
    wide.widen(model)
    found = logits(model)
    for name, weight in kept.items():
        assert model.get_parameter(name) is weight, f"{name} was replaced"
    expected = logits(model.float())
    assert not torch.allclose(narrow.float(), expected, rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)


def test_a_base_with_an_adapter_gives_the_numbers_of_both_in_fp32(
    half_base: Path, adapter: Path
) -> None:
    model: Any = lora.load(load_as_kept(half_base).model, adapter, trainable=False)
    wide.widen(model)
    assert model.get_base_model().lm_head.weight.dtype == torch.bfloat16
    full: nn.Module = AutoModelForCausalLM.from_pretrained(half_base, dtype=torch.float32)
    expected = logits(lora.load(full, adapter, trainable=False))
    torch.testing.assert_close(logits(model), expected, rtol=1e-5, atol=1e-5)


def test_prompts_answered_together_are_answered_as_alone(
    half_base: Path, adapter: Path, run_job: RunJob, tmp_path: Path
) -> None:
    prompts = [[user("the sky")], [user("an engineer writes plain short notes over a quiet sea")]]

    def ask(name: str, asked: list[Any]) -> list[dict[str, Any]]:
        output = tmp_path / f"{name}.json"
        fields = {"baseModel": half_base, "adapter": adapter, "maxTokens": 12, "threads": 1}
        outcome = run_job("answer", tmp_path / name, prompts=asked, output=output, **fields)
        assert outcome.code == 0, outcome.last
        assert len(outcome.of("sample")) == len(asked)
        answers: list[dict[str, Any]] = json.loads(output.read_text())["answers"]
        return answers

    together = ask("both", prompts)
    for number, prompt in enumerate(prompts):
        (alone,) = ask(f"one-{number}", [prompt])
        margins, expected = together[number].pop("margins"), alone.pop("margins")
        assert together[number] == alone
        assert margins == pytest.approx(expected, abs=1e-3)
        assert len(margins) == len(alone["tokens"]) + alone["ended"]
