"""Safetensors files read and written a stretch of rows at a time, however large a tensor is.

The library's own reader maps whole files into memory, and its writer wants all tensors at once.
Format: https://github.com/huggingface/safetensors#format
"""

import json
import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
    "F8_E4M3": torch.float8_e4m3fn,
    "F8_E5M2": torch.float8_e5m2,
}
# Hugging Face's own limit until transformers 5: every tool and every disk copes with such files.
SHARD_BYTES = 5 * 10**9
INDEX = "model.safetensors.index.json"
_HEADER_AT_MOST = 100 * 2**20
# Without this a large model piles up in the page cache faster than a disk takes it.
_SYNC_EVERY = 2**28


@dataclass(frozen=True)
class Stored:
    """A tensor in a file, of which nothing is read yet."""

    file: Path
    dtype: str
    shape: tuple[int, ...]
    begin: int
    """Byte of the file where its numbers start."""

    def rows(self, first: int = 0, count: int | None = None) -> Tensor:
        """`[count, *shape[1:]]` in the stored precision; a scalar as it is."""
        total = self.shape[0] if self.shape else 1
        count = total - first if count is None else min(count, total - first)
        dtype = DTYPES[self.dtype]
        width = math.prod(self.shape[1:]) * dtype.itemsize
        data = torch.empty(count * width, dtype=torch.uint8)
        with self.file.open("rb", buffering=0) as file:
            file.seek(self.begin + first * width)
            _read_into(file, data.numpy().data, self.file)
        values = data.view(dtype)
        return values.reshape(count, *self.shape[1:]) if self.shape else values.reshape(())


@dataclass(frozen=True)
class Planned:
    """A tensor that will be written."""

    name: str
    dtype: str
    shape: tuple[int, ...]

    @property
    def bytes(self) -> int:
        """How many bytes its numbers take."""
        return math.prod(self.shape) * DTYPES[self.dtype].itemsize


def stored_tensors(file: Path) -> dict[str, Stored]:
    """The tensors of a file by name, in the order of their places; raises `ValueError`."""
    size = file.stat().st_size
    with file.open("rb") as source:
        length = int.from_bytes(source.read(8), "little")
        if not 0 < length <= min(size - 8, _HEADER_AT_MOST):
            raise ValueError(f"{file.name} has no header of the safetensors format")
        header: dict[str, Any] = json.loads(source.read(length))
    header.pop("__metadata__", None)
    found: dict[str, Stored] = {}
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        if entry["dtype"] not in DTYPES:
            raise ValueError(f"{name} is kept as {entry['dtype']}, which is not known here")
        begin, end = entry["data_offsets"]
        tensor = Planned(name, entry["dtype"], tuple(entry["shape"]))
        if end - begin != tensor.bytes or 8 + length + end > size:
            raise ValueError(f"{file.name} ends in the middle of {name}")
        found[name] = Stored(file, tensor.dtype, tensor.shape, 8 + length + begin)
    return found


def in_shards(tensors: Iterable[Planned], limit: int) -> list[list[Planned]]:
    """The tensors in their order, cut into files of at most `limit` bytes where one allows it."""
    shards: list[list[Planned]] = [[]]
    size = 0
    for tensor in tensors:
        if shards[-1] and size + tensor.bytes > limit:
            shards.append([])
            size = 0
        shards[-1].append(tensor)
        size += tensor.bytes
    return shards


def shard_names(count: int) -> list[str]:
    """As transformers names them: one file, or numbered ones."""
    if count == 1:
        return ["model.safetensors"]
    return [f"model-{number:05d}-of-{count:05d}.safetensors" for number in range(1, count + 1)]


class ShardWriter:
    """Writes one file: its header first, then the tensors' numbers as they come."""

    def __init__(self, target: BinaryIO, tensors: list[Planned]) -> None:
        # Wide numbers first, so that each begins at a multiple of its width.
        self.order = sorted(tensors, key=lambda tensor: -DTYPES[tensor.dtype].itemsize)
        self._file = target
        self._unsynced = 0
        header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
        begin = 0
        for tensor in self.order:
            header[tensor.name] = {
                "dtype": tensor.dtype,
                "shape": list(tensor.shape),
                "data_offsets": [begin, begin + tensor.bytes],
            }
            begin += tensor.bytes
        raw = json.dumps(header, separators=(",", ":")).encode()
        raw += b" " * (-len(raw) % 8)
        target.write(len(raw).to_bytes(8, "little") + raw)

    def write(self, tensor: Planned, parts: Iterable[Tensor]) -> Iterator[int]:
        """Write a tensor from its parts; yields the bytes of each."""
        written = 0
        for part in parts:
            if part.dtype != DTYPES[tensor.dtype]:
                raise ValueError(f"{tensor.name} is {part.dtype} where {tensor.dtype} was planned")
            data = part.contiguous().flatten().view(torch.uint8).numpy()
            self._file.write(data.data)
            written += data.nbytes
            self._unsynced += data.nbytes
            if self._unsynced > _SYNC_EVERY:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._unsynced = 0
            yield int(data.nbytes)
        if written != tensor.bytes:
            raise ValueError(f"{tensor.name} has {written} bytes where its header says otherwise")


def _read_into(file: Any, view: memoryview, path: Path) -> None:
    done = 0
    while done < len(view):
        count = file.readinto(view[done:])
        if not count:
            raise ValueError(f"{path.name} ends too early")
        done += count
