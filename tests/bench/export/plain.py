"""An export as guides describe it, without the converter, which runs as a command by itself.

`python plain.py merge BASE ADAPTER TARGET`: PEFT's `merge_and_unload` and `save_pretrained`, which
hold the whole model in memory. `python plain.py quantize LIBRARY F16 TARGET`: libllama to Q4_K_M.
"""

import sys
from pathlib import Path


def merge(base: Path, adapter: Path, target: Path) -> None:
    """The model, its adapter and their sum at once."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(1)
    model = AutoModelForCausalLM.from_pretrained(base, dtype="auto")
    PeftModel.from_pretrained(model, adapter).merge_and_unload().save_pretrained(target)
    AutoTokenizer.from_pretrained(base).save_pretrained(target)


def quantize(library: Path, source: Path, target: Path) -> None:
    """To Q4_K_M on one thread."""
    from trainer.quantize import Library

    Library(library).quantize(source, target, "Q4_K_M", 1)


if __name__ == "__main__":
    {"merge": merge, "quantize": quantize}[sys.argv[1]](*map(Path, sys.argv[2:]))
