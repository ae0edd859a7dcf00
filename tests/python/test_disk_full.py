"""A disk that is full is named as such, whatever was being written, and what is finished stays."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from conftest import Fields, RunJob
from trainer.__main__ import main

NO_ROOM = 4


@contextmanager
def room_for(size: int, folder: Path) -> Iterator[None]:
    """A folder that takes so many bytes: a file system of its own, or else a limit on each file."""
    folder.mkdir()
    options = f"size={size}"
    mounting = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    real = sys.platform == "linux" and subprocess.run(mounting, capture_output=True).returncode == 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not real:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        if real:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_checkpoint_without_room_is_said_and_leaves_the_one_before_it(
    sft: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    # One checkpoint of this model takes about 220 kB, most of it in one file.
    small = tmp_path / "small"
    with room_for(150_000, small):
        fields = sft | {"outputDir": small / "out", "saveEvery": 1}
        outcome = run_job("sft", run_dir=small / "run", **fields)
        assert outcome.code == 1
        assert outcome.last["code"] == "disk_full"
        assert "The disk is full" in outcome.last["message"]
        assert list((small / "out" / "checkpoints").iterdir()) == []


def test_where_not_even_the_error_can_be_written_the_exit_code_tells(
    sft: Fields, tmp_path: Path
) -> None:
    small = tmp_path / "small"
    job = tmp_path / "job.json"
    job.write_text(json.dumps(sft | {"runDir": str(small)}, default=str), encoding="utf-8")
    with room_for(4096, small):
        with suppress(OSError):
            (small / "other").write_bytes(bytes(8192))
        assert main(["sft", str(job)]) == NO_ROOM
        assert (small / "events.jsonl").read_bytes() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_a_log_without_room_ends_the_run_with_the_same_code(sft: Fields, tmp_path: Path) -> None:
    job = tmp_path / "job.json"
    job.write_text(json.dumps(sft | {"runDir": str(tmp_path)}, default=str), encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "trainer", "sft", str(job)],
            stdout=full,
            stderr=full,
            cwd=Path(__file__).parents[2] / "python-env",
        )
    assert ended.returncode == NO_ROOM
