"""llama.cpp's own converter scripts, each in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from trainer.errors import StopRequestedError, TrainerError, disk_full, says_disk_full
from trainer.events import EventWriter
from trainer.stop import StopSignal

RUNNER = Path(__file__).with_name("run_converter.py")
POLL_SECONDS = 0.25


def convert(
    script: Path,
    arguments: Sequence[str | Path],
    stage: Path,
    expected: int,
    events: EventWriter,
    stop: StopSignal,
) -> None:
    """Run a converter that writes `stage`, of about `expected` bytes; a stop ends it.

    Raises `converter_failed` with the last thing it said, or `disk_full`.
    """
    if not script.is_file():
        raise _failed(f"there is no {script.name} in {script.parent}")
    process = subprocess.Popen(
        [sys.executable, str(RUNNER), str(script), *map(str, arguments), "--outfile", str(stage)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        # Its own gguf package, not the installed one: the two are released together.
        env={key: value for key, value in os.environ.items() if key != "NO_LOCAL_GGUF"},
    )
    output = _follow(process, stage, expected, events, stop)
    if process.returncode != 0 or not stage.is_file():
        raise _failed(_last_line(output))


def _follow(
    process: subprocess.Popen[str],
    stage: Path,
    expected: int,
    events: EventWriter,
    stop: StopSignal,
) -> str:
    """Wait for the converter, reporting how much it has written."""
    reported = 0
    while True:
        try:
            output, _ = process.communicate(timeout=POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if stop.requested:
                process.terminate()
                process.communicate()
                raise StopRequestedError from None
            written = stage.stat().st_size if stage.exists() else 0
            if expected and written - reported > expected / 20:
                reported = written
                events.progress(min(0.99, written / expected), "Writing the GGUF file.")
            continue
        print(output, flush=True)
        return output


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it ended without a word"


def _failed(reason: str) -> TrainerError:
    if says_disk_full(reason):
        return disk_full()
    return TrainerError(
        "converter_failed",
        f"The GGUF file could not be made: {reason}. What it is made from is unharmed.",
        "Look into the log; a base model of another family may not be supported by the converter.",
    )
