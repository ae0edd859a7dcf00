"""What a model writes, many prompts at once, and what can be seen of it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import GenerationConfig

from trainer.model import Base
from trainer.template import ChatTemplate

BOOK = Path(__file__).parents[2] / "fixtures" / "gutenberg" / "franklin_autobiography_148.txt"
AT_ONCE = 40
MOST_TOKENS = 140


@dataclass(frozen=True)
class Written:
    """A text, and whether the model ended it by itself."""

    text: str
    finished: bool

    @property
    def loops(self) -> bool:
        """Whether some four words come three times or more."""
        words = self.text.lower().split()
        fours = Counter(zip(words, words[1:], words[2:], words[3:], strict=False))
        return max(fours.values(), default=0) >= 3


def write(base: Base, model: Any, prompts: list[str], seed: int) -> list[Written]:
    """An answer a prompt, drawn at temperature 0.8."""
    template = ChatTemplate(base.tokenizer, base.end_ids)
    torch.manual_seed(seed)
    model.eval()
    base.model.set_attn_implementation("sdpa")
    found: list[Written] = []
    for start in range(0, len(prompts), AT_ONCE):
        ids = [
            template.prompt([{"role": "user", "content": prompt}])
            for prompt in prompts[start : start + AT_ONCE]
        ]
        found += _write_together(base, model, ids)
    return found


def perplexity(base: Base, model: Any) -> float:
    """Of neutral prose: eight stretches of 256 tokens of an old autobiography."""
    model.eval()
    base.model.set_attn_implementation("sdpa")
    text = BOOK.read_text(encoding="utf-8")[20_000:60_000]
    ids = torch.tensor(base.tokenizer.encode(text, add_special_tokens=False)[: 8 * 256])
    nats = []
    for stretch in ids.view(8, 1, 256):
        with torch.no_grad():
            logits = model(input_ids=stretch, use_cache=False).logits[0, :-1].float()
        nats.append(torch.nn.functional.cross_entropy(logits, stretch[0, 1:]).item())
    return float(torch.tensor(nats).mean().exp())


def _write_together(base: Base, model: Any, prompts: list[list[int]]) -> list[Written]:
    longest = max(map(len, prompts))
    pad = min(base.end_ids)
    ids = torch.tensor([[pad] * (longest - len(p)) + p for p in prompts])
    mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts])
    settings = GenerationConfig(
        do_sample=True,
        temperature=0.8,
        top_p=0.95,
        max_new_tokens=MOST_TOKENS,
        eos_token_id=sorted(base.end_ids),
        pad_token_id=pad,
        use_cache=True,
    )
    with torch.no_grad():
        output = model.generate(input_ids=ids, attention_mask=mask, generation_config=settings)
    return [_written(base, row[longest:].tolist()) for row in output]


def _written(base: Base, ids: list[int]) -> Written:
    ends = [place for place, token in enumerate(ids) if token in base.end_ids]
    kept = ids[: ends[0]] if ends else ids
    text = base.tokenizer.decode(kept, skip_special_tokens=True)
    return Written(str(text).strip(), bool(ends))
