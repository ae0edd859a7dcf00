"""A ranking in one row is the same mathematics as its pairs one by one."""

from pathlib import Path

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor
from torch.nn.functional import cross_entropy, logsigmoid
from transformers import AutoModelForCausalLM

from trainer import lora
from trainer.attention import NAME
from trainer.data import Ranking
from trainer.job import LoraSettings
from trainer.logprob import token_logprobs
from trainer.model import response_logprobs
from trainer.preference import choice_losses, pair_terms
from trainer.rows import Text, conversation_text, fill_rows, group_text, make_row
from trainer.template import Turn

BETA = 0.1
PROMPTS = [[1, 40, 41, 42, 43], [1, 90, 91]]
RESPONSES = [
    [[50, 51, 52, 2], [60, 2], [70, 71, 72, 73, 74, 2]],
    [[50, 53, 2], [80, 81, 82, 2], [83, 2]],
]
PAIRS = [(0, 1), (0, 2), (1, 2)]


def model_with_adapter(base: Path, attention: str) -> PeftModel:
    """The tiny model in fp64 with a random adapter that is not zero."""
    model = AutoModelForCausalLM.from_pretrained(
        base, dtype=torch.float64, attn_implementation=attention
    )
    config = LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", task_type="CAUSAL_LM")
    adapted = get_peft_model(model, config)
    torch.manual_seed(3)
    for parameter in lora.trainable_parameters(adapted).values():
        parameter.data = 0.1 * torch.randn(parameter.shape, dtype=torch.float64)
    return adapted


def separate_logprob(model: PeftModel, prompt: list[int], response: list[int]) -> Tensor:
    """The textbook way: the whole table of logits of one sequence by transformers alone."""
    logits = model(torch.tensor([prompt + response])).logits[0]
    predicted = logits[len(prompt) - 1 : -1].log_softmax(-1)
    logprob: Tensor = predicted[torch.arange(len(response)), torch.tensor(response)].sum()
    return logprob


def gradients(model: PeftModel) -> Tensor:
    found = [
        p.grad.flatten() for p in lora.trainable_parameters(model).values() if p.grad is not None
    ]
    return torch.cat(found)


def test_grouped_loss_and_gradients_equal_separate_pairs(tiny_base: Path) -> None:
    reference = [torch.tensor([-9.0, -4.0, -11.0]), torch.tensor([-7.0, -8.0, -3.0])]

    plain = model_with_adapter(tiny_base, "sdpa")
    losses = []
    for prompt, responses, known in zip(PROMPTS, RESPONSES, reference, strict=True):
        for better, worse in PAIRS:
            deltas = [
                separate_logprob(plain, prompt, responses[i]) - known[i] for i in (better, worse)
            ]
            losses.append(-logsigmoid(BETA * (deltas[0] - deltas[1])))
    expected = torch.stack(losses).mean()
    expected.backward()

    grouped = model_with_adapter(tiny_base, NAME)
    lora.fuse(grouped)
    row = make_row([group_text(p, r) for p, r in zip(PROMPTS, RESPONSES, strict=True)])
    logprobs, lengths = response_logprobs(grouped, row)
    pairs = [*PAIRS, *((a + 3, b + 3) for a, b in PAIRS)]
    loss = pair_terms(logprobs, torch.cat(reference).to(logprobs), pairs, BETA).losses.mean()
    loss.backward()

    assert lengths.tolist() == [4, 2, 6, 3, 4, 2]
    torch.testing.assert_close(loss, expected, rtol=1e-12, atol=0)
    # Llama's norms compute in fp32 whatever the model's precision, which bounds the agreement.
    difference = gradients(grouped) - gradients(plain)
    assert difference.norm() < 1e-6 * gradients(plain).norm()


def test_a_packed_conversation_is_scored_as_if_it_were_alone(tiny_base: Path) -> None:
    model = model_with_adapter(tiny_base, NAME)
    lora.fuse(model)
    turns = [
        [Turn([1, 30, 31], trained=False), Turn([32, 33, 2], trained=True)],
        [Turn([1, 34], trained=False), Turn([35, 2], trained=True)],
    ]
    texts = [conversation_text(turn) for turn in turns]
    alone = [response_logprobs(model, make_row([text]))[0].item() for text in texts]
    together = response_logprobs(model, make_row(texts))[0].tolist()
    plain = model_with_adapter(tiny_base, "sdpa")
    textbook = [
        separate_logprob(plain, [1, 30, 31], [32, 33, 2]).item(),
        separate_logprob(plain, [1, 34], [35, 2]).item(),
    ]
    assert together == pytest.approx(alone, rel=1e-12)
    assert together == pytest.approx(textbook, rel=1e-12)


