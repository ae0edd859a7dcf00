"""Flat rows: tokens of several texts end to end, and where each trained token is predicted from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from trainer.attention import Segment
from trainer.template import Turn

# Rows are filled up to this many tokens: enough to keep a processor busy, few enough for memory.
ROW_TOKENS = 2048


@dataclass(frozen=True)
class Text:
    """One conversation or one ranked group, tokenized.

    `sources[i]` is the place whose hidden state predicts token `targets[i]`; `owners[i]` says
    which of the `count` responses it belongs to.
    """

    ids: list[int]
    positions: list[int]
    segment: Segment
    sources: list[int]
    targets: list[int]
    owners: list[int]
    count: int

    @property
    def longest(self) -> int:
        """Tokens of the prompt with its longest response."""
        return self.segment.prompt + max(self.segment.responses, default=0)


@dataclass(frozen=True)
class Row:
    """Several texts in one row; all index tensors are one-dimensional."""

    ids: Tensor
    positions: Tensor
    segments: list[Segment]
    sources: Tensor
    targets: Tensor
    owners: Tensor
    ends: Tensor
    """The place of each response's last token."""
    count: int

    def to(self, device: torch.device) -> "Row":
        """The same row on a device."""
        return Row(
            self.ids.to(device),
            self.positions.to(device),
            self.segments,
            self.sources.to(device),
            self.targets.to(device),
            self.owners.to(device),
            self.ends.to(device),
            self.count,
        )


def conversation_text(turns: Sequence[Turn]) -> Text:
    """A conversation as one causal text; the trained turns' tokens are the targets."""
    ids: list[int] = []
    sources: list[int] = []
    targets: list[int] = []
    for turn in turns:
        if turn.trained:
            start = len(ids)
            sources += range(start - 1, start + len(turn.ids) - 1)
            targets += turn.ids
        ids += turn.ids
    owners = [0] * len(targets)
    return Text(ids, list(range(len(ids))), Segment(len(ids)), sources, targets, owners, 1)


def group_text(prompt: list[int], responses: Sequence[list[int]]) -> Text:
    """A ranked group: the prompt once, then each response as if it alone followed the prompt."""
    ids = list(prompt)
    positions = list(range(len(prompt)))
    sources: list[int] = []
    targets: list[int] = []
    owners: list[int] = []
    for number, response in enumerate(responses):
        start = len(ids)
        # The first token of every response is predicted by the prompt's last state, never by
        # the token before it in the row, which belongs to another response.
        sources += [len(prompt) - 1, *range(start, start + len(response) - 1)]
        targets += response
        owners += [number] * len(response)
        ids += response
        positions += range(len(prompt), len(prompt) + len(response))
    segment = Segment(len(prompt), tuple(len(response) for response in responses))
    return Text(ids, positions, segment, sources, targets, owners, len(responses))


def make_row(texts: Sequence[Text]) -> Row:
    """Lay texts end to end; owners are numbered through the row."""
    ids: list[int] = []
    positions: list[int] = []
    sources: list[int] = []
    targets: list[int] = []
    owners: list[int] = []
    ends: list[int] = []
    count = 0
    for text in texts:
        ends += [len(ids) + end - 1 for end in text.segment.ends]
        sources += [len(ids) + source for source in text.sources]
        owners += [count + owner for owner in text.owners]
        ids += text.ids
        positions += text.positions
        targets += text.targets
        count += text.count
    segments = [text.segment for text in texts]
    as_tensor = torch.tensor
    return Row(
        as_tensor(ids),
        as_tensor(positions),
        segments,
        as_tensor(sources),
        as_tensor(targets),
        as_tensor(owners),
        as_tensor(ends),
        count,
    )


def fill_rows(texts: Iterable[Text], limit: int = ROW_TOKENS) -> list[list[Text]]:
    """Texts in order, in rows of at most `limit` tokens; a longer text has a row of its own."""
    rows: list[list[Text]] = []
    room = 0
    for text in texts:
        if not rows or len(text.ids) > room:
            rows.append([])
            room = limit
        rows[-1].append(text)
        room -= len(text.ids)
    return rows
