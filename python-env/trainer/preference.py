"""Direct preference optimization on whole rankings (Rafailov et al. 2023, arXiv 2305.18290).

A ranking of K drafts is one row: the prompt once, then each draft. The loss is the mean over all
ordered pairs of a step and equals training on the pairs one by one, at a fraction of the work; or
by Plackett–Luce the mean over the choices that make the order: best of all, best of the rest.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

from trainer.data import read_rankings
from trainer.events import EventWriter
from trainer.groups import Group, read_groups
from trainer.job import PreferenceJob
from trainer.progress import Figures
from trainer.references import References, logprobs_of
from trainer.rows import Text
from trainer.samples import show_samples
from trainer.session import Session, run_training
from trainer.stop import StopSignal


def run(job: PreferenceJob, events: EventWriter, stop: StopSignal) -> None:
    """Train an adapter on rankings; the result lies in `output_dir/adapter`."""
    rows = read_rankings(job.data)
    held_out = read_rankings(job.held_out) if job.held_out else []

    def build(session: Session) -> tuple[PreferenceTask, list[Text], int]:
        groups = read_groups(session, rows)
        session.require([group.text for group in groups])
        held_out_groups = read_groups(session, held_out)
        task = PreferenceTask(session, groups, held_out_groups)
        return task, [group.text for group in groups], len(held_out_groups)

    run_training(job, events, stop, "Learning from the rankings", build)


@dataclass(frozen=True)
class PairTerms:
    """Per ordered pair, [pairs]: −log σ(margin), and the margin β(Δbetter − Δworse) in nats."""

    losses: Tensor
    margins: Tensor


def pair_terms(
    policy: Tensor, reference: Tensor, pairs: list[tuple[int, int]], beta: float
) -> PairTerms:
    """The sigmoid loss over ordered pairs, from each response's log-probability, [responses]."""
    better, worse = torch.tensor(pairs, device=policy.device).T
    delta = policy - reference
    margins = beta * (delta[better] - delta[worse])
    return PairTerms(-logsigmoid(margins), margins)


def choice_losses(
    policy: Tensor, reference: Tensor, choices: list[tuple[int, list[int]]], beta: float
) -> Tensor:
    """−log of the chance of each choice by Plackett–Luce, [choices] (Rafailov et al., appendix).

    A choice is made among the response itself and all worse ones, so tied responses are never set
    against each other.
    """
    rewards = beta * (policy - reference)
    return torch.stack([rewards[seen].logsumexp(0) - rewards[best] for best, seen in choices])


class PreferenceTask:
    """The loss over ordered pairs; the reference is the model as this stage found it."""

    def __init__(self, session: Session, groups: list[Group], held_out: list[Group]) -> None:
        self._session = session
        self._groups = groups
        self._held_out = held_out
        self._references = References(session)

    @property
    def count(self) -> int:
        """How many rankings there are."""
        return len(self._groups)

    def step(self, indices: list[int]) -> Figures:
        """Add the gradients of these rankings."""
        groups = [self._groups[index] for index in indices]
        return self._measure(groups, learn=True, stop=None)

    def evaluate(self, stop: StopSignal) -> Figures | None:
        """Loss, margin and accuracy over the held-out pairs."""
        if not self._held_out:
            return None
        return self._measure(self._held_out, learn=False, stop=stop)

    def sample(self, step: int) -> None:
        """Answer the sample prompts."""
        show_samples(self._session, step)

    def _measure(self, groups: list[Group], *, learn: bool, stop: StopSignal | None) -> Figures:
        job: PreferenceJob = self._session.job
        listwise = job.loss == "plackettLuce"
        pair_count = sum(len(group.pairs) for group in groups)
        count = sum(len(group.choices) for group in groups) if listwise else pair_count
        loss_sum = margin_sum = right = 0.0
        for group in groups:
            if stop:
                stop.check()
            known = self._references.of(group)
            policy, lengths = logprobs_of(self._session, group)
            terms = pair_terms(policy, known, group.pairs, job.beta)
            losses = terms.losses
            if listwise:
                losses = choice_losses(policy, known, group.choices, job.beta)
            loss = preference = losses.sum() / count
            if job.sft_weight:
                nats = -(policy / lengths)[group.best].mean() / len(groups)
                loss = loss + job.sft_weight * nats
            if learn:
                loss.backward()
            # Without the SFT term: comparable with where nothing is preferred, ln 2 a pair.
            loss_sum += preference.item()
            margin_sum += terms.margins.sum().item()
            # Before the first step every margin is exactly zero, which is chance and not wrong.
            right += (terms.margins.sign() + 1).sum().item() / 2
        tokens = sum(len(group.text.ids) for group in groups)
        return Figures(loss_sum, tokens, margin_sum / pair_count, right / pair_count)
