"""The converter's large tensors come out as it would have made them, with less in memory."""

import sys
from importlib import import_module
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from trainer.run_converter import narrow_large_tensors

CONVERTER = Path(__file__).parents[2] / "resources" / "fetched" / "llama.cpp"


def test_a_large_tensor_is_read_as_the_f16_that_the_converter_makes_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(CONVERTER), str(CONVERTER / "gguf-py"), *sys.path])
    lazy = import_module("conversion.base").LazyTorchTensor
    local = import_module("gguf.utility").SafetensorsLocal
    torch.manual_seed(1)
    # Large, small and tiny numbers: what f16 cannot hold overflows as it does in the converter.
    wide = torch.randn(100, 30) * torch.tensor([1e5, 1.0, 1e-6]).repeat(10)
    tensors = {"wide": wide.bfloat16(), "norm": torch.ones(3000, dtype=torch.bfloat16)}
    save_file(tensors, tmp_path / "model.safetensors")
    stored = local(tmp_path / "model.safetensors").tensors
    own = lazy.from_local_tensor
    monkeypatch.setattr(lazy, "from_local_tensor", own)
    narrow_large_tensors(lazy, large=3000)
    narrow = lazy.from_local_tensor(stored["wide"])
    assert narrow.dtype == torch.float16
    expected = lazy.to_eager(own(stored["wide"])).float().half()
    assert torch.equal(lazy.to_eager(narrow), expected)
    assert lazy.from_local_tensor(stored["norm"]).dtype == torch.bfloat16
