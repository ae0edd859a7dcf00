"""What this environment can do, as one JSON object on stdout."""

import importlib.metadata
import json
import os
import platform
import sys

import torch

from trainer.device import available_devices, best_device, bf16_speedup
from trainer.nf4 import nf4_problem


def run() -> None:
    """Import all that training needs, measure, and print what was found."""
    device = torch.device(best_device())
    packages = ("transformers", "peft", "tokenizers", "safetensors", "gguf", "sentencepiece")
    found = {
        "python": platform.python_version(),
        "interpreter": sys.executable,
        "platform": f"{sys.platform}-{platform.machine()}",
        "torch": torch.__version__,
        **{name: importlib.metadata.version(name) for name in packages},
        "device": device.type,
        "devices": available_devices(),
        "deviceName": _device_name(device),
        "memoryMb": _memory_mb(device),
        "threads": torch.get_num_threads(),
        "bf16Speedup": round(bf16_speedup(device), 2),
        "fourBit": nf4_problem(device) is None,
    }
    _import_what_training_needs()
    print(json.dumps(found))


def _import_what_training_needs() -> None:
    """A package can be installed and still not load, so the real modules are imported."""
    import trainer.answer
    import trainer.base_model
    import trainer.merge
    import trainer.preference
    import trainer.sft  # noqa: F401


def _device_name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return platform.processor() or platform.machine()


def _memory_mb(device: torch.device) -> int:
    if device.type == "cuda":
        return int(torch.cuda.get_device_properties(device).total_memory // 2**20)
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
