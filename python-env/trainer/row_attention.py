"""Attention over a flat row in bf16 on a processor, as one function with its own backward pass.

torch's own attention spends five times its forward time on the backward pass there, because it
computes the softmax again in fp32; and each part of a row costs it a zeroed gradient of the whole
row. Here the softmax is kept, so the backward pass is four products. In fp32 torch is as fast.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

# Queries of a long text are taken by so many, because none of them sees what comes after it.
CHUNK = 128
# Attention weights of a layer kept for the backward pass; of more, they are computed again.
KEPT_WEIGHTS = 8 * 2**20


@dataclass(frozen=True)
class Block:
    """Queries that lie together, and the places they see; the last of those are their own."""

    queries: slice
    seen: tuple[slice, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """How many queries there are, and how many places they see."""
        return _length(self.queries), sum(_length(part) for part in self.seen)

    def take(self, states: Tensor) -> Tensor:
        """What the queries see of keys or values, [heads, tokens, size]."""
        if len(self.seen) == 1:
            return states[:, self.seen[0]]
        return torch.cat([states[:, part] for part in self.seen], dim=1)

    def give(self, gradient: Tensor, total: Tensor) -> None:
        """Add what `take` took, [heads, seen, size], to the gradient of all places."""
        start = 0
        for part in self.seen:
            end = start + _length(part)
            total[:, part] += gradient[:, start:end]
            start = end


@dataclass
class Blocks:
    """All queries of a row, with masks that every layer shares."""

    blocks: list[Block]
    _masks: dict[int, Tensor] = field(default_factory=dict)

    @property
    def weights(self) -> int:
        """Attention weights of one head."""
        return sum(queries * seen for queries, seen in (block.shape for block in self.blocks))

    def mask(self, queries: int) -> Tensor:
        """[queries, queries]: 0 for what a query may see of its own, −∞ for what comes after."""
        if queries not in self._masks:
            later = torch.full((queries, queries), float("-inf"))
            self._masks[queries] = later.triu_(1)
        return self._masks[queries]


def blocks_of(start: int, end: int, before: slice | None = None) -> Iterator[Block]:
    """A causal text from `start` to `end` in blocks; all of it also sees what lies `before`."""
    count = -(-(end - start) // CHUNK)
    bounds = [start + (end - start) * number // count for number in range(count + 1)]
    for first, last in pairwise(bounds):
        own = slice(start, last)
        yield Block(slice(first, last), (own,) if before is None else (before, own))


def row_attention(
    query: Tensor, key: Tensor, value: Tensor, blocks: Blocks, scale: float
) -> Tensor:
    """Attention block by block; states are [1, heads, tokens, size], keys may have fewer heads.

    The result is [1, tokens, heads, size]. Scores and softmax are fp32 for states in 16 bits.
    """
    apply: Callable[..., Tensor] = _RowAttention.apply
    return apply(query, key, value, blocks, scale)


class _RowAttention(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, query: Tensor, key: Tensor, value: Tensor, blocks: Blocks, scale: float
    ) -> Tensor:
        heads, tokens, size = query.shape[1:]
        keeps = heads * blocks.weights <= KEPT_WEIGHTS
        queries, keys = _wide(query[0] * scale), _wide(key[0])
        output = query.new_empty(tokens, heads, size)
        kept: list[Tensor] = []
        for block in blocks.blocks:
            weights = _weights(queries, keys, block, blocks).to(query.dtype)
            part = weights @ block.take(value[0])
            _rows(output.transpose(0, 1), block).copy_(part.view(heads, -1, size))
            if keeps:
                kept.append(weights)
        ctx.save_for_backward(query, key, value, *kept)
        ctx.blocks, ctx.scale = blocks, scale
        return output[None]

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor | None, ...]:
        query, key, value, *kept = ctx.saved_tensors
        blocks, scale = ctx.blocks, ctx.scale
        kv_heads = key.shape[1]
        d_output = upstream[0][0].transpose(0, 1)
        scaled = query[0] * scale
        again = None if kept else (_wide(scaled), _wide(key[0]))
        d_query = torch.empty_like(query)
        d_key, d_value = torch.zeros_like(key), torch.zeros_like(value)
        for number, block in enumerate(blocks.blocks):
            weights = (
                kept[number] if again is None else _weights(*again, block, blocks).to(query.dtype)
            )
            own = _by_key_head(_rows(d_output, block), kv_heads)
            d_weights = own @ block.take(value[0]).transpose(1, 2)
            d_scores = torch._softmax_backward_data(d_weights, weights, -1, query.dtype)
            d_own = (d_scores @ block.take(key[0])).mul_(scale)
            _rows(d_query[0], block).copy_(d_own.view(query.shape[1], -1, query.shape[3]))
            asked = _by_key_head(_rows(scaled, block), kv_heads)
            block.give(d_scores.transpose(1, 2) @ asked, d_key[0])
            block.give(weights.transpose(1, 2) @ own, d_value[0])
        return d_query, d_key, d_value, None, None


def _weights(queries: Tensor, keys: Tensor, block: Block, blocks: Blocks) -> Tensor:
    """The softmax of a block, [key heads, query heads a key head × queries, seen]."""
    asked = _by_key_head(_rows(queries, block), keys.shape[0])
    scores = asked @ block.take(keys).transpose(1, 2)
    count, seen = block.shape
    scores.view(len(keys), -1, count, seen)[..., seen - count :] += blocks.mask(count)
    return torch.softmax(scores, -1, out=scores)


def _wide(states: Tensor) -> Tensor:
    return states.float() if states.dtype in (torch.bfloat16, torch.float16) else states


def _rows(states: Tensor, block: Block) -> Tensor:
    return states[:, block.queries]


def _by_key_head(states: Tensor, kv_heads: int) -> Tensor:
    """Query heads, [heads, tokens, size], under the key head that they share."""
    return states.reshape(kv_heads, -1, states.shape[-1])


def _length(part: slice) -> int:
    length: int = part.stop - part.start
    return length
