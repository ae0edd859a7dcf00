"""`python held_out.py BASE ADAPTER ROWS.jsonl`: the loss of any trainer's adapter, by one measure.

The mean negative log-probability, in nats in fp32, of the rows' first responses with their end of
turn.
"""

import sys
from pathlib import Path

import torch

from rows import read_rows
from trainer import lora
from trainer.model import Loading, load_base, response_logprobs
from trainer.rows import conversation_text, make_row
from trainer.template import ChatTemplate


def loss(folder: Path, adapter: Path, data: Path) -> float:
    """The mean over all tokens of all rows."""
    base = load_base(folder, Loading(torch.float32, torch.device("cpu")))
    model = lora.load(base.model, adapter, trainable=False).eval()
    template = ChatTemplate(base.tokenizer, base.end_ids)
    total, tokens = 0.0, 0
    for row in read_rows(data):
        answer = {"role": "assistant", "content": row["responses"][0]}
        text = conversation_text(template.turns([*row["messages"], answer]))
        with torch.no_grad():
            total -= response_logprobs(model, make_row([text]))[0].item()
        tokens += len(text.targets)
    return total / tokens


if __name__ == "__main__":
    torch.set_num_threads(1)
    base, adapter, rows = map(Path, sys.argv[1:])
    print(f"\n{loss(base, adapter, rows)}")
