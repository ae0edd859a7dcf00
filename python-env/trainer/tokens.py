"""How a model folder's own tokenizer and chat template read texts, to compare an export with."""

from typing import Any

from transformers import AutoTokenizer, PreTrainedTokenizerBase

from trainer.data import prompts_of
from trainer.events import EventWriter
from trainer.files import staged_file, write_json
from trainer.job import TokensJob
from trainer.model import end_ids
from trainer.stop import StopSignal
from trainer.template import ChatTemplate


def run(job: TokensJob, events: EventWriter, stop: StopSignal) -> None:
    """Write ids and texts in the order of the job, and the tokens that end an answer."""
    stop.check()
    tokenizer = AutoTokenizer.from_pretrained(
        job.model, local_files_only=True, trust_remote_code=False
    )
    ends = end_ids(job.model, tokenizer)
    template = ChatTemplate(tokenizer, ends)
    question = [{"role": "user", "content": "Which colour has the sky?"}]
    found = {
        "texts": [read(tokenizer, text) for text in job.texts],
        "conversations": [template.prompt(prompts_of(messages)) for messages in job.conversations],
        # What the template writes behind an answer is what the model was taught to end with.
        "end": token(tokenizer, template.answer(question, "A calm blue.")[-1]),
        "ends": [token(tokenizer, end) for end in sorted(ends)],
    }
    with staged_file(job.output) as stage:
        write_json(stage, found)
    events.done("finished", job.output)


def read(tokenizer: PreTrainedTokenizerBase, text: str) -> dict[str, Any]:
    """A text's ids, and what they spell again."""
    ids = tokenizer.encode(text, add_special_tokens=False)
    spelled = tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)
    return {"ids": ids, "text": spelled}


def token(tokenizer: PreTrainedTokenizerBase, number: int) -> dict[str, Any]:
    """A token by its number, as it is written in a template."""
    return {"id": number, "text": tokenizer.convert_ids_to_tokens(number)}
