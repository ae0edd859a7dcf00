"""`python plain.py BASE ADAPTER TARGET CONVERTER LIBRARY`: an export as guides describe it.

PEFT's `merge_and_unload`, `save_pretrained`, llama.cpp's converter as a command, then libllama to
Q4_K_M: the whole model is in memory where it is merged.
"""

import subprocess
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from trainer.quantize import Library


def main(base: Path, adapter: Path, target: Path, converter: Path, library: Path) -> None:
    """Write `merged/`, `f16.gguf` and `q4.gguf`."""
    torch.set_num_threads(1)
    merge(base, adapter, target / "merged")
    convert = [sys.executable, str(converter / "convert_hf_to_gguf.py"), str(target / "merged")]
    f16 = target / "f16.gguf"
    subprocess.run([*convert, "--outtype", "f16", "--outfile", str(f16)], check=True)
    Library(library).quantize(f16, target / "q4.gguf", "Q4_K_M", 1)


def merge(base: Path, adapter: Path, target: Path) -> None:
    """The model, its adapter and their sum at once."""
    model = AutoModelForCausalLM.from_pretrained(base, dtype="auto")
    PeftModel.from_pretrained(model, adapter).merge_and_unload().save_pretrained(target)
    AutoTokenizer.from_pretrained(base).save_pretrained(target)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
