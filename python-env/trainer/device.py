"""Where a job computes, and in which precision."""

import resource
import sys
import time
from dataclasses import dataclass

import torch

from trainer.errors import TrainerError
from trainer.job import Device, Precision

# Below this, bf16's rounding buys too little time.
WORTHWHILE_SPEEDUP = 1.2


@dataclass(frozen=True)
class Placement:
    """A device and the precision of the frozen base on it; adapters are fp32 always."""

    device: torch.device
    precision: Precision
    bf16_speedup: float | None

    @property
    def dtype(self) -> torch.dtype:
        """The torch type of the base's weights."""
        return torch.bfloat16 if self.precision == "bf16" else torch.float32


def place(device: Device, precision: Precision, threads: int = 0) -> Placement:
    """Resolve `auto`: the best device there is, and bf16 where a short probe finds it faster."""
    if threads:
        torch.set_num_threads(threads)
    chosen = torch.device(best_device() if device == "auto" else device)
    if chosen.type not in available_devices():
        raise TrainerError(
            "bad_job",
            f"The device {device} was asked for, but torch cannot use it on this machine.",
            f"Use one of: {', '.join(available_devices())}, or auto.",
        )
    if precision != "auto":
        return Placement(chosen, precision, None)
    speedup = bf16_speedup(chosen)
    return Placement(chosen, "bf16" if speedup >= WORTHWHILE_SPEEDUP else "fp32", speedup)


def available_devices() -> list[str]:
    """The kinds of device torch can use here, best first."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return [*found, "cpu"]


def best_device() -> str:
    """The first of the available devices."""
    return available_devices()[0]


def bf16_speedup(device: torch.device) -> float:
    """Matrix products a second in bf16 over those in fp32, from about a tenth of a second each.

    The ratio differs by an order of magnitude between processors: with matrix units bf16 is
    several times faster, without them it is emulated and slower than fp32.
    """
    return _products_per_second(device, torch.bfloat16) / _products_per_second(
        device, torch.float32
    )


def _products_per_second(device: torch.device, dtype: torch.dtype, seconds: float = 0.05) -> float:
    left = torch.ones(512, 512, device=device, dtype=dtype)
    (left @ left).sum().item()  # the first product pays for initialization
    count = 0
    start = time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds or count == 0:
        product = left @ left
        product[0, 0].item()  # waits for the device
        count += 1
    return count / elapsed


def peak_memory_mb(device: torch.device) -> float:
    """Peak memory of this process in MiB, on the device where it has its own."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts KiB, macOS bytes.
    resident = peak / 2**20 if sys.platform == "darwin" else peak / 2**10
    if device.type == "mps":
        return max(resident, torch.mps.driver_allocated_memory() / 2**20)
    return resident


def release_unused_memory(device: torch.device) -> None:
    """Give cached blocks back: on MPS rows of varying length otherwise pile up without end."""
    if device.type == "mps":
        torch.mps.empty_cache()
