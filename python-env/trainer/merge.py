"""An adapter into its base model: W + s·B·A, a stretch of rows in memory at a time."""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from trainer.adapter_change import WEIGHTS, AdapterChange, Change
from trainer.errors import TrainerError
from trainer.events import EventWriter
from trainer.files import read_json_object, sha256, staged_folder, write_json
from trainer.job import MergeJob
from trainer.model_config import generation_config_of, with_both_rope_forms
from trainer.stop import StopSignal
from trainer.tensor_files import (
    DTYPES,
    INDEX,
    SHARD_BYTES,
    Planned,
    ShardWriter,
    Stored,
    in_shards,
    shard_names,
    stored_tensors,
)

MARKER = "understudy-merged.json"
# Of rows in fp32: few enough for any machine, many enough for a fast product.
CHUNK_BYTES = 64 * 2**20
_COPIED = (
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "tokenizer.model",
    "special_tokens_map.json",
    "added_tokens.json",
    "chat_template.jinja",
    "chat_template.json",
    "vocab.json",
    "merges.txt",
    "LICENSE",
)
HEAD = "lm_head.weight"
_EMBEDDINGS = ("embed_tokens.weight", "wte.weight")
_FULL_PRECISION = ("F32", "F64")


def run(job: MergeJob, events: EventWriter, stop: StopSignal) -> None:
    """Write a standard model folder of 16-bit weights; a second call finds it and ends."""
    sources = _sources(job)
    if read_json_object(job.output_dir / MARKER).get("sources") == sources:
        events.done("finished", job.output_dir)
        return
    config = read_json_object(job.base_model / "config.json")
    base = _base_tensors(job.base_model, config)
    adapter = AdapterChange(job.adapter)
    if _untie(base, adapter, tied=config.get("tie_word_embeddings") is True):
        config["tie_word_embeddings"] = False
    plan = [Planned(name, _written_as(tensor.dtype), tensor.shape) for name, tensor in base.items()]
    total = sum(tensor.bytes for tensor in plan)
    with staged_folder(job.output_dir) as stage:
        _write_texts(job.base_model, stage, config, plan)
        written = 0
        for size in _write_weights(stage, plan, base, adapter):
            stop.check()
            written += size
            events.progress(written / total, "Merging the adapter into the base model.")
        adapter.prove_all_used()
        write_json(stage / MARKER, {"sources": sources})
    events.done("finished", job.output_dir, {"bytes": total, "tensors": len(plan)})


def _base_tensors(folder: Path, config: dict[str, Any]) -> dict[str, Stored]:
    """The base's tensors in the order of its files; raises where they are not its full weights."""
    tensors: dict[str, Stored] = {}
    try:
        for file in sorted(folder.glob("*.safetensors")):
            tensors |= stored_tensors(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _base_unreadable(folder, str(error)) from error
    kinds = {tensor.dtype for tensor in tensors.values()}
    if config.get("quantization_config") or kinds & {"U8", "I8", "F8_E4M3", "F8_E5M2"}:
        # What a 4-bit base has rounded away would be rounded a second time in the export.
        raise _base_unreadable(folder, "its weights are quantized, and merging needs the full ones")
    return tensors


def _untie(base: dict[str, Stored], adapter: AdapterChange, *, tied: bool) -> bool:
    """Give a head of its own to a model whose head is its embedding, where only one changes.

    PEFT changes the one it was told to and leaves the other, so the two part.
    """
    embedding = next((name for name in base if name.endswith(_EMBEDDINGS)), None)
    if embedding is None or (HEAD in base and not tied):
        return False
    if not (adapter.touches(HEAD) or adapter.touches(embedding)):
        return False
    base[HEAD] = base[embedding]
    return True


def _written_as(dtype: str) -> str:
    """16-bit weights keep their kind, so that nothing is rounded twice; wider ones become bf16."""
    return "BF16" if dtype in _FULL_PRECISION else dtype


def _write_texts(base: Path, stage: Path, config: dict[str, Any], plan: list[Planned]) -> None:
    for name in _COPIED:
        if (base / name).is_file():
            shutil.copyfile(base / name, stage / name)
    if not (stage / "generation_config.json").exists():
        write_json(stage / "generation_config.json", generation_config_of(config))
    config = with_both_rope_forms(config)
    kinds = {tensor.dtype for tensor in plan}
    if "BF16" in kinds or "F16" in kinds:
        config["dtype"] = "bfloat16" if "BF16" in kinds else "float16"
        config.pop("torch_dtype", None)
    write_json(stage / "config.json", config)


def _write_weights(
    stage: Path, plan: list[Planned], base: dict[str, Stored], adapter: AdapterChange
) -> Iterator[int]:
    shards = in_shards(plan, SHARD_BYTES)
    names = shard_names(len(shards))
    if len(shards) > 1:
        weight_map = {
            tensor.name: name for name, shard in zip(names, shards, strict=True) for tensor in shard
        }
        total = sum(tensor.bytes for tensor in plan)
        write_json(stage / INDEX, {"metadata": {"total_size": total}, "weight_map": weight_map})
    for name, shard in zip(names, shards, strict=True):
        with (stage / name).open("wb") as file:
            writer = ShardWriter(file, shard)
            for tensor in writer.order:
                parts = _merged(tensor, base[tensor.name], adapter)
                yield from writer.write(tensor, parts)


def _merged(tensor: Planned, stored: Stored, adapter: AdapterChange) -> Iterator[Tensor]:
    change = adapter.of(tensor.name, tensor.shape)
    for first, rows in _stretches(stored):
        yield _changed(tensor, rows, first, change, adapter)


def _changed(
    tensor: Planned, rows: Tensor, first: int, change: Change | None, adapter: AdapterChange
) -> Tensor:
    dtype = DTYPES[tensor.dtype]
    if change is None:
        return rows.to(dtype)
    merged = change.apply(rows, first).to(dtype)
    if not torch.isfinite(merged).all():
        raise adapter.unreadable(f"its change to {tensor.name} exceeds the base's precision")
    return merged


def _stretches(stored: Stored) -> Iterator[tuple[int, Tensor]]:
    """A tensor's rows, as many at a time as `CHUNK_BYTES` of fp32 hold."""
    total = stored.shape[0] if stored.shape else 1
    count = max(1, CHUNK_BYTES // max(1, 4 * math.prod(stored.shape[1:])))
    for first in range(0, total, count):
        yield first, stored.rows(first, count)


def _sources(job: MergeJob) -> dict[str, str]:
    """What a merged folder is made of; the base's files by size and time, as they are large."""
    files = sorted(job.base_model.glob("*.safetensors"))
    if not files:
        raise _base_unreadable(job.base_model, "there are no weights in it")
    weights = job.adapter / WEIGHTS
    if not weights.is_file():
        raise TrainerError(
            "adapter_unreadable",
            f"There are no weights in {job.adapter}. Nothing was written.",
            "Train the adapter again.",
        )
    stats = [(path, path.stat()) for path in files]
    base = {path.name: f"{stat.st_size} bytes of {stat.st_mtime_ns}" for path, stat in stats}
    return base | {WEIGHTS: sha256(weights)}


def _base_unreadable(folder: Path, reason: str) -> TrainerError:
    return TrainerError(
        "base_model_unreadable",
        f"The base model in {folder} cannot be merged into: {reason}. Nothing was written.",
        "Prepare the base model again, in full precision, then export once more.",
    )
