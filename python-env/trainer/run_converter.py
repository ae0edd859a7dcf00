"""`python run_converter.py SCRIPT …`: llama.cpp's converter, with its largest tensors in stretches.

The converter turns a bf16 tensor into fp32 and then into f16, whole: of an embedding of half a
billion numbers it holds 4 GB. Here such a tensor becomes f16 while it is read, a stretch at a time,
so that nothing larger than itself is in memory. The numbers are the same.
"""

import math
import runpy
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

# Smaller ones are left to the converter: fp32 of this many numbers takes 0.5 GB.
LARGE = 2**27
_STRETCH = 2**24


def main(script: Path, arguments: list[str]) -> None:
    """Run the script as if it had been called by itself, writing f16."""
    sys.path[0] = str(script.parent)
    sys.path.insert(1, str(script.parent / "gguf-py"))
    narrow_large_tensors(import_module("conversion.base").LazyTorchTensor)
    sys.argv = [str(script), *arguments]
    runpy.run_path(str(script), run_name="__main__")


def narrow_large_tensors(lazy: Any, large: int = LARGE) -> None:
    """Have the converter's lazy tensor read large bf16 matrices as f16."""
    own = lazy.from_local_tensor

    def from_local_tensor(tensor: Any) -> Any:
        matrix = len(tensor.shape) > 1
        if tensor.dtype != "BF16" or not matrix or math.prod(tensor.shape) < large:
            return own(tensor)
        meta = lazy.meta_with_dtype_and_shape(torch.float16, tensor.shape)
        return lazy(meta=meta, args=(tensor,), func=read_narrow)

    lazy.from_local_tensor = staticmethod(from_local_tensor)


def read_narrow(tensor: Any) -> Tensor:
    """A bf16 tensor of a safetensors file as f16, through fp32 as the converter goes."""
    place = tensor.data_range
    narrow = torch.empty(place.size // 2, dtype=torch.float16)
    with Path(place.filename).open("rb", buffering=0) as file:
        for begin in range(0, len(narrow), _STRETCH):
            count = min(_STRETCH, len(narrow) - begin)
            file.seek(place.offset + 2 * begin)
            raw = bytearray(2 * count)
            view = memoryview(raw)
            while view:
                view = view[file.readinto(view) or _ends_too_early(place.filename) :]
            stretch = torch.frombuffer(raw, dtype=torch.bfloat16)
            narrow[begin : begin + count] = stretch.float().half()
    return narrow.reshape(tensor.shape)


def _ends_too_early(file: Path) -> int:
    raise ValueError(f"{file} ends too early")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
