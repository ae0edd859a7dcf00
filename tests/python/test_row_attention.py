"""The trainer's own attention for bf16 on a processor is torch's, forwards and backwards."""

import pytest
import torch
from torch import Tensor, nn

from trainer import row_attention
from trainer.attention import Layout, Segment, attend

# Longer than a chunk and shorter, alone and after a prompt, in one row.
SEGMENTS = [Segment(150), Segment(20, (140, 30, 5)), Segment(1, (2,)), Segment(3)]
TOKENS = sum(len(segment) for segment in SEGMENTS)


def states(heads: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """[1, heads, tokens, size], laid out as a projection leaves them."""
    values = torch.randn(1, TOKENS, heads, 8, dtype=torch.float64).to(dtype)
    return values.transpose(1, 2).requires_grad_()


def attention(inputs: list[Tensor], layout: Layout) -> Tensor:
    query, key, value = inputs
    return attend(nn.Identity(), query, key, value, None, scaling=0.3, layout=layout)[0]


def results(output: Tensor, upstream: Tensor, inputs: list[Tensor]) -> list[Tensor]:
    return [output, *torch.autograd.grad(output, inputs, upstream.to(output.dtype))]


@pytest.mark.parametrize("kept", [row_attention.KEPT_WEIGHTS, 0], ids=["kept", "computed again"])
def test_it_equals_torchs_attention_part_by_part(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_attention, "KEPT_WEIGHTS", kept)
    torch.manual_seed(1)
    inputs = [states(6), states(2), states(2)]
    upstream = torch.randn(1, TOKENS, 6, 8, dtype=torch.float64)
    layout = Layout(SEGMENTS)

    expected = attention(inputs, layout)
    query, key, value = inputs
    own = row_attention.row_attention(query, key, value, layout.blocks, 0.3)

    pairs = zip(results(own, upstream, inputs), results(expected, upstream, inputs), strict=True)
    for found, wanted in pairs:
        torch.testing.assert_close(found, wanted, rtol=1e-6, atol=1e-7)


def test_in_bf16_it_is_as_close_to_the_truth_as_torchs() -> None:
    torch.manual_seed(2)
    rounded = [states(heads, torch.bfloat16) for heads in (6, 2, 2)]
    exact = [values.detach().double().requires_grad_() for values in rounded]
    upstream = torch.randn(1, TOKENS, 6, 8, dtype=torch.float64).bfloat16().double()
    layout = Layout(SEGMENTS)

    truth = attention(exact, layout)
    own = attention(rounded, layout)

    pairs = zip(results(own, upstream, rounded), results(truth, upstream, exact), strict=True)
    for found, wanted in pairs:
        assert (found.double() - wanted).norm() < 0.01 * wanted.norm()
