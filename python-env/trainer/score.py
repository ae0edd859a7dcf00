"""What a reward model thinks of drafts: for best-of-n, and to show beside them."""

from typing import Annotated

import torch
from pydantic import Field

from trainer import lora
from trainer.data import prompts_of, read_rows
from trainer.device import place
from trainer.events import EventWriter
from trainer.files import staged_file, write_json
from trainer.job import Messages, ScoreJob
from trainer.model import Loading, load_scorer, response_scores
from trainer.rows import group_text, make_row
from trainer.stop import StopSignal
from trainer.template import ChatTemplate
from trainer.wire import Wire


class ScoreRow(Wire):
    """A prompt and the responses to compare."""

    id: str
    messages: Messages
    responses: Annotated[list[str], Field(min_length=1)]


def run(job: ScoreJob, events: EventWriter, stop: StopSignal) -> None:
    """Score every response and write `{"scores": [{"id", "scores"}]}` to the output file."""
    rows = read_rows(job.data, ScoreRow.model_validate_json)
    placement = place(job.device, job.precision, job.threads)
    base = load_scorer(job.base_model, Loading(placement.dtype, placement.device), seed=0)
    model = lora.load(base.model, job.adapter, trainable=False)
    model.eval()
    template = ChatTemplate(base.tokenizer, base.end_ids)
    found = []
    for number, row in enumerate(rows):
        stop.check()
        events.progress(number / len(rows), f"Scoring {number + 1} of {len(rows)}.")
        messages = prompts_of(row.messages)
        responses = [template.answer(messages, text) for text in row.responses]
        text = group_text(template.prompt(messages), responses)
        with torch.no_grad():
            scores = response_scores(model, make_row([text]).to(placement.device))
        found.append({"id": row.id, "scores": scores.tolist()})
    with staged_file(job.output) as stage:
        write_json(stage, {"scores": found})
    events.done("finished", job.output)
