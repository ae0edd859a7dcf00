"""Real models' chat templates: only the assistant's words and the end of its turn are trained."""

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from conftest import assistant, user
from trainer.errors import TrainerError
from trainer.template import ChatTemplate

TEMPLATES = Path(__file__).parents[1] / "fixtures" / "chat-templates"
TALK = [user("Q one"), assistant("A one"), user("Q two"), assistant("A two")]

# File, end of turn, and the trained stretches of the talk above.
EVERY_ANSWER = [
    ("smollm2/SmolLM2-Instruct.jinja", "<|im_end|>", "{}<|im_end|>"),
    ("llama.cpp/HuggingFaceTB-SmolLM3-3B.jinja", "<|im_end|>", "{}<|im_end|>"),
    ("llama.cpp/Qwen-Qwen2.5-7B-Instruct.jinja", "<|im_end|>", "{}<|im_end|>"),
    ("llama.cpp/Qwen3-Coder.jinja", "<|im_end|>", "{}<|im_end|>"),
    (
        "llama.cpp/deepseek-ai-DeepSeek-V3.1.jinja",
        "<｜end▁of▁sentence｜>",
        "{}<｜end▁of▁sentence｜>",
    ),
    ("llama.cpp/ibm-granite-granite-3.3-2B-Instruct.jinja", "<|end_of_text|>", "{}<|end_of_text|>"),
    ("llama.cpp/microsoft-Phi-3.5-mini-instruct.jinja", "<|end|>", "{}<|end|>"),
    ("llama.cpp/mistralai-Mistral-Nemo-Instruct-2407.jinja", "</s>", "{}</s>"),
    ("llama.cpp/unsloth-mistral-Devstral-Small-2507.jinja", "</s>", "{}</s>"),
    ("mistral.rs/llama3.json", "<|eot_id|>", "{}<|eot_id|>"),
    ("mistral.rs/phi3.5.json", "<|end|>", "{}<|end|>"),
    ("chujiezheng/chatml.jinja", "<|im_end|>", "{}<|im_end|>"),
    ("chujiezheng/phi-3.jinja", "<|end|>", "{}<|end|>"),
    ("chujiezheng/zephyr.jinja", "</s>", "{}</s>"),
    ("chujiezheng/alpaca.jinja", "</s>", "{}</s>"),
    ("chujiezheng/vicuna.jinja", "</s>", " {}</s>"),
    ("chujiezheng/mistral-instruct.jinja", "</s>", " {}</s>"),
]
# Reasoning models drop or rewrite earlier answers, so only the last one reads as at inference.
LAST_ANSWER = [
    ("llama.cpp/Qwen-Qwen3-0.6B.jinja", "<|im_end|>", "<think>\n\n</think>\n\nA two<|im_end|>"),
    (
        "llama.cpp/openai-gpt-oss-120b.jinja",
        "<|return|>",
        "<|channel|>final<|message|>A two<|return|>",
    ),
]
REFUSED = [
    # The prompt opens a thought, and the answer of a finished talk has none.
    (
        "llama.cpp/deepseek-ai-DeepSeek-R1-Distill-Qwen-32B.jinja",
        "<｜end▁of▁sentence｜>",
        "reads differently",
    ),
    # An answer ends where the next role begins, which the template has not written yet.
    ("llama.cpp/GLM-4.6.jinja", "<|user|>", "end-of-turn"),
]


@pytest.mark.parametrize(("file", "end", "trained"), EVERY_ANSWER)
def test_every_answer_is_trained_with_its_end_of_turn_and_nothing_else(
    file: str, end: str, trained: str
) -> None:
    tokenizer, template = load(file, end)
    turns = template.turns(TALK)
    learned = [tokenizer.decode(turn.ids) for turn in turns if turn.trained]
    assert learned == [trained.format("A one"), trained.format("A two")]
    whole = "".join(str(tokenizer.decode(turn.ids)) for turn in turns)
    assert str(tokenizer.apply_chat_template(TALK, tokenize=False)).startswith(whole)


@pytest.mark.parametrize(("file", "end", "trained"), LAST_ANSWER)
def test_where_history_is_rewritten_the_last_answer_alone_is_trained(
    file: str, end: str, trained: str
) -> None:
    tokenizer, template = load(file, end)
    learned = [str(tokenizer.decode(t.ids)) for t in template.turns(TALK) if t.trained]
    assert learned == [trained]


@pytest.mark.parametrize(("file", "end", "reason"), REFUSED)
def test_a_family_that_cannot_be_masked_is_refused_by_name_of_the_reason(
    file: str, end: str, reason: str
) -> None:
    with pytest.raises(TrainerError, match=reason) as caught:
        load(file, end)
    assert caught.value.code == "template_unsupported"


def test_no_template_of_the_collection_is_left_out() -> None:
    found = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*")
        if path.suffix in (".jinja", ".json")
    }
    assert found == {file for file, _, _ in [*EVERY_ANSWER, *LAST_ANSWER, *REFUSED]}


def load(file: str, end: str) -> tuple[PreTrainedTokenizerFast, ChatTemplate]:
    path = TEMPLATES / file
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        source = json.loads(source)["chat_template"]
    if path.parent.name == "chujiezheng":
        source = source.replace("    ", "").replace("\n", "")
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        special_tokens=["<bos>", end],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    backend.train_from_iterator(["a calm blue sea"], trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, bos_token="<bos>", eos_token=end, pad_token="<bos>"
    )
    tokenizer.chat_template = source
    return tokenizer, ChatTemplate(tokenizer, frozenset([tokenizer.get_vocab()[end]]))
