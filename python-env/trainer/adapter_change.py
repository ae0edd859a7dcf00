"""What a LoRA adapter changes in each tensor of its base, as far as a sum can express it."""

import re
from pathlib import Path
from typing import Any

from torch import Tensor

from trainer.errors import TrainerError
from trainer.files import read_json_object
from trainer.tensor_files import Stored, stored_tensors

_PREFIX = "base_model.model."
WEIGHTS = "adapter_model.safetensors"
# Each of these changes more than W + s·B·A says, or expects a base that was changed beforehand.
_BEYOND_A_SUM = (
    "use_dora",
    "lora_bias",
    "layer_replication",
    "target_parameters",
    "trainable_token_indices",
    "ensure_weight_tying",
    "use_qalora",
    "use_bdlora",
    "alora_invocation_tokens",
    "megatron_config",
    "kasa_config",
)
_OWN_BEGINNINGS = (True, False, "gaussian", "eva", "orthogonal")


class AdapterChange:
    """A LoRA adapter in PEFT's format; its tensors are read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        config = read_json_object(folder / "adapter_config.json")
        self._folder = folder
        self._config = config
        _refuse_what_a_sum_cannot_express(folder, config)
        try:
            tensors = stored_tensors(folder / WEIGHTS)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise unreadable(folder, str(error)) from error
        self._tensors = {name.removeprefix(_PREFIX): tensor for name, tensor in tensors.items()}
        self._unused = set(self._tensors)

    def touches(self, name: str) -> bool:
        """Whether the base's tensor of this name comes out changed."""
        return name in self._tensors or self._pair(name) is not None

    def of(self, name: str, shape: tuple[int, ...]) -> "Change | None":
        """The change of the base's tensor `name`; None where it stays as it is."""
        saved = self._tensors.get(name)
        if saved is not None:
            self._unused.discard(name)
            if saved.shape != shape:
                raise unreadable(self._folder, f"its own {name} has another shape than the base's")
            return Change(saved=saved)
        pair = self._pair(name)
        if pair is None:
            return None
        down_name, up_name, turned = pair
        down, up = self._tensors[down_name].rows().float(), self._tensors[up_name].rows().float()
        # PEFT keeps the base's own embedding and head beside their changes.
        self._unused -= {down_name, up_name, name.replace(".weight", ".base_layer.weight")}
        expected = (down.shape[1], up.shape[0]) if turned else (up.shape[0], down.shape[1])
        if down.dim() != 2 or up.dim() != 2 or tuple(shape) != expected:
            raise unreadable(self._folder, f"its change does not have the shape of {name}")
        return Change(down=down, up=up, turned=turned, scale=self._scale(name, rank=down.shape[0]))

    def prove_all_used(self) -> None:
        """Every tensor of the adapter must have found its place in the base."""
        if self._unused:
            names = ", ".join(sorted(self._unused)[:3])
            raise unreadable(self._folder, f"the base has no place for {names}")

    def unreadable(self, reason: str) -> TrainerError:
        """The error that says why this adapter does not go into its base."""
        return unreadable(self._folder, reason)

    def _pair(self, name: str) -> tuple[str, str, bool] | None:
        """Names of A and B, and whether their product stands the other way round in the base."""
        module = name.removesuffix(".weight")
        linear = (f"{module}.lora_A.weight", f"{module}.lora_B.weight")
        embedding = (f"{module}.lora_embedding_A", f"{module}.lora_embedding_B")
        if name == module:
            return None
        if all(part in self._tensors for part in linear):
            return (*linear, bool(self._config.get("fan_in_fan_out")))
        if all(part in self._tensors for part in embedding):
            return (*embedding, True)
        return None

    def _scale(self, name: str, rank: int) -> float:
        alpha = self._config["lora_alpha"]
        for pattern, own in (self._config.get("alpha_pattern") or {}).items():
            # The first that fits, as PEFT looks them up (peft/utils/other.py, get_pattern_key).
            if re.match(rf"(.*\.)?({pattern})$", name.removesuffix(".weight")):
                alpha = own
                break
        # rsLoRA: Kalajdzievski 2023, arXiv 2312.03732.
        return float(alpha) / (rank**0.5 if self._config.get("use_rslora") else rank)


class Change:
    """Turns rows of a base tensor into those of the merged one."""

    def __init__(
        self,
        *,
        saved: Stored | None = None,
        down: Tensor | None = None,
        up: Tensor | None = None,
        turned: bool = False,
        scale: float = 1.0,
    ) -> None:
        self._saved, self._scale = saved, scale
        if down is not None and up is not None:
            self._left = down.T.contiguous() if turned else up
            self._right = up.T.contiguous() if turned else down

    def apply(self, rows: Tensor, first: int) -> Tensor:
        """Rows from `first` on, in fp32; a tensor that was trained whole replaces the base's."""
        if self._saved is not None:
            return self._saved.rows(first, rows.shape[0]).float()
        left = self._left[first : first + rows.shape[0]]
        return rows.float().addmm_(left, self._right, alpha=self._scale)


def _refuse_what_a_sum_cannot_express(folder: Path, config: dict[str, Any]) -> None:
    if not config:
        raise unreadable(folder, "it has no adapter_config.json")
    if config.get("peft_type") != "LORA":
        raise unreadable(folder, f"it is {config.get('peft_type')} and not LoRA")
    odd = [name for name in _BEYOND_A_SUM if config.get(name)]
    if config.get("bias", "none") != "none":
        odd.append("bias")
    if config.get("init_lora_weights", True) not in _OWN_BEGINNINGS:
        odd.append(f"init_lora_weights={config['init_lora_weights']}")
    if "use_dora" in odd:
        raise TrainerError(
            "adapter_unreadable",
            f"The adapter in {folder} was trained with DoRA, which rescales the base's weights "
            "besides adding to them; merging it as LoRA would give another model. "
            "Nothing was written.",
            "Train it again as LoRA, without DoRA, then export that.",
        )
    if odd:
        raise unreadable(folder, f"it uses {', '.join(odd)}, which no sum of weights expresses")


def unreadable(folder: Path, reason: str) -> TrainerError:
    """The error for an adapter that cannot go into this base."""
    return TrainerError(
        "adapter_unreadable",
        f"The adapter in {folder} cannot be merged: {reason}. Nothing was written.",
        "Train it again, or choose the base model it was trained on.",
    )
