"""`python adapter.py BASE TARGET`: a LoRA adapter of rank 16 for every linear layer of a base.

In PEFT's format, every part of it random: what it says does not matter here, how much it is does.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

from trainer.tensor_files import stored_tensors

RANK = 16


def main(base: Path, target: Path) -> None:
    """Write `adapter_model.safetensors` and `adapter_config.json`."""
    torch.manual_seed(0)
    weights = {}
    modules = set()
    for file in sorted(base.glob("*.safetensors")):
        for name, tensor in stored_tensors(file).items():
            if not name.endswith("_proj.weight"):
                continue
            rows, columns = tensor.shape
            module = name.removesuffix(".weight")
            modules.add(module.split(".")[-1])
            weights[f"base_model.model.{module}.lora_A.weight"] = torch.randn(RANK, columns) * 0.01
            weights[f"base_model.model.{module}.lora_B.weight"] = torch.randn(rows, RANK) * 0.01
    target.mkdir(parents=True)
    save_file(weights, target / "adapter_model.safetensors")
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "r": RANK,
        "lora_alpha": 2 * RANK,
        "target_modules": sorted(modules),
    }
    (target / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
