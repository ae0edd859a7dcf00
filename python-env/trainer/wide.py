"""A model that computes in fp32 while its 16-bit weights stay in the files they lie in.

Loaded in its own precision a model is mapped and not copied: the system reads what is asked for and
may let go of it again. Here each weight becomes fp32 where it is used and only for that product, so
an 8B model takes 16 GB of addresses and less than 1 GB of its own instead of 32 GB. The numbers are
those of the same model loaded in fp32, up to the order of a sum.
"""

import types
from typing import Any

import torch
from peft.tuners.lora import LoraLayer
from torch import Tensor, nn

NARROW = (torch.bfloat16, torch.float16)
# Of a weight in fp32: few enough to stay in a processor's cache between being made and being used.
_STRETCH_BYTES = 2 * 2**20


def widen(model: nn.Module) -> None:
    """Let every layer and every adapter compute in fp32, whatever their weights are kept as."""
    for module in model.modules():
        if isinstance(module, LoraLayer):
            # The step that does both in one computes in the weight's own precision.
            vars(module).pop("forward", None)
        narrow = {
            name: parameter
            for name, parameter in module.named_parameters(recurse=False)
            if parameter.dtype in NARROW
        }
        for name in [name for name, parameter in narrow.items() if parameter.dim() < 2]:
            _replace(module, name, narrow.pop(name).float())
        if not narrow:
            continue
        if type(module) is nn.Linear:
            vars(module)["forward"] = types.MethodType(_linear, module)
        elif isinstance(module, nn.Embedding):
            module.padding_idx = None
            vars(module)["forward"] = types.MethodType(_embedding, module)
        else:
            _widen_while_used(module, tuple(narrow))


def _linear(self: Any, states: Tensor) -> Tensor:
    """x·Wᵀ + b, a stretch of W's rows in fp32 at a time."""
    weight, bias = self.weight, self.bias
    rows = states.reshape(-1, weight.shape[1]).float()
    output = rows.new_empty(len(rows), len(weight))
    step = max(1, _STRETCH_BYTES // (4 * weight.shape[1]))
    for first in range(0, len(weight), step):
        part = slice(first, first + step)
        torch.mm(rows, weight[part].float().T, out=output[:, part])
    if bias is not None:
        output += bias
    return output.view(*states.shape[:-1], -1)


def _embedding(self: Any, ids: Tensor) -> Tensor:
    """The module's own lookup, over the rows that are asked for alone."""
    used, places = ids.unique(return_inverse=True)
    weight = self.weight
    _replace(self, "weight", weight[used].float())
    try:
        states: Tensor = type(self).forward(self, places)
    finally:
        self.weight = weight
    return states


def _widen_while_used(module: nn.Module, names: tuple[str, ...]) -> None:
    """For whatever else holds matrices, as experts do: wide for as long as it computes."""
    kept: dict[str, nn.Parameter] = {}

    def before(module: nn.Module, _inputs: object) -> None:
        for name in names:
            kept[name] = module.get_parameter(name)
            _replace(module, name, kept[name].float())

    def after(module: nn.Module, _inputs: object, _output: object) -> None:
        for name, parameter in kept.items():
            setattr(module, name, parameter)

    module.register_forward_pre_hook(before)
    module.register_forward_hook(after, always_call=True)


def _replace(module: nn.Module, name: str, values: Tensor) -> None:
    setattr(module, name, nn.Parameter(values.detach(), requires_grad=False))
