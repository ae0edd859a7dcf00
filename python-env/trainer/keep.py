"""What a run should leave alone: neutral prose stays as likely as the base model finds it.

Learning a taste from two dozen rankings wears away what else a model knows. Beside each step the
adapter is held to its own base on a stretch of plain prose that has nothing to do with the
rankings, by KL(base ‖ adapted) over the whole vocabulary (after learning without forgetting,
Li & Hoiem 2016, arXiv 1606.09282). Adapter off is the base, so no second model is kept.
"""

import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from torch import Tensor

from trainer.logprob import token_logprobs
from trainer.model import Base, text_states

# Prose of Mark Twain; the benches measure on another author's.
PROSE = Path(__file__).with_name("prose.txt")
STRETCH_TOKENS = 128
MEASURED_STRETCHES = 8


class Keeper:
    """Adds the gradient of `weight` · KL(base ‖ adapted) on one stretch of prose a step."""

    def __init__(self, base: Base, model: PeftModel, weight: float, seed: str) -> None:
        self._model, self._weight, self._seed = model, weight, seed
        text = PROSE.read_text(encoding="utf-8")
        ids = base.tokenizer.encode(text, add_special_tokens=False, verbose=False)
        whole = len(ids) // STRETCH_TOKENS
        tensor = torch.tensor(ids[: whole * STRETCH_TOKENS], device=base.model.device)
        stretches = tensor.view(whole, STRETCH_TOKENS)
        self._stretches = stretches[:-MEASURED_STRETCHES]
        self._measured = stretches[-MEASURED_STRETCHES:]

    def step(self, step: int) -> float:
        """Add the gradient of this step's stretch; returns its divergence in nats a token."""
        ids = self._stretch(step)
        with torch.no_grad(), self._model.disable_adapter():
            known, head = text_states(self._model, ids)
        hidden, _ = text_states(self._model, ids)
        nats = divergence(hidden, known, head)
        (self._weight * nats).backward()
        return nats.item()

    def rise(self) -> float:
        """How far perplexity lies above the base's on prose not held to; 0.05 is 5%."""
        self._model.eval()
        nats = 0.0
        with torch.no_grad():
            for ids in self._measured:
                nats += self._nats(ids)
                with self._model.disable_adapter():
                    nats -= self._nats(ids)
        return math.exp(nats / self._measured[:, 1:].numel()) - 1

    def _nats(self, ids: Tensor) -> float:
        hidden, head = text_states(self._model, ids)
        return -token_logprobs(hidden[:-1], head, ids[1:]).sum().item()

    def _stretch(self, step: int) -> Tensor:
        """Each once before any comes again, in an order that the step and the seed decide."""
        around, place = divmod(step, len(self._stretches))
        order = list(range(len(self._stretches)))
        random.Random(f"{self._seed} {around}").shuffle(order)
        return self._stretches[order[place]]


def divergence(hidden: Tensor, known: Tensor, head: Tensor, chunk: int = 256) -> Tensor:
    """Mean KL(known ‖ hidden) of the next token's distribution, in nats, from hidden states.

    Both states are [tokens, size], `head` is the frozen output layer [vocabulary, size]; the result
    is one number in fp32 (fp64 for fp64 states). No more than `chunk` rows of logits are alive.
    """
    apply: Callable[..., Tensor] = _Divergence.apply
    return apply(hidden, known, head, chunk)


class _Divergence(torch.autograd.Function):
    """With a frozen head d KL / d hidden = (softmax − known softmax) · head, known in the forward
    pass already, so that no table of logits is kept for the backward one."""

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, known: Tensor, head: Tensor, chunk: int) -> Tensor:
        wide = torch.float64 if hidden.dtype == torch.float64 else torch.float32
        total = torch.zeros((), dtype=wide, device=hidden.device)
        gradient = torch.empty_like(hidden)
        count = hidden.shape[0]
        for start in range(0, count, chunk):
            rows = slice(start, start + chunk)
            own = (hidden[rows] @ head.T).to(wide).log_softmax(-1)
            wanted = (known[rows] @ head.T).to(wide).log_softmax(-1)
            chances = wanted.exp()
            total += (chances * wanted.sub_(own)).sum()
            difference = own.exp_().sub_(chances).to(head.dtype)
            gradient[rows] = difference @ head / count
        ctx.save_for_backward(gradient)
        return total / count

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor | None, ...]:
        (gradient,) = ctx.saved_tensors
        return gradient * upstream[0].to(gradient.dtype), None, None, None
