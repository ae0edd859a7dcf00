"""Low-rank adapters in PEFT's format: fp32 weights on every linear layer of a frozen base."""

import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from peft.tuners.lora import LoraLayer
from safetensors import safe_open
from torch import Tensor, nn

from trainer.errors import TrainerError
from trainer.job import LoraSettings
from trainer.nf4 import dense

ADAPTER = "default"


def attach(
    model: nn.Module, settings: LoraSettings, seed: int, *, scores: bool = False
) -> PeftModel:
    """Put a fresh adapter on all linear layers but the head; a scorer trains its head whole."""
    torch.manual_seed(seed)
    config = LoraConfig(
        r=settings.r,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        target_modules="all-linear",
        task_type="SEQ_CLS" if scores else "CAUSAL_LM",
        modules_to_save=["score"] if scores else None,
    )
    return _prepare(get_peft_model(model, config), settings.dropout)


def load(model: nn.Module, folder: Path, *, trainable: bool) -> PeftModel:
    """Put a saved adapter on its base model; raises `adapter_unreadable`."""
    try:
        loaded = PeftModel.from_pretrained(
            model, folder, is_trainable=trainable, use_safetensors=True
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise TrainerError(
            "adapter_unreadable",
            f"The adapter in {folder} does not fit this base model or is damaged: {error}",
            "Train it again, or choose the base model it was trained on.",
        ) from error
    if trainable:
        _prove_whole(loaded, folder)
    config: Any = loaded.peft_config[ADAPTER]
    return _prepare(loaded, config.lora_dropout)


def prove_trainable(model: nn.Module) -> None:
    """Raise `no_learning` for an adapter that no step could change, or that adapts an adapter."""
    if sum(isinstance(module, PeftModel) for module in model.modules()) > 1:
        raise _useless("It stands on a model that holds an adapter already.")
    if not any(isinstance(module, LoraLayer) for module in model.modules()):
        raise _useless("It adapts none of the model's layers.")
    if not any(p.numel() for p in trainable_parameters(model).values()):
        raise _useless("All of its weights are frozen.")


def _useless(reason: str) -> TrainerError:
    return TrainerError(
        "no_learning",
        f"This adapter cannot learn. {reason} Nothing was trained.",
        "Start from the base model, or from an adapter that this app trained.",
    )


def _prove_whole(model: PeftModel, folder: Path) -> None:
    """PEFT fills in what a file lacks with fresh weights and says nothing."""
    with safe_open(folder / "adapter_model.safetensors", "pt") as file:
        kept = set(file.keys())
    wanted = {saved_name(name) for name in trainable_parameters(model)}
    if not wanted <= kept:
        raise TrainerError(
            "adapter_unreadable",
            f"The adapter in {folder} holds {len(wanted & kept)} of the {len(wanted)} weights that "
            "its settings name; it is empty or cut off. Nothing was trained.",
            "Train it again, or choose another adapter.",
        )


def trainable_parameters(model: nn.Module) -> dict[str, nn.Parameter]:
    """The adapter's weights by name, in a fixed order."""
    return {name: p for name, p in model.named_parameters() if p.requires_grad}


def saved_name(name: str) -> str:
    """How PEFT's file calls a parameter of the model."""
    return name.replace(f".modules_to_save.{ADAPTER}.", ".").replace(f".{ADAPTER}.", ".")


def save(model: PeftModel, folder: Path) -> None:
    """Write `adapter_config.json` and `adapter_model.safetensors` into a folder."""
    model.save_pretrained(str(folder), save_embedding_layers=False)
    # PEFT adds a model card with nothing in it.
    (folder / "README.md").unlink(missing_ok=True)


def _prepare(model: PeftModel, dropout: float) -> PeftModel:
    for parameter in trainable_parameters(model).values():
        # In bf16 small updates round away: at 5e-6 only 2% of the weights would ever move.
        if parameter.dtype in (torch.bfloat16, torch.float16):
            parameter.data = parameter.data.float()
    if dropout == 0:
        fuse(model)
    return model


def fuse(model: nn.Module) -> None:
    """Let every adapted linear layer compute in one step; the mathematics stay PEFT's."""
    for module in model.modules():
        base = module.base_layer if isinstance(module, LoraLayer) else None
        if isinstance(base, nn.Linear) and base.bias is None:
            module.forward = types.MethodType(_fused_forward, module)


def _fused_forward(self: Any, x: Tensor, *_args: Any, **_kwargs: Any) -> Tensor:
    weight = self.base_layer.weight
    if self.disable_adapters or not self.active_adapters:
        return nn.functional.linear(x, dense(weight))
    name = self.active_adapters[0]
    a, b = self.lora_A[name].weight, self.lora_B[name].weight
    apply: Callable[..., Tensor] = _FusedLora.apply
    return apply(x, weight, a, b, self.scaling[name])


class _FusedLora(torch.autograd.Function):
    """x·Wᵀ + s·(x·Aᵀ)·Bᵀ with W frozen in its own precision and A, B in fp32.

    Computed in W's precision without PEFT's temporaries for scaling, adding and casting. The
    gradients of A and B are handed back in the adapter's precision. A W in 4 bits is unpacked for
    each product, and never kept.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, frozen: Tensor, a: Tensor, b: Tensor, scale: float) -> Tensor:
        weight = dense(frozen)
        rows = x.reshape(-1, x.shape[-1]).to(weight.dtype)
        down = a.to(weight.dtype)
        up = (b * scale).to(weight.dtype)
        inner = rows @ down.T
        output = (rows @ weight.T).addmm_(inner, up.T)
        ctx.save_for_backward(rows, inner, down, up)
        # Not among the saved tensors: those come back without the scales of a 4-bit weight.
        ctx.frozen = frozen
        ctx.scale, ctx.shape, ctx.dtype, ctx.adapter_dtype = scale, x.shape, x.dtype, a.dtype
        return output.view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor | None, ...]:
        rows, inner, down, up = ctx.saved_tensors
        weight = dense(ctx.frozen)
        d_output = upstream[0].reshape(-1, upstream[0].shape[-1]).to(weight.dtype)
        d_inner = d_output @ up
        d_x = None
        if ctx.needs_input_grad[0]:
            d_x = (d_output @ weight).addmm_(d_inner, down).view(ctx.shape).to(ctx.dtype)
        d_a = (d_inner.T @ rows).to(ctx.adapter_dtype)
        d_b = (d_output.T @ inner).to(ctx.adapter_dtype) * ctx.scale
        return d_x, None, d_a, d_b, None
