"""Trainings in processes of their own that end by SIGKILL at a chosen instant."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

Phase = Literal["saving", "learning", "learned", "telling"]

# What a save does to the disk, as Python's own audit events name it.
WRITES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}


@dataclass(frozen=True)
class Instant:
    """When a process dies: at the nth time that it comes to this phase.

    `saving` counts single operations on checkpoint files; `learning` is before the gradients,
    `learned` after the optimizer, `telling` in the middle of a line of events.
    """

    phase: Phase
    number: int


def train(job: Path, command: str, instant: Instant | None) -> int:
    """Run a job in a new process, and return its exit code; below zero it is a signal's number."""
    # The server has imported all and computed nothing, so that a process starts at once.
    context = get_context("forkserver")
    context.set_forkserver_preload(["trainer.sft", "trainer.preference"])
    process = context.Process(target=_live, args=(str(job), command, instant))
    process.start()
    process.join(120)
    if process.exitcode is None:
        process.kill()
    return process.exitcode or 0


def _live(job: str, command: str, instant: Instant | None) -> None:
    import torch

    from trainer.__main__ import main

    torch.set_num_threads(1)
    if instant:
        _arrange(instant)
    os._exit(main([command, job]))


def _arrange(instant: Instant) -> None:
    count = 0

    def come() -> bool:
        nonlocal count
        count += 1
        return count == instant.number

    match instant.phase:
        case "saving":
            _die_saving(come)
        case "learning":
            from trainer.sft import SftTask

            _before(SftTask, "step", come)
        case "learned":
            from torch.optim import AdamW

            _after(AdamW, "step", come)
        case "telling":
            _die_telling(come)


def _die_saving(come: Callable[[], bool]) -> None:
    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in WRITES and "checkpoints/" in str(arguments[0]) and come():
            _die()

    sys.addaudithook(watch)


def _die_telling(come: Callable[[], bool]) -> None:
    write = os.write

    def half(file: int, data: Any) -> int:
        if b'"metric"' in data and come():
            write(file, data[: len(data) // 2])
            _die()
        return write(file, data)

    os.write = half


def _before(owner: type, name: str, come: Callable[[], bool]) -> None:
    own = getattr(owner, name)

    def wrapped(*arguments: Any, **settings: Any) -> Any:
        if come():
            _die()
        return own(*arguments, **settings)

    setattr(owner, name, wrapped)


def _after(owner: type, name: str, come: Callable[[], bool]) -> None:
    own = getattr(owner, name)

    def wrapped(*arguments: Any, **settings: Any) -> Any:
        result = own(*arguments, **settings)
        if come():
            _die()
        return result

    setattr(owner, name, wrapped)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
