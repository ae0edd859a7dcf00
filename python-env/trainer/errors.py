"""The one error type of the trainer, and how foreign exceptions become one of its codes."""

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

ErrorCode = Literal[
    "bad_job",
    "already_running",
    "base_model_unreadable",
    "model_unsupported",
    "data_unreadable",
    "template_unsupported",
    "adapter_unreadable",
    "out_of_memory",
    "disk_full",
    "python_broken",
    "tracker_missing",
    "no_learning",
    "non_finite_loss",
    "converter_failed",
    "quantize_failed",
    "internal",
]

_DISK_FULL = (
    "no space left on device",
    "not enough free space",
    "disk quota exceeded",
    "os error 28",
    "file too large",
)
# The last is a limit on a single file, which leaves as little room.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_OUT_OF_MEMORY = ("out of memory", "can't allocate memory", "cannot allocate memory")


class TrainerError(Exception):
    """A failure with a code, a sentence saying what failed and why, and one saying what to do."""

    def __init__(self, code: ErrorCode, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message
        self.remedy = remedy


class StopRequestedError(Exception):
    """Raised where work can end cleanly once a stop was asked for; names what it leaves behind."""

    def __init__(
        self, output: Path | None = None, summary: dict[str, float | None] | None = None
    ) -> None:
        super().__init__("a stop was asked for")
        self.output = output
        self.summary = summary


def as_trainer_error(error: BaseException) -> TrainerError:
    """Name any exception; a full disk and exhausted memory get their own sentence."""
    if isinstance(error, TrainerError):
        return error
    causes = list(_chain(error))
    if any(is_disk_full(cause) for cause in causes):
        return disk_full()
    if any(_is_out_of_memory(cause) for cause in causes):
        return TrainerError(
            "out_of_memory",
            "There was not enough memory for this model and these texts. "
            "What was finished before is unharmed.",
            "Close other programs, use a smaller base model or shorter drafts, then start again.",
        )
    if any(isinstance(cause, ImportError) for cause in causes):
        return TrainerError(
            "python_broken",
            f"A package that training needs did not load: {error}. "
            "What was finished before is unharmed.",
            "Repair Python, then continue; finished work is not repeated.",
        )
    return TrainerError(
        "internal",
        f"The trainer failed unexpectedly: {type(error).__name__}: {error}",
        "Start again; finished work is not repeated. The log has the details.",
    )


def disk_full() -> TrainerError:
    """The error for a disk without room; unfinished files are removed before it is told."""
    return TrainerError(
        "disk_full",
        "The disk is full, so the result could not be written. "
        "What was finished before is unharmed.",
        "Free some space, then start again; finished work is not repeated.",
    )


def says_disk_full(text: str) -> bool:
    """Whether a foreign program's words mean that the disk is full."""
    return any(sign in text.lower() for sign in _DISK_FULL)


def is_disk_full(error: BaseException) -> bool:
    """Whether an exception by itself, without its causes, means that there is no room."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return True
    return says_disk_full(str(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _is_out_of_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    return isinstance(error, RuntimeError) and any(
        sign in str(error).lower() for sign in _OUT_OF_MEMORY
    )
