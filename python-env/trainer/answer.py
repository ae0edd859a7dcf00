"""Greedy answers of a base model, with or without an adapter, computed in fp32.

They are compared with the answers of the exported file, so nothing is added to what the template
renders, and template tokens that leak into an answer stay visible. Where the two best tokens were
almost equally likely, rounding alone can turn the choice: each token comes with its margin.
"""

from dataclasses import dataclass
from typing import Any

import torch
from transformers import GenerationConfig, StoppingCriteria, StoppingCriteriaList

from trainer import lora, wide
from trainer.data import prompts_of
from trainer.device import place
from trainer.events import EventWriter
from trainer.files import staged_file, write_json
from trainer.job import AnswerJob, Passage
from trainer.model import Base, load_as_kept
from trainer.stop import StopSignal
from trainer.template import ChatTemplate


@dataclass(frozen=True)
class Answer:
    """An answer without its end of turn; `ended` says whether the model ended it by itself."""

    text: str
    prompt_ids: list[int]
    ids: list[int]
    ended: bool
    margins: list[float]
    """Nats by which each chosen token led the second best; the end of turn included."""
    ends: list[int]
    """Length of the text up to and with each token, in UTF-16 units as JavaScript counts."""

    def as_json(self) -> dict[str, Any]:
        """As the app reads it."""
        return {
            "text": self.text,
            "promptTokens": self.prompt_ids,
            "tokens": self.ids,
            "ended": self.ended,
            "margins": self.margins,
            "ends": self.ends,
        }


def run(job: AnswerJob, events: EventWriter, stop: StopSignal) -> None:
    """Answer every prompt, foretell the passage, and write both to the job's output file."""
    place("cpu", "fp32", job.threads)
    base = load_as_kept(job.base_model)
    model = lora.load(base.model, job.adapter, trainable=False) if job.adapter else base.model
    wide.widen(model)
    model.eval()
    template = ChatTemplate(base.tokenizer, base.end_ids)
    prompts = [template.prompt(prompts_of(messages)) for messages in job.prompts]
    answers = generate(base, model, prompts, Pace(job.max_tokens, events, stop))
    for number, (messages, answer) in enumerate(zip(job.prompts, answers, strict=True)):
        events.sample(step=number, prompt=messages[-1].content, text=answer.text)
    stop.check()
    passage = foretell(base, model, template, job.passage) if job.passage else None
    with staged_file(job.output) as stage:
        kept = [answer.as_json() for answer in answers]
        write_json(stage, {"answers": kept, "passage": passage})
    events.done("finished", job.output)


class Pace(StoppingCriteria):
    """Looks at each token for a stop, and tells how far all answers are."""

    def __init__(self, max_tokens: int, events: EventWriter, stop: StopSignal) -> None:
        self.max_tokens = max_tokens
        self._events, self._stop = events, stop
        self._written = 0

    def __call__(self, input_ids: Any, _scores: Any, **_kwargs: Any) -> Any:
        """Ends no answer by itself: one false an answer."""
        self._stop.check()
        self._written += 1
        self._events.progress(self._written / self.max_tokens, "Answering.")
        return torch.zeros(len(input_ids), dtype=torch.bool)


def generate(base: Base, model: Any, prompts: list[list[int]], pace: Pace) -> list[Answer]:
    """The most probable token each time, until the end of turn or the most that there may be.

    All prompts go on together, because a large model's weights come from disk for every token.
    """
    pad = min(base.end_ids)
    longest = max(map(len, prompts))
    ids = torch.tensor([[pad] * (longest - len(prompt)) + prompt for prompt in prompts])
    seen = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts])
    settings = GenerationConfig(
        do_sample=False,
        max_new_tokens=pace.max_tokens,
        use_cache=True,
        eos_token_id=sorted(base.end_ids),
        pad_token_id=pad,
        output_logits=True,
        return_dict_in_generate=True,
    )
    with torch.no_grad():
        output = model.generate(
            input_ids=ids,
            attention_mask=seen,
            generation_config=settings,
            stopping_criteria=StoppingCriteriaList([pace]),
        )
    margins = torch.stack([margin(logits) for logits in output.logits], dim=1).tolist()
    tokens = output.sequences[:, longest:].tolist()
    return [_answer(base, *of_one) for of_one in zip(prompts, tokens, margins, strict=True)]


def _answer(base: Base, prompt: list[int], tokens: list[int], margins: list[float]) -> Answer:
    """One row of a batch; behind its end of turn there is nothing but padding."""
    count = next((place for place, token in enumerate(tokens) if token in base.end_ids), None)
    kept = tokens[:count]
    texts = [decode(base, kept[: length + 1]) for length in range(len(kept))]
    return Answer(
        text=texts[-1] if texts else "",
        prompt_ids=prompt,
        ids=kept,
        ended=count is not None,
        margins=[round(value, 4) for value in margins[: len(kept) + (count is not None)]],
        ends=[len(text.encode("utf-16-le")) // 2 for text in texts],
    )


def foretell(base: Base, model: Any, template: ChatTemplate, passage: Passage) -> dict[str, Any]:
    """How many tokens a passage has, and how many nats the model takes to foretell them all."""
    prompt = template.prompt(prompts_of(passage.messages))
    target: list[int] = base.tokenizer.encode(passage.text, add_special_tokens=False)
    ids = torch.tensor([prompt + target], device=base.model.device)
    with torch.no_grad():
        logits = model(input_ids=ids, use_cache=False).logits[0, len(prompt) - 1 : -1].float()
    nats = torch.nn.functional.cross_entropy(logits, ids[0, len(prompt) :], reduction="sum")
    return {"tokens": len(target), "nats": round(float(nats), 4)}


def decode(base: Base, ids: list[int]) -> str:
    """Tokens as text, template tokens included."""
    return str(
        base.tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)
    )


def margin(logits: torch.Tensor) -> torch.Tensor:
    """By how many nats the likeliest token leads the next, `[batch]` from `[batch, vocabulary]`."""
    best = torch.topk(logits.float(), 2).values
    return best[:, 0] - best[:, 1]