def test_fused_lora_equals_pefts_own_forward_and_backward(tiny_base: Path) -> None:
    ids = torch.tensor([[1, 20, 30, 40, 50]])
    results = []
    for fused in (False, True):
        model = model_with_adapter(tiny_base, "sdpa")
        if fused:
            lora.fuse(model)
        output = model(ids).logits
        output.square().sum().backward()
        results.append((output.detach(), gradients(model)))
    torch.testing.assert_close(results[1][0], results[0][0], rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(results[1][1], results[0][1], rtol=1e-9, atol=1e-10)


def test_fused_lora_is_the_base_alone_while_the_adapter_is_off(tiny_base: Path) -> None:
    ids = torch.tensor([[1, 20, 30]])
    model = model_with_adapter(tiny_base, "sdpa")
    lora.fuse(model)
    base = AutoModelForCausalLM.from_pretrained(tiny_base, dtype=torch.float64)
    with model.disable_adapter():
        torch.testing.assert_close(model(ids).logits, base(ids).logits)


def test_chunked_logprobs_equal_cross_entropy() -> None:
    torch.manual_seed(0)
    hidden = torch.randn(37, 16, dtype=torch.float64, requires_grad=True)
    head = torch.randn(50, 16, dtype=torch.float64)
    targets = torch.randint(0, 50, (37,))
    weights = torch.randn(37, dtype=torch.float64)

    (token_logprobs(hidden, head, targets, chunk=8) * weights).sum().backward()
    ours = hidden.grad
    hidden.grad = None
    (-cross_entropy(hidden @ head.T, targets, reduction="none") * weights).sum().backward()

    torch.testing.assert_close(ours, hidden.grad, rtol=1e-10, atol=1e-12)
    expected = -cross_entropy(hidden @ head.T, targets, reduction="none")
    torch.testing.assert_close(token_logprobs(hidden, head, targets, chunk=8), expected)


def test_adapter_weights_are_fp32_over_a_bf16_base(tiny_base: Path) -> None:
    base = AutoModelForCausalLM.from_pretrained(tiny_base, dtype=torch.bfloat16)
    adapted = lora.attach(base, LoraSettings(), seed=0)
    assert {p.dtype for p in lora.trainable_parameters(adapted).values()} == {torch.float32}
    names = {name.split(".")[-4] for name in lora.trainable_parameters(adapted)}
    assert names >= {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}
    assert "lm_head" not in names


def test_rows_are_filled_up_to_the_limit_and_a_longer_text_has_its_own() -> None:
    def text(length: int) -> Text:
        return conversation_text([Turn(list(range(length)), trained=False)])

    rows = fill_rows([text(4), text(5), text(3), text(20), text(2)], limit=10)
    assert [[len(t.ids) for t in row] for row in rows] == [[4, 5], [3], [20], [2]]


def test_plackett_luce_is_the_chance_of_drawing_the_order_and_two_drafts_are_a_pair() -> None:
    policy, reference = torch.tensor([-5.0, -7.0, -6.0]), torch.tensor([-6.0, -6.5, -6.0])
    weights = (BETA * (policy - reference)).exp()

    def losses(ranks: list[int]) -> Tensor:
        row = {"id": "r", "messages": [{"role": "user", "content": "x"}]}
        ranking = Ranking.model_validate(row | {"responses": ["a", "b", "c"], "ranks": ranks})
        return choice_losses(policy, reference, ranking.choices(), BETA)

    order = weights[2] / weights.sum() * weights[0] / (weights[0] + weights[1])
    torch.testing.assert_close(losses([1, 2, 0]).sum(), -order.log())
    tied = weights[0] / (weights[0] + weights[2]), weights[1] / (weights[1] + weights[2])
    torch.testing.assert_close(losses([0, 0, 1]), -torch.stack(tied).log())
    pair = choice_losses(policy, reference, [(0, [0, 1])], BETA)
    torch.testing.assert_close(pair, pair_terms(policy, reference, [(0, 1)], BETA).losses)


def test_packed_conversations_have_the_loss_and_gradients_of_single_ones_in_fp32(
    tiny_base: Path,
) -> None:
    turns = [
        [Turn([1, 30 + n, 31], trained=False), Turn([40 + n, *range(50, 54 + n), 2], trained=True)]
        for n in range(5)
    ]
    texts = [conversation_text(turn) for turn in turns]
    results = []
    for rows in ([texts], [[text] for text in texts]):
        model = model_with_adapter(tiny_base, NAME).float()
        lora.fuse(model)
        loss = torch.zeros(())
        for row in rows:
            loss = loss - response_logprobs(model, make_row(row))[0].sum()
        loss.backward()
        results.append((loss.detach(), gradients(model)))
    (packed, packed_gradients), (single, single_gradients) = results
    torch.testing.assert_close(packed, single, rtol=1e-4, atol=0)
    difference = packed_gradients - single_gradients
    assert difference.norm() < 1e-4 * single_gradients.norm()
