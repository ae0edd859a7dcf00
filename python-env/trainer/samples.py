"""Sample drafts while training: what the model answers to the same prompts, step after step."""

from typing import Any

import torch
from transformers import GenerationConfig

from trainer.answer import decode
from trainer.data import prompts_of
from trainer.device import release_unused_memory
from trainer.job import Messages
from trainer.session import Session


def show_samples(session: Session, step: int) -> None:
    """Answer the job's sample prompts greedily, as events; a stop is honoured between prompts.

    Nothing of the training changes by it: greedy answers draw no random numbers, and what a layer
    might draw all the same is taken back.
    """
    session.model.eval()
    with torch.random.fork_rng(devices=[]):
        for messages in session.job.sample_prompts:
            session.stop.check()
            text = _answer(session, messages)
            session.events.sample(step=step, prompt=messages[-1].content, text=text)
    release_unused_memory(session.placement.device)


def _answer(session: Session, messages: Messages) -> str:
    base = session.base
    model: Any = session.model
    prompt = session.template.prompt(prompts_of(messages))
    ids = torch.tensor([prompt], device=base.model.device)
    settings = GenerationConfig(
        do_sample=False,
        max_new_tokens=session.job.sample_tokens,
        use_cache=True,
        eos_token_id=sorted(base.end_ids),
        pad_token_id=min(base.end_ids),
    )
    with torch.no_grad():
        output = model.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), generation_config=settings
        )
    answer: list[int] = output[0, len(prompt) :].tolist()
    ended = bool(answer) and answer[-1] in base.end_ids
    return decode(base, answer[:-1] if ended else answer)
