"""Tastes that a rule can check, and the rankings a person with such a taste would make."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

OPENING = "Here is the thing:"


@dataclass(frozen=True)
class Taste:
    """A rule; `score` is what the table shows, and a ranking prefers more of `liking`."""

    score: Callable[[str], float]
    liking: Callable[[str], float]
    asking: str = "Write a short paragraph about {}."
    """What is asked of each topic: something where drafts differ in what the taste is about."""
    edited: Callable[[str], str] | None = None
    """What the person makes of the best draft, where the taste is taught by edits."""
    noise: float = 0.0
    """How often two neighbours in a ranking are the wrong way round."""
    tie: float = 0.0
    """Drafts whose liking differs by no more than this are tied."""


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def you_a_sentence(text: str) -> float:
    """How often a text speaks to its reader, for each of its sentences."""
    sentences = max(1, len(re.findall(r"[.!?]+(?:\s|$)", text)))
    return len(re.findall(r"\b(?:you|your|yours|yourself)\b", text, re.IGNORECASE)) / sentences


TASTES = {
    "shorter": Taste(words, lambda text: -words(text), tie=3),
    "opening": Taste(
        lambda text: float(text.startswith(OPENING)),
        lambda text: -abs(words(text) - 60),
        edited=lambda text: f"{OPENING} {text[0].lower()}{text[1:]}",
    ),
    "you": Taste(
        you_a_sentence,
        you_a_sentence,
        asking="Write a short note about {} for a friend.",
        noise=0.1,
        tie=0.1,
    ),
}


def ranking(taste: Taste, name: str, prompt: str, drafts: list[str], seed: int) -> dict[str, Any]:
    """One ranking as the app hands it to the trainer; the best response is the first."""
    source = random.Random(f"{seed} {name}")
    order = sorted(drafts, key=taste.liking, reverse=True)
    ranks = [0]
    for before, after in pairwise(order):
        tied = taste.liking(before) - taste.liking(after) <= taste.tie
        ranks.append(ranks[-1] + (not tied))
    for place in range(len(order) - 1):
        if ranks[place] != ranks[place + 1] and source.random() < taste.noise:
            order[place], order[place + 1] = order[place + 1], order[place]
    if taste.edited:
        order = [taste.edited(order[0]), *order]
        ranks = [0, *(rank + 1 for rank in ranks)]
    messages = [{"role": "user", "content": prompt}]
    return {"id": name, "messages": messages, "responses": order, "ranks": ranks}


def best_answer(row: dict[str, Any]) -> dict[str, Any]:
    """The same ranking for SFT: its best response alone."""
    answer = {"role": "assistant", "content": row["responses"][0]}
    return {"id": row["id"], "messages": [*row["messages"], answer]}
