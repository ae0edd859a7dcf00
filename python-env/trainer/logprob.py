"""Log-probabilities of given tokens without ever holding a whole table of logits."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor


def token_logprobs(hidden: Tensor, head: Tensor, targets: Tensor, chunk: int = 256) -> Tensor:
    """log p(target) for each row of hidden states, in nats.

    `hidden` is [tokens, size], `head` the frozen output layer [vocabulary, size], `targets`
    [tokens]; the result is [tokens] in fp32 (fp64 for fp64 states). No more than `chunk` rows of
    logits are alive at a time.
    """
    needs_gradient = torch.is_grad_enabled() and hidden.requires_grad
    apply: Callable[..., Tensor] = _TokenLogprobs.apply
    return apply(hidden, head, targets, chunk, needs_gradient)


class _TokenLogprobs(torch.autograd.Function):
    """The head is frozen, so d logp / d hidden = head[target] − softmax · head is all there is to
    know for the backward pass; it is computed beside the forward one, chunk by chunk."""

    @staticmethod
    def forward(
        ctx: Any, hidden: Tensor, head: Tensor, targets: Tensor, chunk: int, needs_gradient: bool
    ) -> Tensor:
        wide = torch.float64 if hidden.dtype == torch.float64 else torch.float32
        tokens, vocabulary = hidden.shape[0], head.shape[0]
        logprobs = torch.empty(tokens, dtype=wide, device=hidden.device)
        gradient = torch.empty_like(hidden) if needs_gradient else None
        # One table for all chunks: fresh memory of this size costs more than the softmax in it.
        narrow_table = hidden.new_empty(min(chunk, tokens), vocabulary)
        wide_table = narrow_table if hidden.dtype == wide else narrow_table.to(wide)
        for start in range(0, tokens, chunk):
            rows = slice(start, min(start + chunk, tokens))
            narrow, logits = (table[: rows.stop - start] for table in (narrow_table, wide_table))
            torch.mm(hidden[rows], head.T, out=narrow)
            logits.copy_(narrow)
            highest = logits.amax(-1, keepdim=True)
            chosen = logits.gather(1, targets[rows, None])
            total = logits.sub_(highest).exp_().sum(-1, keepdim=True)
            logprobs[rows] = (chosen - highest - total.log())[:, 0]
            if gradient is not None:
                expected = (narrow.copy_(logits) @ head).to(wide) / total
                gradient[rows] = head[targets[rows]] - expected.to(hidden.dtype)
        if gradient is not None:
            ctx.save_for_backward(gradient)
        return logprobs

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor | None, ...]:
        (gradient,) = ctx.saved_tensors
        scaled = gradient.to(upstream[0].dtype) * upstream[0][:, None]
        return scaled.to(gradient.dtype), None, None, None, None
