"""Files and folders that are either whole or not there."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def staged_folder(target: Path) -> Iterator[Path]:
    """A folder to fill; it takes its real name, replacing an older one, only when all went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    stage = _stage_of(target)
    _remove(stage)
    stage.mkdir()
    try:
        yield stage
        for path in stage.rglob("*"):
            if path.is_file():
                sync(path)
        sync(stage)
        _remove(target)
        stage.rename(target)
        sync(target.parent)
    finally:
        _remove(stage)


@contextmanager
def staged_file(target: Path) -> Iterator[Path]:
    """A file to write; it takes its real name only when all went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    stage = _stage_of(target)
    _remove(stage)
    try:
        yield stage
        sync(stage)
        stage.replace(target)
        sync(target.parent)
    finally:
        _remove(stage)


def write_json(path: Path, value: Any) -> None:
    """Write JSON for a person to read; floats keep all their digits."""
    path.write_text(json.dumps(value, indent=2, allow_nan=False) + "\n", encoding="utf-8")


def read_json_object(path: Path) -> dict[str, Any]:
    """A JSON object from a file, or an empty one where there is none or it is torn."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def sha256(path: Path) -> str:
    """The hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_folder(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its relative name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def is_full(folder: Path) -> bool:
    """Whether a folder's disk has no room left to speak of."""
    return shutil.disk_usage(folder).free < 4 * 2**20


def sync(path: Path) -> None:
    """Wait until a file or a folder's names are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _stage_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.staged")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
