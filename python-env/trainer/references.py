"""What a ranking's drafts were worth to the model before a stage of preference training began."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from trainer import lora
from trainer.groups import Group
from trainer.model import response_logprobs
from trainer.rows import make_row
from trainer.session import Session


class References:
    """Each response's log-probability by the adapter as this stage found it.

    Measured when a ranking is first met, so that the first step need not wait for all of them, and
    kept for later epochs. The numbers do not depend on when that is, so a resumed run has the same.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._parameters = list(lora.trainable_parameters(session.model).values())
        self._found = [parameter.detach().clone() for parameter in self._parameters]
        self._known: dict[int, Tensor] = {}

    def of(self, group: Group) -> Tensor:
        """The reference of a ranking, [responses] in nats."""
        key = id(group)
        if key not in self._known:
            with torch.no_grad(), self._as_found():
                self._known[key] = logprobs_of(self._session, group)[0]
        return self._known[key]

    @contextmanager
    def _as_found(self) -> Iterator[None]:
        model, learned = self._session.model, [p.data for p in self._parameters]
        training = model.training
        self._put(self._found)
        model.eval()
        try:
            yield
        finally:
            self._put(learned)
            model.train(training)

    def _put(self, weights: list[Tensor]) -> None:
        for parameter, data in zip(self._parameters, weights, strict=True):
            parameter.data = data


def logprobs_of(session: Session, group: Group) -> tuple[Tensor, Tensor]:
    """Log-probability and token count of each response.

    Every ranking has a row of its own, here and for the reference: in bf16 the company a text
    keeps changes its log-probability by as much as a step does.
    """
    row = make_row([group.text]).to(session.placement.device)
    return response_logprobs(session.model, row)
