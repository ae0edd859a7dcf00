"""Root-mean-square norms (Zhang and Sennrich 2019, arXiv 1910.07467) of a frozen model.

Written out in single operations, as models do, a norm keeps four tables of states for its backward
pass and takes twice the time. The weights are frozen, so only the states need a gradient.
"""

import types
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn


def fuse(model: nn.Module) -> None:
    """Let every norm that computes what this one does compute in one step."""
    for module in model.modules():
        if type(module).__name__.endswith("RMSNorm") and _is_alike(module):
            module.forward = types.MethodType(_forward, module)


def _forward(self: Any, states: Tensor) -> Tensor:
    apply: Callable[..., Tensor] = _RmsNorm.apply
    return apply(states, self.weight, self.variance_epsilon)


def _is_alike(module: nn.Module) -> bool:
    """Some families add one to the weight, or scale in another precision: they keep their own."""
    weight = getattr(module, "weight", None)
    if not isinstance(weight, Tensor) or not hasattr(module, "variance_epsilon"):
        return False
    if weight.dtype == torch.float64 or weight.requires_grad:
        return False
    states = torch.linspace(-3, 2, 2 * len(weight)).view(2, -1).to(weight)
    with torch.no_grad():
        return torch.allclose(_forward(module, states), module(states), rtol=1e-2, atol=1e-5)


class _RmsNorm(torch.autograd.Function):
    """w · x / √(mean x² + ε) over the last dimension, scaled in fp32 as Llama does."""

    @staticmethod
    def forward(ctx: Any, states: Tensor, weight: Tensor, epsilon: float) -> Tensor:
        wide = states.float()
        length = torch.linalg.vector_norm(wide, dim=-1, keepdim=True)
        scale = length.square_().div_(states.shape[-1]).add_(epsilon).rsqrt_()
        ctx.save_for_backward(states, scale, weight)
        scaled: Tensor = (wide * scale).to(states.dtype).mul_(weight)
        return scaled

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor | None, ...]:
        states, scale, weight = ctx.saved_tensors
        wide = states.float()
        gradient = (upstream[0] * weight).float()
        along = torch.linalg.vecdot(gradient, wide)[..., None]
        along.mul_(scale.pow(3)).div_(-states.shape[-1])
        return gradient.mul_(scale).addcmul_(wide, along).to(states.dtype), None, None
