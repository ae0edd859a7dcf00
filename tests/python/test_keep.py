"""Neutral prose is held to what the base model makes of it."""

from pathlib import Path

import pytest
import torch
from peft import PeftModel
from torch import Tensor
from torch.nn.functional import cross_entropy, kl_div

from conftest import Fields, RunJob
from test_grouped_rows import gradients, model_with_adapter
from trainer import lora
from trainer.attention import NAME
from trainer.files import sha256
from trainer.job import LoraSettings
from trainer.keep import PROSE, STRETCH_TOKENS, Keeper, divergence
from trainer.model import Loading, load_base, text_states


def textbook(model: PeftModel, ids: Tensor) -> Tensor:
    """The whole table of logits, with the adapter and without, by transformers and torch alone."""
    with torch.no_grad(), model.disable_adapter():
        known = model(ids[None]).logits[0].log_softmax(-1)
    own = model(ids[None]).logits[0].log_softmax(-1)
    return kl_div(own, known, reduction="batchmean", log_target=True)


def test_the_divergence_and_its_gradient_are_the_textbooks(tiny_base: Path) -> None:
    ids = torch.arange(3, 40)
    plain = model_with_adapter(tiny_base, "sdpa")
    expected = textbook(plain, ids)
    expected.backward()

    model = model_with_adapter(tiny_base, NAME)
    lora.fuse(model)
    with torch.no_grad(), model.disable_adapter():
        known, head = text_states(model, ids)
    hidden, _ = text_states(model, ids)
    nats = divergence(hidden, known, head, chunk=8)
    nats.backward()

    assert expected > 0.001
    torch.testing.assert_close(nats, expected, rtol=1e-9, atol=0)
    # Llama's norms compute in fp32 whatever the model's precision, which bounds the agreement.
    difference = gradients(model) - gradients(plain)
    assert difference.norm() < 1e-6 * gradients(plain).norm()


def test_a_fresh_adapter_has_nothing_to_make_good(tiny_base: Path) -> None:
    base = load_base(tiny_base, Loading(torch.float32, torch.device("cpu")))
    model = lora.attach(base.model, LoraSettings(r=4, alpha=8), seed=0)
    assert Keeper(base, model, 1.0, "sft 0").step(0) == pytest.approx(0, abs=1e-6)
    assert gradients(model).norm() < 1e-4


def test_every_stretch_comes_once_before_any_comes_again(tiny_base: Path) -> None:
    base = load_base(tiny_base, Loading(torch.float32, torch.device("cpu")))
    model = lora.attach(base.model, LoraSettings(r=4, alpha=8), seed=0)
    keeper = Keeper(base, model, 1.0, "sft 0")
    count = len(keeper._stretches)
    rounds = [[keeper._stretch(n).tolist() for n in range(at, at + count)] for at in (0, count)]
    assert rounds[0] != rounds[1]
    assert sorted(rounds[0]) == sorted(rounds[1]) == sorted(keeper._stretches.tolist())
    assert {len(stretch) for stretch in rounds[0]} == {STRETCH_TOKENS}


@pytest.mark.parametrize("command", ["sft", "preference"])
def test_a_kept_run_strays_less_from_its_base(
    command: str, request: pytest.FixtureRequest, tiny_base: Path, tmp_path: Path, run_job: RunJob
) -> None:
    fields: Fields = request.getfixturevalue(command)
    strayed = []
    for weight in (0, 30):
        folder = tmp_path / f"kept-{weight}"
        outcome = run_job(
            command, folder, **fields | {"outputDir": folder / "out", "keepWeight": weight}
        )
        assert outcome.code == 0
        strayed.append(strays(tiny_base, folder / "out/adapter"))
        assert ("proseRise" in outcome.last["summary"]) == (weight > 0)
    assert strayed[1] < 0.5 * strayed[0]


def test_the_rise_is_that_of_perplexity_on_prose_not_held_to(tiny_base: Path) -> None:
    base = load_base(tiny_base, Loading(torch.float64, torch.device("cpu")))
    model = lora.attach(base.model, LoraSettings(r=4, alpha=8), seed=0)
    keeper = Keeper(base, model, 1.0, "sft 0")
    assert keeper.rise() == pytest.approx(0, abs=1e-9)
    torch.manual_seed(3)
    for parameter in lora.trainable_parameters(model).values():
        parameter.data = 0.1 * torch.randn(parameter.shape, dtype=torch.float64)
    tuned, plain = model_with_adapter(tiny_base, "sdpa"), model_with_adapter(tiny_base, "sdpa")
    assert set(map(tuple, keeper._measured.tolist())).isdisjoint(
        map(tuple, keeper._stretches.tolist())
    )
    with torch.no_grad(), plain.disable_adapter():
        expected = perplexity(tuned, keeper._measured) / perplexity(plain, keeper._measured) - 1
    assert keeper.rise() == pytest.approx(expected, rel=1e-6)


def test_without_a_weight_nothing_is_other_than_before(
    preference: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    hashes = []
    for name, extra in (("left out", {}), ("zero", {"keepWeight": 0})):
        folder = tmp_path / name
        run_job("preference", folder, **preference | {"outputDir": folder / "out"} | extra)
        hashes.append(sha256(folder / "out/adapter/adapter_model.safetensors"))
    assert hashes[0] == hashes[1]


def test_the_prose_is_not_what_the_benches_measure_on() -> None:
    measured = Path(__file__).parents[1] / "fixtures/gutenberg/franklin_autobiography_148.txt"
    theirs = " ".join(measured.read_text(encoding="utf-8").split())
    paragraphs = PROSE.read_text(encoding="utf-8").split("\n\n")
    assert len(paragraphs) > 40
    assert not any(paragraph.strip()[:60] in theirs for paragraph in paragraphs)


def perplexity(model: PeftModel, stretches: Tensor) -> float:
    """By transformers and torch alone."""
    logits = model(stretches).logits[:, :-1]
    return float(cross_entropy(logits.flatten(0, 1), stretches[:, 1:].flatten()).exp())


def strays(base_folder: Path, adapter: Path) -> float:
    """The divergence from the base on a text that no run here is kept on."""
    base = load_base(base_folder, Loading(torch.float32, torch.device("cpu")))
    model = lora.load(base.model, adapter, trainable=False)
    ids = torch.tensor(base.tokenizer.encode("plain notes over a quiet sea, and the sky is blue"))
    with torch.no_grad():
        hidden, head = text_states(model, ids)
        with model.disable_adapter():
            known, _ = text_states(model, ids)
        return float(divergence(hidden, known, head))
