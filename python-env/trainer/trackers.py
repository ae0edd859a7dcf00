"""The figures also in the files of other tools: TensorBoard, and Weights & Biases offline.

Their packages are not part of the environment unless asked for. Nothing here reaches the network:
W&B writes a folder that its own `wandb sync` uploads, if the person ever wants that.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from trainer.errors import TrainerError
from trainer.events import Event, EventWriter, MetricEvent, SampleEvent
from trainer.job import Tracker, TrainingJob

PACKAGES: dict[Tracker, str] = {"tensorboard": "tensorboard", "wandb": "wandb"}
NAMES: dict[Tracker, str] = {"tensorboard": "TensorBoard", "wandb": "Weights & Biases"}


class Writer(Protocol):
    """One tool's file of a run."""

    def figures(self, step: int, values: dict[str, float]) -> None:
        """Write figures after a step, by names such as `train/loss`."""

    def text(self, step: int, name: str, text: str) -> None:
        """Write a sample draft."""

    def close(self) -> None:
        """Write what is left."""


def require(job: TrainingJob) -> None:
    """Refuse to begin where a tool was asked for whose package is not there."""
    missing = [NAMES[name] for name in job.also_write if find_spec(PACKAGES[name]) is None]
    if missing:
        raise TrainerError(
            "tracker_missing",
            f"Files for {' and '.join(missing)} were asked for, and this Python does not have what "
            "writes them. Nothing was trained.",
            "Add it where it is turned on, under Advanced of a new run; or turn it off. "
            "Then start again.",
        )


@contextmanager
def tracking(job: TrainingJob, events: EventWriter) -> Iterator[None]:
    """While open, every metric and sample event also goes to the tools that the job names."""
    writers = [_open(name, job) for name in job.also_write]
    listener = _listener(writers)
    if writers:
        events.listen(listener)
    try:
        yield
    finally:
        for writer in writers:
            writer.close()


def _listener(writers: list[Writer]) -> Any:
    def hear(event: Event) -> None:
        match event:
            case MetricEvent():
                values = _figures(event)
                for writer in writers:
                    writer.figures(event.step, values)
            case SampleEvent():
                for writer in writers:
                    writer.text(event.step, event.prompt, event.text)

    return hear


def _figures(event: MetricEvent) -> dict[str, float]:
    own = event.model_dump(exclude={"type", "at", "stage", "step", "split"}, exclude_none=True)
    return {f"{event.split}/{name}": float(value) for name, value in own.items()}


def _open(name: Tracker, job: TrainingJob) -> Writer:
    folder = job.run_dir / name / job.stage
    folder.mkdir(parents=True, exist_ok=True)
    return _TensorBoard(folder) if name == "tensorboard" else _WeightsAndBiases(folder, job)


class _TensorBoard:
    """One event file a try; what a resumed run does again hides what was written before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: Any = None

    def figures(self, step: int, values: dict[str, float]) -> None:
        for name, value in values.items():
            self._at(step).add_scalar(name, value, step)

    def text(self, step: int, name: str, text: str) -> None:
        self._at(step).add_text(name, text, step)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    def _at(self, step: int) -> Any:
        if self._writer is None:
            from torch.utils.tensorboard import SummaryWriter

            self._writer = SummaryWriter(log_dir=str(self._folder), purge_step=step)
        return self._writer


class _WeightsAndBiases:
    """An offline run, in the run's folder."""

    def __init__(self, folder: Path, job: TrainingJob) -> None:
        # Set before the package is imported: it reads them then.
        os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_ERROR_REPORTING="false")
        import wandb

        settings = job.model_dump(mode="json", by_alias=True, exclude={"sample_prompts"})
        self._run = wandb.init(
            project="understudy",
            name=f"{job.run_dir.name} {job.stage}",
            dir=str(folder),
            mode="offline",
            config=settings,
            settings=wandb.Settings(
                x_disable_stats=True, disable_git=True, disable_code=True, console="off"
            ),
        )

    def figures(self, step: int, values: dict[str, float]) -> None:
        # Evaluations and steps share a number: steps of our own keep them in one row of a chart.
        self._run.log({"step": step, **values})

    def text(self, step: int, name: str, text: str) -> None:
        self._run.log({"step": step, f"samples/{name}": text})

    def close(self) -> None:
        self._run.finish()
