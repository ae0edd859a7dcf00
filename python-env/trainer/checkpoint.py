"""Checkpoints that are complete or not there, and a resume that continues bit for bit.

A checkpoint is a folder `step-00000012` with the adapter in PEFT's format, the optimizer's moments
and the random state as safetensors, and `state.json`. `COMPLETE`, written last, holds the hash of
every file. Nothing is pickled.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.optim import AdamW

from trainer import lora
from trainer.files import sha256_of_folder, staged_folder, write_json

MARKER = "COMPLETE"


@dataclass(frozen=True)
class Checkpoint:
    """A verified checkpoint on disk; `state` is what the loop wrote."""

    path: Path
    state: dict[str, Any]


class CheckpointStore:
    """The checkpoints of one run, in one folder."""

    def __init__(self, folder: Path, keep: int) -> None:
        self._folder = folder
        self._keep = keep

    def save(
        self, step: int, model: PeftModel, optimizer: AdamW, state: dict[str, Any], best: int | None
    ) -> Path:
        """Write a checkpoint, then drop the oldest; the best one is always kept."""
        target = self._folder / f"step-{step:08d}"
        with staged_folder(target) as stage:
            lora.save(model, stage)
            save_file(_optimizer_tensors(model, optimizer), stage / "optimizer.safetensors")
            save_file(_random_state(), stage / "random.safetensors")
            write_json(stage / "state.json", state)
            write_json(stage / MARKER, sha256_of_folder(stage))
        kept = self._newest_first()
        for old in kept[self._keep :]:
            if _step(old) != best:
                shutil.rmtree(old)
        return target

    def newest_valid(self, warn: Callable[[str, str], None]) -> Checkpoint | None:
        """The newest checkpoint whose files are as written; damaged ones are named and skipped."""
        for unfinished in self._folder.glob(".step-*"):
            shutil.rmtree(unfinished)
        for path in self._newest_first():
            problem = _problem(path)
            if problem is None:
                return _read(path)
            warn(
                "checkpoint_damaged",
                f"The checkpoint of step {_step(path)} is damaged ({problem}); "
                "the one before it is used instead.",
            )
        return None

    def at(self, step: int) -> Path:
        """Where the checkpoint of a step lies."""
        return self._folder / f"step-{step:08d}"

    def _newest_first(self) -> list[Path]:
        return sorted(self._folder.glob("step-*"), reverse=True)


def of_another_run(path: Path, warn: Callable[[str, str], None]) -> Checkpoint | None:
    """A checkpoint that was copied from elsewhere; one that is damaged is named."""
    problem = _problem(path)
    if problem is None:
        return _read(path)
    warn(
        "checkpoint_damaged",
        f"The checkpoint to go on from is damaged ({problem}); this stage begins anew.",
    )
    return None


def restore(checkpoint: Checkpoint, model: PeftModel, optimizer: AdamW) -> None:
    """Put adapter, optimizer and random state back as they were."""
    load_adapter(checkpoint.path, model)
    tensors = load_file(checkpoint.path / "optimizer.safetensors")
    for name, parameter in lora.trainable_parameters(model).items():
        moments = {key: tensors[f"{key}/{name}"] for key in ("step", "exp_avg", "exp_avg_sq")}
        # AdamW counts steps on the CPU; the moments lie beside their weights.
        optimizer.state[parameter] = {
            "step": moments["step"].clone(),
            "exp_avg": moments["exp_avg"].to(parameter.device),
            "exp_avg_sq": moments["exp_avg_sq"].to(parameter.device),
        }
    random = load_file(checkpoint.path / "random.safetensors")
    torch.set_rng_state(random["cpu"])
    if "cuda" in random and torch.cuda.is_available():
        torch.cuda.set_rng_state(random["cuda"])


def load_adapter(folder: Path, model: PeftModel) -> None:
    """Copy saved adapter weights into the model's own."""
    saved = load_file(folder / "adapter_model.safetensors")
    with torch.no_grad():
        for name, parameter in lora.trainable_parameters(model).items():
            parameter.copy_(saved[lora.saved_name(name)])


def _optimizer_tensors(model: PeftModel, optimizer: AdamW) -> dict[str, Tensor]:
    tensors = {}
    for name, parameter in lora.trainable_parameters(model).items():
        for key, value in optimizer.state[parameter].items():
            tensors[f"{key}/{name}"] = value.detach().cpu().contiguous()
    return tensors


def _random_state() -> dict[str, Tensor]:
    state = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        state["cuda"] = torch.cuda.get_rng_state()
    return state


def _read(path: Path) -> Checkpoint:
    return Checkpoint(path, json.loads((path / "state.json").read_text(encoding="utf-8")))


def _problem(path: Path) -> str | None:
    try:
        expected = json.loads((path / MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "it was never finished"
    except ValueError:
        return "its marker cannot be read"
    found = sha256_of_folder(path)
    found.pop(MARKER, None)
    changed = sorted(name for name in expected if found.get(name) != expected[name])
    return f"{', '.join(changed)} changed or is missing" if changed else None


def _step(path: Path) -> int:
    return int(path.name.removeprefix("step-"))
