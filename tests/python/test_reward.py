"""Reward models: whole rankings in, one number a response out."""

import json
from pathlib import Path

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor
from torch.nn.functional import logsigmoid
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from conftest import Fields, RunJob, user, write_rows
from trainer import lora
from trainer.attention import NAME
from trainer.data import Ranking
from trainer.groups import Group
from trainer.model import response_scores
from trainer.reward import Loss, group_loss
from trainer.rows import group_text, make_row

PROMPTS = [[1, 40, 41, 42, 43], [1, 90, 91]]
RESPONSES = [
    [[50, 51, 52, 2], [60, 2], [70, 71, 72, 73, 74, 2]],
    [[50, 53, 2], [80, 81, 82, 2], [83, 2]],
]
PAIRS = [(0, 1), (0, 2), (1, 2)]
TARGETS = [1.0, 0.0, -1.0]


def scorer(base: Path, attention: str) -> PeftModel:
    """The tiny model in fp64 with a random adapter and a random head."""
    torch.manual_seed(5)
    model = AutoModelForSequenceClassification.from_pretrained(
        base, dtype=torch.float64, attn_implementation=attention, num_labels=1
    )
    config = LoraConfig(
        r=4, lora_alpha=8, target_modules="all-linear", task_type="SEQ_CLS",
        modules_to_save=["score"],
    )  # fmt: skip
    adapted = get_peft_model(model, config)
    torch.manual_seed(3)
    for parameter in lora.trainable_parameters(adapted).values():
        parameter.data = 0.1 * torch.randn(parameter.shape, dtype=torch.float64)
    return adapted


def separate_scores(model: PeftModel, prompt: list[int], responses: list[list[int]]) -> Tensor:
    """The textbook way: one sequence at a time through transformers' own classifier."""
    logits = [model(torch.tensor([prompt + response])).logits[0, 0] for response in responses]
    return torch.stack(logits)


def gradients(model: PeftModel) -> Tensor:
    found = [
        p.grad.flatten() for p in lora.trainable_parameters(model).values() if p.grad is not None
    ]
    return torch.cat(found)


