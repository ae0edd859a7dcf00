"""`python prepare_rows.py STARTER.gguf BASE FOLDER`: the base and the rows that all train on."""

import json
import sys
from pathlib import Path

from transformers import AutoTokenizer

from rows import write_rows
from trainer.__main__ import main

RESPONSE = (80, 250)
SETS = {
    "long": {"count": 1, "prompt": (480, 520), "seed": 2},
    "short": {"count": 1, "prompt": (60, 150), "seed": 7},
    "sft": {"count": 8, "prompt": (60, 150), "seed": 3},
    "alike": {"count": 12, "prompt": (60, 150), "seed": 6},
    "heldOut": {"count": 8, "prompt": (60, 150), "seed": 4},
}


def prepare(starter: Path, base: Path, folder: Path) -> None:
    """Write the base, unless it is there, and a rows file a set; print the size of each set."""
    if not base.exists():
        job = folder / "base.json"
        fields = {"runDir": str(folder), "source": str(starter), "outputDir": str(base)}
        job.write_text(json.dumps(fields), encoding="utf-8")
        if main(["base", str(job)]) != 0:
            raise SystemExit("The starter model could not be made into a base model.")
    tokenizer = AutoTokenizer.from_pretrained(base)
    sizes = {}
    for name, settings in SETS.items():
        rows = write_rows(folder / f"{name}.jsonl", tokenizer, response=RESPONSE, **settings)
        first = [
            tokenizer.apply_chat_template(
                [*row["messages"], {"role": "assistant", "content": row["responses"][0]}],
                return_dict=False,
            )
            for row in rows
        ]
        sizes[name] = {"pairs": 3 * len(rows), "sftTokens": sum(len(ids) for ids in first)}
    print("\n" + json.dumps(sizes))


if __name__ == "__main__":
    prepare(*map(Path, sys.argv[1:]))
