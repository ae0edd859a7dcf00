"""What other tools read of a run is what its own events say."""

from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from conftest import Fields, RunJob, user
from trainer import trackers


def test_tensorboard_reads_the_figures_of_every_step(
    sft: Fields, conversations: Path, tmp_path: Path, run_job: RunJob
) -> None:
    outcome = run_job(
        "sft",
        **sft | {"alsoWrite": ["tensorboard"], "heldOut": conversations},
        samplePrompts=[[user("note 3")]],
        sampleTokens=4,
    )
    assert outcome.code == 0
    read = EventAccumulator(str(tmp_path / "run" / "tensorboard" / "sft"))
    read.Reload()
    for split in ("train", "heldOut"):
        told = [(m["step"], m["loss"]) for m in outcome.of("metric") if m["split"] == split]
        found = [(point.step, point.value) for point in read.Scalars(f"{split}/loss")]
        assert [step for step, _ in found] == [step for step, _ in told]
        assert [value for _, value in found] == pytest.approx([value for _, value in told])
    assert "note 3/text_summary" in read.Tags()["tensors"]


def test_weights_and_biases_writes_an_offline_run_without_the_network(
    sft: Fields, tmp_path: Path, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        # Whoever asked the network would come here, where nobody answers.
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    outcome = run_job("sft", **sft | {"alsoWrite": ["wandb"]})
    assert outcome.code == 0
    [file] = (tmp_path / "run" / "wandb" / "sft").glob("wandb/offline-run-*/*.wandb")
    # Its format is W&B's own; the names of the figures and their values stand in it as text.
    written = file.read_bytes()
    for event in outcome.of("metric"):
        assert f"{event['loss']}"[:12].encode() in written
    assert b"train/loss" in written


def test_a_tool_that_is_not_there_is_refused_before_anything_is_loaded(
    sft: Fields, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trackers, "find_spec", lambda _name: None)
    outcome = run_job("sft", **sft | {"alsoWrite": ["tensorboard", "wandb"]})
    assert outcome.code == 1
    assert outcome.last["code"] == "tracker_missing"
    assert "TensorBoard and Weights & Biases" in outcome.last["message"]
    assert outcome.of("stage") == []
