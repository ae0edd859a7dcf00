"""An adapter into its base model: W + s·B·A, one tensor in memory at a time."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import torch
from safetensors import safe_open
from torch import Tensor

from trainer.errors import TrainerError
from trainer.events import EventWriter
from trainer.files import (
    read_json_object,
    sha256,
    staged_folder,
    write_json,
)
from trainer.job import MergeJob
from trainer.stop import StopSignal

MARKER = "understudy-merged.json"
_COPIED = (
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "tokenizer.model",
    "special_tokens_map.json",
    "added_tokens.json",
    "chat_template.jinja",
    "vocab.json",
    "merges.txt",
    "model.safetensors.index.json",
)


def run(job: MergeJob, events: EventWriter, stop: StopSignal) -> None:
    """Write a model folder of the base's shape and precision; a second call finds it and ends."""
    sources = _sources(job)
    if read_json_object(job.output_dir / MARKER).get("sources") == sources:
        events.done("finished", job.output_dir)
        return
    shards = sorted(job.base_model.glob("*.safetensors"))
    adapter = Adapter(job.adapter)
    total = sum(shard.stat().st_size for shard in shards)
    with staged_folder(job.output_dir) as stage:
        for name in _COPIED:
            if (job.base_model / name).is_file():
                shutil.copyfile(job.base_model / name, stage / name)
        written = 0
        for shard in shards:
            for size in merge_shard(shard, adapter, stage / shard.name):
                stop.check()
                written += size
                events.progress(written / total, "Merging the adapter into the base model.")
        adapter.prove_all_used()
        write_json(stage / MARKER, {"sources": sources})
    events.done("finished", job.output_dir)


class Adapter:
    """A LoRA adapter in PEFT's format, read tensor by tensor."""

    def __init__(self, folder: Path) -> None:
        config = read_json_object(folder / "adapter_config.json")
        self._folder = folder
        self._refuse_what_a_sum_cannot_express(config)
        root = config["r"] ** 0.5 if config.get("use_rslora") else config["r"]
        self._scale: float = config["lora_alpha"] / root
        try:
            self._file: Any = safe_open(folder / "adapter_model.safetensors", "pt")
        except Exception as error:
            raise _unreadable(folder, str(error)) from error
        self._unused = set(self._file.keys())

    def merged(self, name: str, weight: Tensor) -> Tensor:
        """The base's weight `name` with the adapter's change, in the base's precision."""
        module = f"base_model.model.{name.removesuffix('.weight')}"
        down, up = f"{module}.lora_A.weight", f"{module}.lora_B.weight"
        if not name.endswith(".weight") or down not in self._unused:
            return weight
        self._unused -= {down, up}
        change = self._file.get_tensor(up).float() @ self._file.get_tensor(down).float()
        merged: Tensor = (weight.float() + self._scale * change).to(weight.dtype)
        if not torch.isfinite(merged).all():
            raise _unreadable(self._folder, f"its change to {name} exceeds the base's precision")
        return merged

    def prove_all_used(self) -> None:
        """Every tensor of the adapter must have found its place in the base."""
        if self._unused:
            raise _unreadable(
                self._folder, f"the base has no place for {', '.join(sorted(self._unused)[:3])}"
            )

    def _refuse_what_a_sum_cannot_express(self, config: dict[str, Any]) -> None:
        if not config:
            raise _unreadable(self._folder, "it has no adapter_config.json")
        odd = [
            name
            for name in (
                "use_dora",
                "modules_to_save",
                "rank_pattern",
                "alpha_pattern",
                "lora_bias",
            )
            if config.get(name)
        ]
        if odd or config.get("peft_type") != "LORA":
            raise _unreadable(self._folder, f"it uses {', '.join(odd) or config.get('peft_type')}")


def merge_shard(source: Path, adapter: Adapter, target: Path) -> Iterator[int]:
    """Copy a safetensors file with its header, replacing each tensor's bytes as they pass.

    The header (https://github.com/huggingface/safetensors#format) names types, shapes and places,
    none of which a merge changes. Yields the bytes written, tensor by tensor.
    """
    with source.open("rb") as file, target.open("wb") as output:
        length = int.from_bytes(file.read(8), "little")
        raw = file.read(length)
        output.write(length.to_bytes(8, "little") + raw)
        header: dict[str, Any] = json.loads(raw)
        header.pop("__metadata__", None)
        with safe_open(source, "pt") as tensors:
            for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
                merged = adapter.merged(name, tensors.get_tensor(name))
                yield _write(output, merged, entry)


def _write(output: BinaryIO, tensor: Tensor, entry: dict[str, Any]) -> int:
    data = tensor.contiguous().flatten().view(torch.uint8).numpy()
    begin, end = entry["data_offsets"]
    if data.nbytes != end - begin:
        raise ValueError(f"a tensor has {data.nbytes} bytes where its header says {end - begin}")
    output.write(data.data)
    # Without this a large model piles up in the page cache faster than a disk takes it.
    if data.nbytes > 2**26:
        output.flush()
        os.fsync(output.fileno())
    return int(data.nbytes)


def _sources(job: MergeJob) -> dict[str, str]:
    files = [
        *sorted(job.base_model.glob("*.safetensors")),
        job.adapter / "adapter_model.safetensors",
    ]
    missing = [path for path in files if not path.is_file()]
    if missing or len(files) == 1:
        raise TrainerError(
            "base_model_unreadable" if len(files) == 1 else "adapter_unreadable",
            f"There are no weights in {job.base_model if len(files) == 1 else job.adapter}.",
            "Prepare the base model again, or train the adapter again.",
        )
    return {path.name: sha256(path) for path in files}


def _unreadable(folder: Path, reason: str) -> TrainerError:
    return TrainerError(
        "adapter_unreadable",
        f"The adapter in {folder} cannot be merged: {reason}. Nothing was written.",
        "Train it again, or choose the base model it was trained on.",
    )
