"""A frozen base in 4 bits (NF4 with double quantization) by bitsandbytes, where that works."""

from typing import Any

import torch
from torch import Tensor, nn

from trainer.errors import TrainerError

# Layers that are trained whole or read as they are.
_KEPT_DENSE = ["lm_head", "score"]


def nf4_problem(device: torch.device) -> str | None:
    """Why a 4-bit base cannot be trained on a device, as a clause; None when it can.

    Asked of the machine itself: a small layer is packed, and its product and gradient looked at.
    """
    if device.type == "mps":
        return "its 4-bit layers have not been proven on Apple's GPUs"
    try:
        from bitsandbytes.nn.modules import Linear4bit
    except (ImportError, OSError, RuntimeError):
        return "the package bitsandbytes is missing or cannot be loaded"
    try:
        error = _error_of_a_layer(Linear4bit, device)
    except (RuntimeError, ValueError, NotImplementedError, AttributeError) as failure:
        return f"a small 4-bit layer failed on {device.type} ({str(failure).splitlines()[0]})"
    # NF4 keeps about one part in ten of normally distributed weights from being right.
    return None if error < 0.25 else f"a small 4-bit layer computed wrongly on {device.type}"


def require_nf4(device: torch.device) -> None:
    """Refuse a 4-bit base where it does not work; raises `bad_job`."""
    problem = nf4_problem(device)
    if problem:
        raise TrainerError(
            "bad_job",
            f"This run asks for a base model in 4 bits, but {problem}. Nothing was trained.",
            "Choose quantization none, which trains in bf16 or fp32; if memory is short, take a "
            "smaller base model or a smaller length limit.",
        )


def nf4_settings(dtype: torch.dtype, device: torch.device) -> dict[str, Any]:
    """What transformers must be told to pack a base while it is loaded."""
    from transformers import BitsAndBytesConfig

    config = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=dtype,
        llm_int8_skip_modules=_KEPT_DENSE,
    )
    # Left to itself, transformers puts 4-bit layers on the CPU of a machine without CUDA.
    return {"quantization_config": config, "device_map": {"": device}}


def steady(model: nn.Module) -> None:
    """Let 4-bit layers compute alike in training and evaluation.

    On some processors bitsandbytes repacks a layer when it is first evaluated, and then rounds
    otherwise; a reference measured so would differ from the policy before any step.
    """
    for module in model.modules():
        if hasattr(module, "support_avx512bf16_for_cpu"):
            vars(module)["support_avx512bf16_for_cpu"] = False


def dense(weight: Tensor) -> Tensor:
    """A frozen weight to compute with: as it is, or unpacked from 4 bits."""
    state = getattr(weight, "quant_state", None)
    if state is None:
        return weight
    from bitsandbytes.functional import dequantize_4bit

    unpacked: Tensor = dequantize_4bit(weight.data, state)
    return unpacked


def _error_of_a_layer(kind: Any, device: torch.device) -> float:
    """Relative error of product and gradient of a 4-bit layer against the dense one."""
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(128, 128, generator=generator)
    layer = kind(128, 128, bias=False, compute_dtype=torch.float32, quant_type="nf4")
    layer.weight = type(layer.weight)(weight.clone(), requires_grad=False, quant_type="nf4")
    layer = layer.to(device)
    x = torch.randn(8, 128, generator=generator).to(device).requires_grad_()
    output = layer(x)
    (gradient,) = torch.autograd.grad(output.sum(), x)
    exact = weight.to(device)
    wrong = (output - x @ exact.T).norm() / (x @ exact.T).norm()
    wrong_gradient = (gradient - exact.sum(0)).norm() / (exact.sum(0).norm() * 8**0.5)
    return float(torch.maximum(wrong, wrong_gradient).detach())
