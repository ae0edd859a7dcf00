"""A job file is checked as a whole before anything heavy is loaded."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import RunJob
from trainer.errors import TrainerError
from trainer.job import PreferenceJob, SftJob
from trainer.job_file import read_job


def test_all_problems_are_reported_at_once(tmp_path: Path, run_job: RunJob) -> None:
    outcome = run_job(
        "sft",
        baseModel=tmp_path / "nowhere",
        outputDir=tmp_path / "out",
        data=tmp_path / "missing.jsonl",
        learningRate=-1,
        epochs=0,
        colour="blue",
    )
    assert outcome.code == 2
    assert outcome.last["code"] == "bad_job"
    for place in ("baseModel", "data", "learningRate", "epochs", "colour"):
        assert f"{place}: " in outcome.last["message"]
    assert not (tmp_path / "out").exists()


def test_checking_a_job_does_not_import_torch(tmp_path: Path) -> None:
    job = tmp_path / "job.json"
    job.write_text(json.dumps({"runDir": str(tmp_path), "data": "x"}), encoding="utf-8")
    script = (
        "import sys; from trainer.__main__ import main; "
        f"code = main(['sft', {str(job)!r}]); "
        "assert 'torch' not in sys.modules; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=_project(), check=False)
    assert done.returncode == 2


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(TrainerError, match="cannot be read"):
        read_job(path, "sft")


def test_the_command_must_be_the_one_called(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_text('{"command": "merge"}', encoding="utf-8")
    with pytest.raises(TrainerError, match="the file says 'merge', the call says 'sft'"):
        read_job(path, "sft")


def test_defaults_are_the_settings_that_learn_from_few_rankings(
    tiny_base: Path, tmp_path: Path
) -> None:
    data = tmp_path / "rows.jsonl"
    data.touch()
    common = {
        "runDir": str(tmp_path),
        "stage": "x",
        "baseModel": str(tiny_base),
        "outputDir": str(tmp_path / "out"),
        "data": str(data),
    }
    sft = SftJob.model_validate({"command": "sft", **common})
    preference = PreferenceJob.model_validate({"command": "preference", **common})
    assert (sft.learning_rate, sft.epochs, sft.batch_size) == (5e-4, 2, 4)
    assert (preference.learning_rate, preference.epochs, preference.batch_size) == (2e-4, 1, 1)
    assert (preference.beta, preference.sft_weight) == (0.1, 0.0)
    assert sft.lora.r == 16


def test_rows_name_every_bad_line(tmp_path: Path, tiny_base: Path, run_job: RunJob) -> None:
    data = tmp_path / "rows.jsonl"
    data.write_text(
        '{"id": "1", "messages": [{"role": "user", "content": "x"}]}\n'
        "not json\n"
        '{"id": "3", "messages": [{"role": "robot", "content": "x"}]}\n',
        encoding="utf-8",
    )
    outcome = run_job("sft", baseModel=tiny_base, outputDir=tmp_path / "out", data=data)
    assert outcome.code == 1
    assert outcome.last["code"] == "data_unreadable"
    for number in (1, 2, 3):
        assert f"Line {number}: " in outcome.last["message"]


def _project() -> Path:
    return Path(__file__).parents[2] / "python-env"
