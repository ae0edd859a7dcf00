"""`python -m trainer <command> <job.json>`: one job, from its file to its last event.

Commands: probe, base, sft, preference, reward, score, merge, convert, convert-adapter, quantize,
tokens, answer.
`probe` takes no job.
Exit codes: 0 finished, 1 failed, 2 bad job, 3 stopped by request, 4 no room
on the disk to say more.
"""

import fcntl
import gc
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, Any, cast

# Offline means offline, and idle threads must not spin on a shared machine. These have to be set
# before torch and transformers are imported anywhere.
os.environ.update(
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    HF_HUB_DISABLE_PROGRESS_BARS="1",
    TRANSFORMERS_VERBOSITY="warning",
    TOKENIZERS_PARALLELISM="false",
    TQDM_DISABLE="1",
    OMP_WAIT_POLICY="PASSIVE",
    PYTORCH_ENABLE_MPS_FALLBACK="1",
)

from trainer.errors import StopRequestedError, TrainerError, as_trainer_error, is_disk_full
from trainer.events import EventWriter
from trainer.files import read_json_object
from trainer.job_file import read_job
from trainer.stop import StopSignal

FINISHED, FAILED, BAD_JOB, STOPPED, NO_ROOM = 0, 1, 2, 3, 4
# Set by an app that writes `trainer.json` as soon as it has started a trainer.
RECORDED = "UNDERSTUDY_RECORDED"
RECORD_SECONDS = 60.0
MODULES = {
    "base": "trainer.base_model",
    "sft": "trainer.sft",
    "preference": "trainer.preference",
    "reward": "trainer.reward",
    "score": "trainer.score",
    "merge": "trainer.merge",
    "convert": "trainer.convert",
    "convert-adapter": "trainer.convert_adapter",
    "quantize": "trainer.quantize",
    "tokens": "trainer.tokens",
    "answer": "trainer.answer",
}


def main(arguments: list[str]) -> int:
    """Run one command and return the exit code."""
    match arguments:
        case ["probe"]:
            import_module("trainer.probe").run()
            return FINISHED
        case [command, job_path] if command in MODULES:
            return _even_without_room(lambda: _run_job(command, Path(job_path)))
    print(f"usage: python -m trainer {{probe | {' | '.join(MODULES)}}} <job.json>", file=sys.stderr)
    return BAD_JOB


def _even_without_room(work: Callable[[], int]) -> int:
    """A full disk takes neither events nor a log, so only the exit code can tell of it."""
    try:
        return work()
    except OSError as error:
        if not is_disk_full(error):
            raise
        return NO_ROOM
    finally:
        _leave_unwritten_output()


def _leave_unwritten_output() -> None:
    """Python flushes at its end, and what a full disk refuses there would hide the exit code."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run_job(command: str, job_path: Path) -> int:
    try:
        job = read_job(job_path, command)
    except TrainerError as error:
        return _refuse(job_path, command, error)
    if not _is_recorded(job.run_dir):
        print("Whoever started this trainer went away before writing it down.", file=sys.stderr)
        return FAILED
    lock = _lock(job.run_dir)
    if lock is None:
        # The events belong to the trainer that is at work, so this goes to the log alone.
        print(f"Another trainer is already at work in {job.run_dir}.", file=sys.stderr)
        return FAILED
    with lock:
        print(job.model_dump_json(by_alias=True, indent=2), flush=True)
        _import_no_more_than_needed(job)
        events = EventWriter(job.run_dir, job.stage)
        stop = StopSignal(job.run_dir)
        return _guard(lambda: _imported(MODULES[command]).run(job, events, stop), job, events)


def _import_no_more_than_needed(job: Any) -> None:
    """PEFT imports bitsandbytes wherever it is installed, which takes seconds of every start."""
    if getattr(job, "quantization", "none") == "none" and "peft" not in sys.modules:
        sys.modules.setdefault("bitsandbytes", cast(ModuleType, None))


def _imported(name: str) -> ModuleType:
    """Import without the garbage collector, and keep it from what was imported.

    It would look through hundreds of thousands of objects again and again while more are made, and
    none of them ever goes: a quarter of the processor's time before the first step.
    """
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        module = import_module(name)
    finally:
        gc.enable()
    gc.freeze()
    return module


def _guard(work: Callable[[], None], job: Any, events: EventWriter) -> int:
    """The one place where a failure becomes an event, a line in the log and an exit code."""
    try:
        work()
    except StopRequestedError as stopped:
        output = stopped.output or getattr(job, "output_dir", None) or job.output
        events.done("stopped", output, stopped.summary)
        return STOPPED
    except Exception as error:
        with suppress(OSError):
            traceback.print_exc()
        failure = as_trainer_error(error)
        events.error(failure)
        return BAD_JOB if failure.code == "bad_job" else FAILED
    return FINISHED


def _refuse(job_path: Path, command: str, error: TrainerError) -> int:
    print(error.message, file=sys.stderr)
    try:
        raw = json.loads(job_path.read_text(encoding="utf-8"))
        EventWriter(Path(raw["runDir"]), str(raw.get("stage", command))).error(error)
    except (OSError, ValueError, KeyError, TypeError) as unwritable:
        print(f"The job names no folder for its events: {unwritable}", file=sys.stderr)
    return BAD_JOB


def _is_recorded(run_dir: Path) -> bool:
    """Whether the app has written this process group down, where it said that it would.

    An app that is gone between the start and the record could never find this trainer again; so a
    trainer that nobody knows of does nothing, and leaves the lock to one that is known.
    """
    if RECORDED not in os.environ:
        return True
    deadline = time.monotonic() + RECORD_SECONDS
    while time.monotonic() < deadline:
        if read_json_object(run_dir / "trainer.json").get("pid") == os.getpgrp():
            return True
        time.sleep(0.05)
    return False


def _lock(run_dir: Path) -> IO[str] | None:
    """Take the run for this process; the kernel gives it back when the process ends."""
    file = (run_dir / "trainer.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
