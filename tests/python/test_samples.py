"""Sample drafts come when they were asked for, and training does not notice them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Fields, Outcome, RunJob, user

PROMPTS = [[user("note 3")], [user("note 4")]]


def steps_of(outcome: Outcome) -> list[int]:
    return [event["step"] for event in outcome.of("sample")]


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        ({}, [0, 3, 6]),
        ({"evalEvery": 2}, [0, 2, 3, 4, 6]),
        ({"sampleEvery": 4}, [0, 4, 6]),
        ({"sampleEvery": 4, "sampleAtStart": False}, [4, 6]),
        ({"sampleEvery": 0}, []),
    ],
)
def test_samples_come_at_evaluations_or_at_steps_of_their_own(
    asked: Fields, steps: list[int], sft: Fields, run_job: RunJob
) -> None:
    outcome = run_job("sft", **sft | asked, samplePrompts=[[user("note 3")]], sampleTokens=4)
    assert outcome.code == 0
    assert steps_of(outcome) == steps


@pytest.mark.parametrize("command", ["sft", "preference"])
def test_samples_change_nothing_of_what_is_learned(
    command: str, sft: Fields, preference: Fields, tmp_path: Path, run_job: RunJob
) -> None:
    fields = sft if command == "sft" else preference
    # Dropout draws random numbers at each step: one drawn by a sample would show.
    fields = fields | {"lora": {"r": 4, "alpha": 8, "dropout": 0.2}}
    adapters = []
    for every in (0, 1):
        output = tmp_path / f"every-{every}"
        outcome = run_job(
            command,
            run_dir=tmp_path / f"run-{every}",
            **fields | {"outputDir": output, "sampleEvery": every},
            samplePrompts=PROMPTS,
            sampleTokens=4,
        )
        assert outcome.code == 0
        adapters.append((output / "adapter" / "adapter_model.safetensors").read_bytes())
    assert adapters[0] == adapters[1]


def test_a_run_stopped_and_resumed_shows_each_sample_once(
    sft: Fields, tmp_path: Path, run_job: RunJob, stop_after: Callable[[int, Path], None]
) -> None:
    (tmp_path / "run").mkdir()
    stop_after(3, tmp_path / "run")
    fields = sft | {"sampleEvery": 1, "samplePrompts": [[user("note 3")]], "sampleTokens": 4}
    stopped = run_job("sft", **fields)
    assert stopped.code == 3
    (tmp_path / "run" / "stop").unlink()
    resumed = run_job("sft", **fields)
    assert steps_of(resumed) == [0, 1, 2, 3, 4, 5, 6]