@pytest.mark.parametrize("kind", ["regression", "bradleyTerry"])
def test_grouped_scores_losses_and_gradients_equal_separate_sequences(
    kind: Loss, tiny_base: Path
) -> None:
    plain = scorer(tiny_base, "sdpa")
    expected = torch.zeros((), dtype=torch.float64)
    apart = []
    for prompt, responses in zip(PROMPTS, RESPONSES, strict=True):
        scores = separate_scores(plain, prompt, responses)
        apart.append(scores)
        if kind == "regression":
            expected = expected + (scores - torch.tensor(TARGETS)).square().mean()
        else:
            pairs = [
                0.01 * (scores[b] + scores[w]) ** 2 - logsigmoid(scores[b] - scores[w])
                for b, w in PAIRS
            ]
            expected = expected + torch.stack(pairs).mean()
    expected.backward()

    grouped = scorer(tiny_base, NAME)
    lora.fuse(grouped)
    texts = [group_text(p, r) for p, r in zip(PROMPTS, RESPONSES, strict=True)]
    scores = response_scores(grouped, make_row(texts))
    groups = [Group(text, PAIRS, [0], [], TARGETS) for text in texts]
    losses = [
        group_loss(own, group, kind, 0.01)
        for own, group in zip(scores.split(3), groups, strict=True)
    ]
    loss = torch.stack(losses).sum()
    loss.backward()

    torch.testing.assert_close(scores, torch.cat(apart), rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(loss, expected, rtol=1e-9, atol=1e-9)
    ours, theirs = gradients(grouped), gradients(plain)
    assert float((ours - theirs).norm() / theirs.norm()) < 1e-6


def test_targets_take_even_steps_and_ties_share_them() -> None:
    def targets(ranks: list[int], scores: list[float] | None = None) -> list[float]:
        responses = [f"response {n}" for n in range(len(ranks))]
        return Ranking.model_validate(
            {"id": "r", "messages": [user("x")], "responses": responses, "ranks": ranks}
            | ({"scores": scores} if scores else {})
        ).targets()

    assert targets([1, 0, 2]) == [0.0, 1.0, -1.0]
    assert targets([0, 1, 1, 1]) == [1.0, *[pytest.approx(-1 / 3)] * 3]
    assert targets([0, 0, 1]) == [0.5, 0.5, -1.0]
    assert targets([0, 0, 1], [1.0, 1.0, -1.0]) == [1.0, 1.0, -1.0]


@pytest.fixture
def reward(preference: Fields) -> Fields:
    return preference | {"learningRate": 0.01, "epochs": 24, "batchSize": 2}


@pytest.mark.parametrize("loss", ["regression", "bradleyTerry"])
def test_a_reward_model_learns_the_order_and_scores_by_it(
    loss: Loss, reward: Fields, rankings: Path, tmp_path: Path, run_job: RunJob
) -> None:
    outcome = run_job("reward", **reward | {"loss": loss}, heldOut=rankings)
    assert outcome.code == 0
    summary = outcome.last["summary"]
    assert summary["lastLoss"] < summary["firstLoss"]
    assert summary["preferenceAccuracy"] == 1.0

    responses = ["over the sea the sky", "plain 2", "a quiet engineer writes"]
    rows = write_rows(
        tmp_path / "rows.jsonl",
        [{"id": "t", "messages": [user("note 2")], "responses": responses}],
    )
    scored = run_job(
        "score",
        run_dir=tmp_path / "scoring",
        baseModel=reward["baseModel"],
        adapter=tmp_path / "out" / "adapter",
        data=rows,
        device="cpu",
        precision="fp32",
        output=tmp_path / "scores.json",
    )
    assert scored.code == 0
    [found] = json.loads((tmp_path / "scores.json").read_text())["scores"]
    worst, best, middle = found["scores"]
    assert best > middle > worst
    if loss == "regression":
        assert [best, middle, worst] == pytest.approx([1, 0, -1], abs=0.4)


def test_the_adapter_is_an_ordinary_one_for_a_sequence_classifier(
    reward: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    run_job("reward", **reward)
    base = reward["baseModel"]
    stock = PeftModel.from_pretrained(
        AutoModelForSequenceClassification.from_pretrained(base, num_labels=1),
        tmp_path / "out" / "adapter",
    )
    tokenizer = AutoTokenizer.from_pretrained(base)
    text = "<|im_start|>user\nnote 2<|im_end|>\n<|im_start|>assistant\nplain 2<|im_end|>"
    ids = torch.tensor([tokenizer.encode(text, add_special_tokens=False)])
    with torch.no_grad():
        expected = stock(ids).logits[0, 0].item()

    rows = write_rows(
        tmp_path / "rows.jsonl",
        [{"id": "t", "messages": [user("note 2")], "responses": ["plain 2"]}],
    )
    run_job(
        "score",
        run_dir=tmp_path / "scoring",
        baseModel=base,
        adapter=tmp_path / "out" / "adapter",
        data=rows,
        device="cpu",
        precision="fp32",
        output=tmp_path / "scores.json",
    )
    [found] = json.loads((tmp_path / "scores.json").read_text())["scores"]
    assert found["scores"] == [pytest.approx(expected, rel=1e-4, abs=1e-5)]


def test_a_reward_model_does_not_begin_at_an_adapter(reward: Fields, run_job: RunJob) -> None:
    outcome = run_job("reward", **reward, adapter=reward["baseModel"])
    assert outcome.code == 2
    assert "adapter" in outcome.last["message"]


@pytest.mark.parametrize(("kind", "rows"), [("regression", 3), ("bradleyTerry", 1)])
def test_verdicts_without_pairs_teach_regression_alone(
    kind: Loss, rows: int, sft: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    def row(name: str, scores: list[float], ranks: list[int]) -> dict[str, object]:
        responses = ["plain", "a quiet engineer"]
        prompt = [user(f"note {name}")]
        return {
            "id": name, "messages": prompt, "responses": responses, "ranks": ranks,
            "scores": scores,
        }  # fmt: skip

    data = write_rows(
        tmp_path / "verdicts.jsonl",
        [row("a", [1, 1], [0, 0]), row("b", [-1, -1], [0, 0]), row("c", [1, -1], [0, 1])],
    )
    outcome = run_job("reward", **sft | {"data": data, "loss": kind, "batchSize": 1, "epochs": 1})
    assert outcome.code == 0
    assert outcome.of("stage")[0]["rows"] == rows
    accuracies = [event.get("preferenceAccuracy") for event in outcome.of("metric")]
    assert accuracies.count(None) == rows - 1
