"""Greedy answers of a base model, with or without an adapter, in fp32.

They are compared with the answers of the exported file, so nothing is added to what the template
renders, and template tokens that leak into an answer stay visible. Where the two best tokens were
almost equally likely, rounding alone can turn the choice: each token comes with its margin.
"""

from dataclasses import dataclass
from typing import Any

import torch
from transformers import GenerationConfig

from trainer import lora
from trainer.data import prompts_of
from trainer.device import place
from trainer.events import EventWriter
from trainer.files import staged_file, write_json
from trainer.job import AnswerJob, Passage
from trainer.model import Base, Loading, load_base
from trainer.stop import StopSignal
from trainer.template import ChatMessage, ChatTemplate


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


def run(job: AnswerJob, events: EventWriter, stop: StopSignal) -> None:
    """Answer every prompt, foretell the passage, and write both to the job's output file."""
    placement = place("cpu", "fp32", job.threads)
    base = load_base(job.base_model, Loading(placement.dtype, placement.device))
    model = lora.load(base.model, job.adapter, trainable=False) if job.adapter else base.model
    model.eval()
    template = ChatTemplate(base.tokenizer, base.end_ids)
    answers = []
    for number, messages in enumerate(job.prompts):
        stop.check()
        answer = generate(base, model, template, prompts_of(messages), job.max_tokens)
        events.sample(step=number, prompt=messages[-1].content, text=answer.text)
        answers.append(
            {
                "text": answer.text,
                "promptTokens": answer.prompt_ids,
                "tokens": answer.ids,
                "ended": answer.ended,
                "margins": answer.margins,
                "ends": answer.ends,
            }
        )
    passage = foretell(base, model, template, job.passage) if job.passage else None
    with staged_file(job.output) as stage:
        write_json(stage, {"answers": answers, "passage": passage})
    events.done("finished", job.output)


def generate(
    base: Base, model: Any, template: ChatTemplate, messages: list[ChatMessage], max_tokens: int
) -> Answer:
    """The most probable token each time, until the end of turn or `max_tokens`."""
    prompt = template.prompt(messages)
    ids = torch.tensor([prompt], device=base.model.device)
    settings = GenerationConfig(
        do_sample=False,
        max_new_tokens=max_tokens,
        use_cache=True,
        eos_token_id=sorted(base.end_ids),
        pad_token_id=min(base.end_ids),
        output_logits=True,
        return_dict_in_generate=True,
    )
    with torch.no_grad():
        output = model.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), generation_config=settings
        )
    generated: list[int] = output.sequences[0, len(prompt) :].tolist()
    ended = bool(generated) and generated[-1] in base.end_ids
    kept = generated[:-1] if ended else generated
    texts = [decode(base, kept[: count + 1]) for count in range(len(kept))]
    return Answer(
        text=texts[-1] if texts else "",
        prompt_ids=prompt,
        ids=kept,
        ended=ended,
        margins=[margin(logits[0]) for logits in output.logits],
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


def margin(logits: torch.Tensor) -> float:
    """By how many nats the likeliest token leads the next, from `[vocabulary]` logits."""
    first, second = torch.topk(logits.float(), 2).values.tolist()
    return round(float(first - second), 4)
