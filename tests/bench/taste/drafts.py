"""What a model writes, many prompts at once, and what can be seen of it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import pad
from transformers import DynamicCache

from trainer.model import Base
from trainer.template import ChatTemplate

BOOK = Path(__file__).parents[2] / "fixtures" / "gutenberg" / "franklin_autobiography_148.txt"
AT_ONCE = 40
MOST_TOKENS = 140
TEMPERATURE, LIKELIEST, TOP_P = 0.8, 50, 0.95


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
        found += _write_together(base, ids)
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


def _write_together(base: Base, prompts: list[list[int]]) -> list[Written]:
    """One token a step for all prompts; those that have ended are carried along.

    transformers' own loop sorts the whole vocabulary for every token, and its output head copies
    its weights for every prompt; both cost more here than the rest of the model.
    """
    longest = max(map(len, prompts))
    filler = min(base.end_ids)
    mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts])
    ids = torch.tensor([[filler] * (longest - len(p)) + p for p in prompts])
    places = mask.cumsum(-1).sub(1).clamp(min=0)
    ends = torch.tensor(sorted(base.end_ids))
    body, head = base.model.base_model, base.model.get_output_embeddings().weight
    cache, tokens = DynamicCache(config=base.model.config), []
    ended = torch.zeros(len(prompts), dtype=torch.bool)
    with torch.no_grad():
        while len(tokens) < MOST_TOKENS and not ended.all():
            output = body(
                input_ids=ids,
                attention_mask=mask,
                position_ids=places,
                past_key_values=cache,
                use_cache=True,
            )
            drawn = _draw(output.last_hidden_state[:, -1] @ head.T)
            tokens.append(drawn)
            ended |= torch.isin(drawn, ends)
            ids, mask, places = drawn[:, None], pad(mask, (0, 1), value=1), places[:, -1:] + 1
    return [_written(base, row.tolist()) for row in torch.stack(tokens, dim=1)]


def _draw(logits: Tensor) -> Tensor:
    """A token a row of logits: temperature, then the likeliest 50, then the likeliest 95%."""
    values, candidates = logits.float().topk(LIKELIEST)
    chances = (values / TEMPERATURE).softmax(-1)
    chances[chances.cumsum(-1) - chances >= TOP_P] = 0
    return candidates.gather(1, torch.multinomial(chances, 1))[:, 0]


def _written(base: Base, ids: list[int]) -> Written:
    ends = [place for place, token in enumerate(ids) if token in base.end_ids]
    kept = ids[: ends[0]] if ends else ids
    text = base.tokenizer.decode(kept, skip_special_tokens=True)
    return Written(str(text).strip(), bool(ends))
