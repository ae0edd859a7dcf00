"""A fused norm is the model's own norm, forwards and backwards."""

import pytest
import torch
from torch import Tensor, nn
from transformers.models.llama.modeling_llama import LlamaRMSNorm

from trainer import norms


class OnePlusRMSNorm(LlamaRMSNorm):
    """As in Gemma: the weight is kept as its distance from one."""

    def forward(self, hidden_states: Tensor) -> Tensor:
        return super().forward(hidden_states) * (1 + self.weight) / self.weight


def frozen(norm: LlamaRMSNorm, dtype: torch.dtype) -> nn.Module:
    torch.manual_seed(4)
    nn.init.uniform_(norm.weight, 0.5, 1.5)
    return norm.to(dtype).requires_grad_(requires_grad=False)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_fused_norm_gives_the_same_numbers(dtype: torch.dtype) -> None:
    norm = frozen(LlamaRMSNorm(32, eps=1e-5), dtype)
    states = (3 * torch.randn(1, 7, 32)).to(dtype).requires_grad_()
    upstream = torch.randn(1, 7, 32).to(dtype)
    own = norm(states)
    (own_gradient,) = torch.autograd.grad(own, states, upstream)

    norms.fuse(norm)
    fused = norm(states)
    (gradient,) = torch.autograd.grad(fused, states, upstream)

    assert type(fused.grad_fn).__name__ == "_RmsNormBackward"
    torch.testing.assert_close(fused, own)
    torch.testing.assert_close(gradient, own_gradient)


def test_a_norm_that_computes_something_else_is_left_alone() -> None:
    norm = frozen(OnePlusRMSNorm(32), torch.float32)
    states = torch.randn(1, 7, 32)
    own = norm(states)
    norms.fuse(norm)
    assert torch.equal(norm(states), own)
