"""The only writer of `events.jsonl`: one JSON object a line, each with `type`, `at` and `stage`."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, JsonValue

from trainer.errors import ErrorCode, TrainerError
from trainer.wire import Wire

SMALLEST_PROGRESS = 0.01
Finite = Field(default=None, allow_inf_nan=False)


class Event(Wire):
    """What every line holds."""

    type: str
    at: int
    stage: str


class StageEvent(Event):
    """A stage begins; `settings` holds every resolved setting."""

    type: Literal["stage"] = "stage"
    title: str
    total_steps: int
    epochs: int
    rows: int
    held_out_rows: int
    tokens: int
    settings: dict[str, JsonValue]


class ProgressEvent(Event):
    """How far work without metrics has come; `fraction` is from 0 to 1."""

    type: Literal["progress"] = "progress"
    fraction: float = Field(ge=0, le=1)
    message: str


class MetricEvent(Event):
    """Figures after a step; `epoch` counts fractions of an epoch, losses are in nats."""

    type: Literal["metric"] = "metric"
    step: int
    epoch: float
    split: Literal["train", "heldOut"]
    loss: float = Field(allow_inf_nan=False)
    learning_rate: float | None = Finite
    gradient_norm: float | None = Finite
    tokens_per_second: float | None = Finite
    tokens: int | None = None
    reward_margin: float | None = Finite
    preference_accuracy: float | None = Finite
    memory_mb: float | None = Finite


class SampleEvent(Event):
    """What the model answers now, greedily."""

    type: Literal["sample"] = "sample"
    step: int
    prompt: str
    text: str


class CheckpointEvent(Event):
    """A complete checkpoint lies at `path`."""

    type: Literal["checkpoint"] = "checkpoint"
    step: int
    path: str
    best: bool


class WarningEvent(Event):
    """Something the person should know; the work goes on."""

    type: Literal["warning"] = "warning"
    code: str
    message: str


class ErrorEvent(Event):
    """The work failed; always the last event of a try."""

    type: Literal["error"] = "error"
    code: ErrorCode
    message: str
    remedy: str


class DoneEvent(Event):
    """The work ended well or by request; always the last event of a try."""

    type: Literal["done"] = "done"
    status: Literal["finished", "stopped"]
    output: str
    summary: dict[str, float | int | None]


def _now() -> int:
    return time.time_ns() // 1_000_000


class EventWriter:
    """Appends events to `run_dir/events.jsonl`; every line is complete when it becomes visible."""

    def __init__(self, run_dir: Path, stage: str, now: Callable[[], int] = _now) -> None:
        self._stage = stage
        self._now = now
        self._progress = (-1.0, "")
        self._listeners: list[Callable[[Event], None]] = []
        path = run_dir / "events.jsonl"
        _drop_torn_line(path)
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Hear every event from now on, after it is written."""
        self._listeners.append(listener)

    def stage(self, **fields: Any) -> None:
        """Announce a stage: title, total_steps, epochs, rows, held_out_rows, tokens, settings."""
        self._write(StageEvent, fields)

    def progress(self, fraction: float, message: str) -> None:
        """Say how far the work has come, from 0 to 1; less than a hundredth is not worth a line."""
        fraction = min(1.0, max(0.0, fraction))
        said, about = self._progress
        if message == about and fraction - said < SMALLEST_PROGRESS:
            return
        self._progress = (fraction, message)
        self._write(ProgressEvent, {"fraction": fraction, "message": message})

    def metric(self, **fields: Any) -> None:
        """Report figures: step, epoch, split, loss, and what else is known."""
        self._write(MetricEvent, fields)

    def sample(self, *, step: int, prompt: str, text: str) -> None:
        """Show what the model answers now."""
        self._write(SampleEvent, {"step": step, "prompt": prompt, "text": text})

    def checkpoint(self, *, step: int, path: Path, best: bool) -> None:
        """Say that a checkpoint is complete."""
        self._write(CheckpointEvent, {"step": step, "path": str(path), "best": best})

    def warning(self, code: str, message: str) -> None:
        """Say something the person should know."""
        self._write(WarningEvent, {"code": code, "message": message})

    def error(self, error: TrainerError) -> None:
        """End with a failure."""
        self._write(
            ErrorEvent, {"code": error.code, "message": error.message, "remedy": error.remedy}
        )
        os.fsync(self._file)

    def done(
        self,
        status: Literal["finished", "stopped"],
        output: Path,
        summary: Mapping[str, float | None] | None = None,
    ) -> None:
        """End well, or by request."""
        self._write(
            DoneEvent, {"status": status, "output": str(output), "summary": dict(summary or {})}
        )
        os.fsync(self._file)

    def _write(self, kind: type[Event], fields: Mapping[str, Any]) -> None:
        event = kind.model_validate({"at": self._now(), "stage": self._stage, **fields})
        line = event.model_dump_json(by_alias=True, exclude_none=kind is MetricEvent)
        data = line.encode() + b"\n"
        while data:
            data = data[os.write(self._file, data) :]
        for listener in self._listeners:
            listener(event)


def _drop_torn_line(path: Path) -> None:
    """Remove a last line without its end, left by a process that died while writing."""
    if not path.exists():
        return
    data = path.read_bytes()
    if data and not data.endswith(b"\n"):
        os.truncate(path, data.rfind(b"\n") + 1)
