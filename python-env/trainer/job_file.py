"""Job files: checked in one go, and refused in sentences, before anything heavy is imported."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trainer.errors import TrainerError
from trainer.job import JOB, Job


def read_job(path: Path, command: str) -> Job:
    """Read and check a job file.

    Raises a `bad_job` error that names every problem at once, each as a sentence.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _bad_job([f"The job file {path} cannot be read: {error}."]) from error
    if not isinstance(raw, dict):
        raise _bad_job([f"The job file {path} holds no JSON object."])
    problems = []
    if raw.setdefault("command", command) != command:
        problems.append(f"command: the file says {raw['command']!r}, the call says {command!r}.")
    raw.setdefault("stage", command)
    try:
        job = JOB.validate_python(raw)
    except ValidationError as error:
        problems.extend(_sentence(detail) for detail in error.errors())
        raise _bad_job(problems) from error
    if problems:
        raise _bad_job(problems)
    return job


def _sentence(detail: Any) -> str:
    # The first element of a location is the command the union chose.
    place = ".".join(str(part) for part in detail["loc"][1:]) or "command"
    match detail["type"]:
        case "missing":
            return f"{place}: is missing."
        case "extra_forbidden":
            return f"{place}: is not a field of this job."
        case "value_error":
            return f"{place}: {detail['ctx']['error']}."
    return f"{place}: {detail['msg'][0].lower()}{detail['msg'][1:]} (it is {detail['input']!r})."


def _bad_job(problems: list[str]) -> TrainerError:
    return TrainerError(
        "bad_job",
        "The job could not be started, and nothing was changed: " + " ".join(problems),
        "Correct what is named here and start again.",
    )
