"""Attention over flat rows: several independent texts in one row, without padding."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward

from trainer.errors import TrainerError
from trainer.row_attention import Block, Blocks, blocks_of, row_attention

NAME = "understudy_segments"


@dataclass(frozen=True)
class Segment:
    """One prompt, and the responses that each see the prompt and themselves; lengths in tokens.

    A plain causal text is a segment without responses.
    """

    prompt: int
    responses: tuple[int, ...] = ()

    def __len__(self) -> int:
        return self.prompt + sum(self.responses)

    @property
    def ends(self) -> list[int]:
        """Where each response ends; a plain text is one response."""
        return list(accumulate(self.responses, initial=self.prompt))[1:] or [self.prompt]


@dataclass
class Layout:
    """The segments of one row. `visits` counts the layers that attended by it."""

    segments: list[Segment]
    visits: int = 0
    _masks: dict[tuple[int, int], Tensor] = field(default_factory=dict)

    def response_mask(self, prompt: int, response: int, device: torch.device) -> Tensor:
        """[response, prompt + response]: all of the prompt, and the response causally."""
        key = (prompt, response)
        if key not in self._masks:
            whole = torch.ones(response, prompt + response, dtype=torch.bool, device=device)
            self._masks[key] = whole.tril_(prompt)
        return self._masks[key]

    @cached_property
    def blocks(self) -> Blocks:
        """The same segments as queries with what they see."""
        found: list[Block] = []
        start = 0
        for segment in self.segments:
            prompt = slice(start, start + segment.prompt)
            found += blocks_of(start, prompt.stop)
            start = prompt.stop
            for length in segment.responses:
                found += blocks_of(start, start + length, prompt)
                start += length
        return Blocks(found)

    @property
    def longest(self) -> int:
        """The most tokens that any one token can look back on, itself included."""
        return max(s.prompt + max(s.responses, default=0) for s in self.segments)


def attend(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    layout: Layout | None = None,
    **kwargs: Any,
) -> tuple[Tensor, Tensor | None]:
    """Attend segment by segment; states are [1, heads, tokens, size].

    Equal to a mask that lets each token see the prompt and its own response, but nothing masked
    out is ever computed. Without a layout this is transformers' own attention, for generation.
    """
    if layout is None:
        return sdpa_attention_forward(
            module, query, key, value, attention_mask, dropout=dropout, scaling=scaling, **kwargs
        )
    _refuse_other_attention(layout, kwargs)
    layout.visits += 1
    if query.device.type == "cpu" and query.dtype == torch.bfloat16 and dropout == 0:
        scale = query.shape[-1] ** -0.5 if scaling is None else scaling
        return row_attention(query, key, value, layout.blocks, scale), None
    grouped = query.shape[1] != key.shape[1]

    def part(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
        return scaled_dot_product_attention(
            q,
            k,
            v,
            attn_mask=mask,
            is_causal=mask is None,
            dropout_p=dropout,
            scale=scaling,
            enable_gqa=grouped,
        )

    outputs = []
    start = 0
    for segment in layout.segments:
        prompt = slice(start, start + segment.prompt)
        prompt_key, prompt_value = key[:, :, prompt], value[:, :, prompt]
        outputs.append(part(query[:, :, prompt], prompt_key, prompt_value, None))
        start += segment.prompt
        for length in segment.responses:
            own = slice(start, start + length)
            mask = layout.response_mask(segment.prompt, length, query.device)
            seen_key = torch.cat([prompt_key, key[:, :, own]], dim=2)
            seen_value = torch.cat([prompt_value, value[:, :, own]], dim=2)
            outputs.append(part(query[:, :, own], seen_key, seen_value, mask))
            start += length
    return torch.cat(outputs, dim=2).transpose(1, 2).contiguous(), None


def _refuse_other_attention(layout: Layout, kwargs: dict[str, Any]) -> None:
    window = kwargs.get("sliding_window")
    if window is not None and layout.longest > window:
        raise unsupported(f"its layers see only {window} tokens back, and a text here is longer")
    for name in ("softcap", "s_aux"):
        if kwargs.get(name) is not None:
            raise unsupported(f"its attention uses {name}")


def unsupported(reason: str) -> TrainerError:
    """The error for a base model whose layers this trainer cannot reproduce exactly."""
    return TrainerError(
        "model_unsupported",
        f"This base model cannot be trained here: {reason}. Nothing was trained.",
        "Choose a base model of the Llama, Mistral or Qwen family.",
    )


AttentionInterface.register(NAME, attend)
