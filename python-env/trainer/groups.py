"""Rankings as ranked groups: the prompt once, then every response, in one row."""

from dataclasses import dataclass

from trainer.data import Ranking, prompts_of
from trainer.rows import Text, group_text
from trainer.session import Session
from trainer.template import ChatTemplate


@dataclass(frozen=True)
class Group:
    """A ranking, tokenized; pairs are (better, worse), `best` the responses of the lowest rank.

    Each choice is a response and those it was chosen from: itself and all of a later rank.
    `scores` runs from +1 for the best response to −1 for the worst.
    """

    text: Text
    pairs: list[tuple[int, int]]
    best: list[int]
    choices: list[tuple[int, list[int]]]
    scores: list[float]


def read_groups(
    session: Session, rankings: list[Ranking], *, scores_suffice: bool = False
) -> list[Group]:
    """The rankings that can be learned from; those left out are named in warnings.

    Without pairs a ranking is learned from only where its own scores suffice.
    """
    ordered = [
        ranking
        for ranking in rankings
        if ranking.pairs() or (scores_suffice and ranking.scores is not None)
    ]
    if len(ordered) < len(rankings):
        session.events.warning(
            "rankings_all_tied",
            f"{len(rankings) - len(ordered)} of {len(rankings)} rankings hold only ties; "
            "they say nothing about which draft is better and were left out.",
        )
    kept: list[Ranking] = session.without_control_tokens(
        ordered, lambda row: [*row.responses, *(m.content for m in row.messages)]
    )
    groups = [(ranking.id, _group(session.template, ranking)) for ranking in kept]
    by_text = {id(group.text): group for _, group in groups}
    fitting = session.fitting([(name, g.text) for name, g in groups], session.job.max_length)
    return [by_text[id(text)] for text in fitting]


def _group(template: ChatTemplate, ranking: Ranking) -> Group:
    messages = prompts_of(ranking.messages)
    responses = [template.answer(messages, text) for text in ranking.responses]
    text = group_text(template.prompt(messages), responses)
    lowest = min(ranking.ranks)
    best = [index for index, rank in enumerate(ranking.ranks) if rank == lowest]
    return Group(text, ranking.pairs(), best, ranking.choices(), ranking.targets())
