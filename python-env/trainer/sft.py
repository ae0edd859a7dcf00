"""Supervised fine-tuning: the assistant's tokens and their end of turn, in flat rows."""

from trainer.data import Conversation, prompts_of, read_conversations
from trainer.events import EventWriter
from trainer.job import SftJob
from trainer.model import response_logprobs
from trainer.progress import Figures
from trainer.rows import Text, conversation_text, fill_rows, make_row
from trainer.samples import show_samples
from trainer.session import Session, run_training
from trainer.stop import StopSignal


def run(job: SftJob, events: EventWriter, stop: StopSignal) -> None:
    """Train an adapter on conversations; the result lies in `output_dir/adapter`."""
    rows = read_conversations(job.data)
    held_out = read_conversations(job.held_out) if job.held_out else []

    def build(session: Session) -> tuple[SftTask, list[Text], int]:
        texts = _texts(session, rows)
        session.require(texts)
        held_out_texts = _texts(session, held_out)
        return SftTask(session, texts, held_out_texts), texts, len(held_out_texts)

    run_training(job, events, stop, "Learning from the best drafts", build)


class SftTask:
    """Mean negative log-probability of the assistant's tokens, over all tokens of a step."""

    def __init__(self, session: Session, texts: list[Text], held_out: list[Text]) -> None:
        self._session = session
        self._texts = texts
        self._held_out = held_out

    @property
    def count(self) -> int:
        """How many conversations there are."""
        return len(self._texts)

    def step(self, indices: list[int]) -> Figures:
        """Add the gradients of these conversations."""
        texts = [self._texts[index] for index in indices]
        targets = sum(len(text.targets) for text in texts)
        total = 0.0
        for part in fill_rows(texts):
            row = make_row(part).to(self._session.placement.device)
            logprobs, _ = response_logprobs(self._session.model, row)
            loss = -logprobs.sum() / targets
            loss.backward()
            total += loss.item()
        return Figures(total, sum(len(text.ids) for text in texts))

    def evaluate(self, stop: StopSignal) -> Figures | None:
        """The same mean over the held-out conversations."""
        if not self._held_out:
            return None
        total = 0.0
        for part in fill_rows(self._held_out):
            stop.check()
            row = make_row(part).to(self._session.placement.device)
            total -= response_logprobs(self._session.model, row)[0].sum().item()
        targets = sum(len(text.targets) for text in self._held_out)
        return Figures(total / targets, sum(len(text.ids) for text in self._held_out))

    def sample(self, step: int) -> None:
        """Answer the sample prompts."""
        show_samples(self._session, step)


def _texts(session: Session, rows: list[Conversation]) -> list[Text]:
    kept = session.without_control_tokens(rows, lambda row: [m.content for m in row.messages])
    texts = [
        (row.id, conversation_text(session.template.turns(prompts_of(row.messages))))
        for row in kept
    ]
    return session.fitting(texts, session.job.max_length)
