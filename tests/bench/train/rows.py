"""Rows of known lengths from real prose: the same for every trainer that is measured."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

BOOK = Path(__file__).parents[2] / "fixtures" / "gutenberg" / "franklin_autobiography_148.txt"
RESPONSES = 3


def write_rows(
    path: Path,
    tokenizer: "PreTrainedTokenizerBase",
    *,
    count: int,
    prompt: tuple[int, int],
    response: tuple[int, int],
    seed: int,
) -> list[dict[str, Any]]:
    """Write `count` rankings of three responses; lengths in tokens are even over each range."""
    random_source = random.Random(seed)
    words = _words(random_source)

    def text(lengths: tuple[int, int]) -> str:
        wanted = random_source.randint(*lengths)
        taken: list[str] = []
        while len(tokenizer.encode(" ".join(taken), add_special_tokens=False)) < wanted:
            taken += [next(words) for _ in range(4)]
        return " ".join(taken)

    rows = [
        {
            "id": f"row-{number}",
            "messages": [{"role": "user", "content": text(prompt)}],
            "responses": [text(response) for _ in range(RESPONSES)],
            "ranks": list(range(RESPONSES)),
        }
        for number in range(count)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return rows


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _words(random_source: random.Random) -> Iterator[str]:
    words = BOOK.read_text(encoding="utf-8").split()
    at = random_source.randrange(len(words))
    while True:
        yield words[at % len(words)]
        at += 1
