"""A reward model: one number for a response, learned from whole rankings.

Two losses. Regression on +1 for the best, −1 for the worst and even steps between; or
Bradley–Terry, the mean over ordered pairs of −log σ(better − worse) (Bradley and Terry 1952;
Ouyang et al. 2022, arXiv 2203.02155), with a small pull of each pair's sum towards zero, because
that loss alone leaves the scores' level open (Eisenstein et al. 2023, arXiv 2312.09244).
"""

from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

from trainer.data import read_rankings
from trainer.events import EventWriter
from trainer.groups import Group, read_groups
from trainer.job import RewardJob
from trainer.model import response_scores
from trainer.progress import Figures
from trainer.rows import Text, fill_rows, make_row
from trainer.session import Session, run_training
from trainer.stop import StopSignal

Loss = Literal["regression", "bradleyTerry"]


def run(job: RewardJob, events: EventWriter, stop: StopSignal) -> None:
    """Train adapter and head on rankings; the result lies in `output_dir/adapter`."""
    rows = read_rankings(job.data)
    held_out = read_rankings(job.held_out) if job.held_out else []

    def build(session: Session) -> tuple[RewardTask, list[Text], int]:
        scores_suffice = job.loss == "regression"
        groups = read_groups(session, rows, scores_suffice=scores_suffice)
        session.require([group.text for group in groups])
        held_out_groups = read_groups(session, held_out, scores_suffice=scores_suffice)
        task = RewardTask(session, groups, held_out_groups)
        return task, [group.text for group in groups], len(held_out_groups)

    run_training(job, events, stop, "Learning to score drafts", build)


def group_loss(scores: Tensor, group: Group, kind: Loss, center: float) -> Tensor:
    """The loss of one ranking from its responses' scores, [responses]; a mean of its parts."""
    if kind == "regression":
        return (scores - torch.tensor(group.scores).to(scores)).square().mean()
    better, worse = _pairs(scores, group)
    return (center * (better + worse).square() - logsigmoid(better - worse)).mean()


class RewardTask:
    """The mean loss over the rankings of a step."""

    def __init__(self, session: Session, groups: list[Group], held_out: list[Group]) -> None:
        self._session = session
        self._groups = groups
        self._held_out = held_out

    @property
    def count(self) -> int:
        """How many rankings there are."""
        return len(self._groups)

    def step(self, indices: list[int]) -> Figures:
        """Add the gradients of these rankings."""
        return self._measure([self._groups[index] for index in indices], learn=True, stop=None)

    def evaluate(self, stop: StopSignal) -> Figures | None:
        """Loss, margin and accuracy over the held-out rankings."""
        return self._measure(self._held_out, learn=False, stop=stop) if self._held_out else None

    def sample(self, step: int) -> None:
        """A reward model writes nothing."""

    def _measure(self, groups: list[Group], *, learn: bool, stop: StopSignal | None) -> Figures:
        job: RewardJob = self._session.job
        loss_sum = margin_sum = right = 0.0
        for part in _rows(groups):
            if stop:
                stop.check()
            row = make_row([group.text for group in part]).to(self._session.placement.device)
            scores = response_scores(self._session.model, row)
            parts = list(zip(part, _split(scores, part), strict=True))
            losses = [group_loss(own, group, job.loss, job.center) for group, own in parts]
            loss = torch.stack(losses).sum() / len(groups)
            if learn:
                loss.backward()
            loss_sum += loss.item()
            for group, own in parts:
                if not group.pairs:
                    continue
                better, worse = _pairs(own.detach(), group)
                margin_sum += (better - worse).sum().item()
                right += ((better - worse).sign() + 1).sum().item() / 2
        pairs = sum(len(group.pairs) for group in groups)
        tokens = sum(len(group.text.ids) for group in groups)
        if pairs == 0:
            return Figures(loss_sum, tokens)
        return Figures(loss_sum, tokens, margin_sum / pairs, right / pairs)


def _pairs(scores: Tensor, group: Group) -> tuple[Tensor, Tensor]:
    better, worse = torch.tensor(group.pairs, device=scores.device).T
    return scores[better], scores[worse]


def _rows(groups: Sequence[Group]) -> list[list[Group]]:
    """The groups in flat rows."""
    remaining = iter(groups)
    return [[next(remaining) for _ in texts] for texts in fill_rows(g.text for g in groups)]


def _split(scores: Tensor, groups: Sequence[Group]) -> list[Tensor]:
    return list(scores.split([group.text.count for group in groups]))
