"""From a training job to a model with an adapter, and back to a finished output folder."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peft import PeftModel

from trainer import lora, trackers
from trainer.device import Placement, place
from trainer.errors import TrainerError
from trainer.events import EventWriter
from trainer.finished import Output
from trainer.job import Precision, PreferenceJob, RewardJob, SftJob, TrainingJob
from trainer.keep import Keeper
from trainer.loop import Loop, Task
from trainer.model import Base, Loading, load_base, load_scorer
from trainer.nf4 import require_nf4
from trainer.rows import Text
from trainer.stop import StopSignal
from trainer.template import ChatTemplate


@dataclass(frozen=True)
class Session:
    """All that a way of training needs to build its task."""

    job: Any
    base: Base
    model: PeftModel
    template: ChatTemplate
    output: Output
    placement: Placement
    events: EventWriter
    stop: StopSignal

    def fitting(self, texts: list[tuple[str, Text]], limit: int) -> list[Text]:
        """The texts within the length limit; those left out are named in a warning."""
        long = [name for name, text in texts if text.longest > limit]
        if long:
            self.events.warning(
                "rows_too_long",
                f"{len(long)} of {len(texts)} rows are longer than {limit} tokens and were left "
                f"out: {', '.join(long[:5])}{' and others' if len(long) > 5 else ''}.",
            )
        return [text for _, text in texts if text.longest <= limit]

    def without_control_tokens(self, rows: list[Any], texts_of: Callable[[Any], list[str]]) -> Any:
        """The rows whose texts spell none of the model's special tokens."""
        odd = [row.id for row in rows if self.template.holds_control_tokens(texts_of(row))]
        if odd:
            self.events.warning(
                "rows_with_control_tokens",
                f"{len(odd)} of {len(rows)} rows contain the model's own control tokens as text "
                f"and were left out: {', '.join(odd[:5])}{' and others' if len(odd) > 5 else ''}.",
            )
        return [row for row in rows if row.id not in set(odd)]

    def require(self, texts: list[Text]) -> None:
        """Refuse to train on nothing."""
        if not texts:
            raise TrainerError(
                "data_unreadable",
                "No row is left to learn from; the warnings before this say why.",
                "Rank more topics, shorten the drafts, or raise the length limit.",
            )


def run_training(
    job: TrainingJob,
    events: EventWriter,
    stop: StopSignal,
    title: str,
    build: Callable[[Session], tuple[Task, list[Text], int]],
) -> None:
    """Run a training job from start, or from its newest checkpoint, to its `done` event.

    `build` makes the task and returns it with its training texts and the number of held-out ones.
    """
    output = Output(job)
    output.claim()
    finished = output.finished_summary()
    if finished is not None:
        events.done("finished", output.adapter, finished)
        return
    trackers.require(job)
    session = _open(job, output, events, stop)
    task, texts, held_out = build(session)
    keeper = _keeper(job, session)
    loop = Loop(job, task, session.model, output, session.placement, events, stop, keeper)
    events.stage(
        title=title,
        total_steps=loop.total_steps,
        epochs=job.epochs,
        rows=len(texts),
        held_out_rows=held_out,
        tokens=sum(len(text.ids) for text in texts),
        settings=_settings(job, session),
    )
    with trackers.tracking(job, events):
        summary = loop.run()
    events.done("finished", output.adapter, summary)


def _open(job: TrainingJob, output: Output, events: EventWriter, stop: StopSignal) -> Session:
    start = time.perf_counter()
    placement = place(job.device, _precision(job, output), job.threads)
    nf4 = job.quantization == "nf4"
    if nf4:
        require_nf4(placement.device)
    loading = Loading(placement.dtype, placement.device, nf4=nf4)
    scores = isinstance(job, RewardJob)
    base = (
        load_scorer(job.base_model, loading, job.seed)
        if scores
        else load_base(job.base_model, loading)
    )
    template = ChatTemplate(base.tokenizer, base.end_ids)
    if job.adapter is None:
        model = lora.attach(base.model, job.lora, job.seed, scores=scores)
    else:
        model = lora.load(base.model, job.adapter, trainable=True)
    lora.prove_trainable(model)
    print(f"model loaded in {time.perf_counter() - start:.1f} s", flush=True)
    return Session(job, base, model, template, output, placement, events, stop)


def _keeper(job: TrainingJob, session: Session) -> Keeper | None:
    if not isinstance(job, SftJob | PreferenceJob) or job.keep_weight == 0:
        return None
    return Keeper(session.base, session.model, job.keep_weight, f"{job.command} {job.seed}")


def _precision(job: TrainingJob, output: Output) -> Precision:
    """What was measured once stays: a resumed run must not change precision half-way."""
    record = output.folder / "precision.json"
    if record.exists():
        kept: Precision = json.loads(record.read_text(encoding="utf-8"))
        return kept
    resolved = place(job.device, job.precision, job.threads).precision
    record.write_text(json.dumps(resolved), encoding="utf-8")
    return resolved


def _settings(job: TrainingJob, session: Session) -> dict[str, Any]:
    settings = job.model_dump(mode="json", by_alias=True, exclude={"run_dir", "sample_prompts"})
    parameters = lora.trainable_parameters(session.model).values()
    return settings | {
        "device": str(session.placement.device),
        "precision": session.placement.precision,
        "trainableParameters": sum(parameter.numel() for parameter in parameters),
    }
