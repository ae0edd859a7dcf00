"""A trainer does nothing while whoever started it has not written it down."""

import json
import os
import threading
import time
from pathlib import Path

import pytest

import trainer.__main__ as program
from conftest import user


@pytest.fixture
def job(tiny_base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A job whose app said that it would write the trainer down."""
    monkeypatch.setenv(program.RECORDED, "1")
    fields = {
        "runDir": str(tmp_path),
        "baseModel": str(tiny_base),
        "prompts": [[user("the sky")]],
        "maxTokens": 2,
        "threads": 1,
        "output": str(tmp_path / "answers.json"),
    }
    path = tmp_path / "job.json"
    path.write_text(json.dumps({"command": "answer", **fields}), encoding="utf-8")
    return path


def test_a_trainer_that_nobody_wrote_down_does_nothing(
    job: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "RECORD_SECONDS", 0.1)
    # The record of another one, which an app that came later has started.
    (job.parent / "trainer.json").write_text('{"pid": 1}', encoding="utf-8")
    assert program.main(["answer", str(job)]) == program.FAILED
    assert sorted(path.name for path in job.parent.iterdir()) == ["job.json", "trainer.json"]


def test_it_waits_for_its_record(job: Path) -> None:
    def write_down() -> None:
        time.sleep(0.2)
        record = json.dumps({"pid": os.getpgrp()})
        (job.parent / "trainer.json").write_text(record, encoding="utf-8")

    writer = threading.Thread(target=write_down)
    writer.start()
    assert program.main(["answer", str(job)]) == program.FINISHED
    writer.join()
    assert (job.parent / "answers.json").is_file()
