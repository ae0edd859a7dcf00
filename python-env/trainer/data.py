"""Training rows as they lie on disk: JSON lines, checked in one go before a model is loaded."""

from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError, model_validator

from trainer.errors import TrainerError
from trainer.job import Message, Messages
from trainer.wire import Wire

# A file from elsewhere can be wrong on every line; naming the first ones is enough.
SHOWN_PROBLEMS = 10

Row = TypeVar("Row")


class Conversation(Wire):
    """One row of supervised fine-tuning; the last message is the answer to learn."""

    id: str
    messages: Messages

    @model_validator(mode="after")
    def _ends_with_an_answer(self) -> "Conversation":
        if len(self.messages) < 2 or self.messages[-1].role != "assistant":
            raise ValueError("the last message must be the assistant's answer to another")
        if not self.messages[-1].content.strip():
            raise ValueError("the assistant's answer is empty")
        return self


class Ranking(Wire):
    """Several responses to one prompt with their ranks; lower is better, equal ranks are a tie."""

    id: str
    messages: Messages
    responses: Annotated[list[str], Field(min_length=2)]
    ranks: list[int]
    scores: list[Annotated[float, Field(ge=-1, le=1)]] | None = None

    @model_validator(mode="after")
    def _is_a_ranking(self) -> "Ranking":
        if len(self.ranks) != len(self.responses):
            raise ValueError("there must be one rank for each response")
        if self.scores is not None and len(self.scores) != len(self.responses):
            raise ValueError("there must be one score for each response")
        if self.messages[-1].role == "assistant":
            raise ValueError("the prompt must not end with an assistant message")
        if any(not response.strip() for response in self.responses):
            raise ValueError("a response is empty")
        return self

    def pairs(self) -> list[tuple[int, int]]:
        """Indices (better, worse) of all ordered pairs; tied pairs are dropped, not guessed."""
        order = range(len(self.ranks))
        return [(a, b) for a in order for b in order if self.ranks[a] < self.ranks[b]]

    def choices(self) -> list[tuple[int, list[int]]]:
        """Each response that was preferred to any, with those it was chosen from, itself first."""
        order = range(len(self.ranks))
        worse = {a: [b for b in order if self.ranks[a] < self.ranks[b]] for a in order}
        return [(a, [a, *others]) for a, others in worse.items() if others]

    def targets(self) -> list[float]:
        """What a reward model is to say: the scores given, else even steps from +1 down to −1.

        Responses of one rank share the mean of the steps that they take up.
        """
        if self.scores is not None:
            return self.scores
        last = len(self.ranks) - 1
        steps = [1 - 2 * place / last for place in range(last + 1)]
        order = sorted(self.ranks)
        by_rank = {
            rank: fmean(step for step, other in zip(steps, order, strict=True) if other == rank)
            for rank in order
        }
        return [by_rank[rank] for rank in self.ranks]


def read_conversations(path: Path) -> list[Conversation]:
    """Rows of supervised fine-tuning; raises `data_unreadable` with all problems."""
    return read_rows(path, Conversation.model_validate_json)


def read_rankings(path: Path) -> list[Ranking]:
    """Rows of preference training; raises `data_unreadable` with all problems."""
    return read_rows(path, Ranking.model_validate_json)


def prompts_of(messages: list[Message]) -> list[dict[str, str]]:
    """Messages in the form chat templates take."""
    return [{"role": message.role, "content": message.content} for message in messages]


def read_rows(path: Path, parse: Callable[[str], Row]) -> list[Row]:
    """Parsed lines of a file; raises `data_unreadable` with all problems at once."""
    rows: list[Row] = []
    problems: list[str] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, [f"{error}."]) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(parse(line))
        except ValidationError as error:
            problems.append(f"Line {number}: {_reason(error)}.")
    if not rows and not problems:
        problems.append("It holds no rows.")
    if problems:
        raise _unreadable(path, problems)
    return rows


def _reason(error: ValidationError) -> str:
    parts = []
    for detail in error.errors():
        place = ".".join(str(part) for part in detail["loc"])
        reason = str(detail["ctx"]["error"]) if detail["type"] == "value_error" else detail["msg"]
        parts.append(f"{place}: {reason}" if place else reason)
    return "; ".join(parts)


def _unreadable(path: Path, problems: list[str]) -> TrainerError:
    shown = problems[:SHOWN_PROBLEMS]
    if len(problems) > len(shown):
        shown.append(f"{len(problems) - len(shown)} more lines have problems.")
    return TrainerError(
        "data_unreadable",
        f"The training rows in {path} cannot be used, and nothing was trained: " + " ".join(shown),
        "Write the rows again from the rankings, or correct the lines named here.",
    )
