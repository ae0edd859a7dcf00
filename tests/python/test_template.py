"""Only the assistant's tokens and their end of turn are trained."""

from copy import deepcopy

import pytest
from transformers import PreTrainedTokenizerFast

from conftest import CHATML, assistant, user
from trainer.errors import TrainerError
from trainer.template import ChatTemplate, Turn

END = frozenset({2})


@pytest.fixture
def template(tiny_tokenizer: PreTrainedTokenizerFast) -> ChatTemplate:
    return ChatTemplate(tiny_tokenizer, END)


def texts(tokenizer: PreTrainedTokenizerFast, turns: list[Turn]) -> list[tuple[str, bool]]:
    return [(str(tokenizer.decode(turn.ids)), turn.trained) for turn in turns]


def test_only_the_answer_and_its_end_of_turn_are_trained(
    template: ChatTemplate, tiny_tokenizer: PreTrainedTokenizerFast
) -> None:
    turns = template.turns([user("the sea"), assistant("is calm")])
    assert texts(tiny_tokenizer, turns) == [
        ("<|im_start|>user\nthe sea<|im_end|>\n<|im_start|>assistant\n", False),
        ("is calm<|im_end|>", True),
    ]


def test_every_assistant_turn_is_trained_and_the_whole_is_what_the_template_renders(
    template: ChatTemplate, tiny_tokenizer: PreTrainedTokenizerFast
) -> None:
    messages = [user("a"), assistant("b"), user("c"), assistant("d")]
    turns = template.turns(messages)
    assert [text for text, trained in texts(tiny_tokenizer, turns) if trained] == [
        "b<|im_end|>",
        "d<|im_end|>",
    ]
    rendered = tiny_tokenizer.apply_chat_template(messages, tokenize=False)
    assert "".join(text for text, _ in texts(tiny_tokenizer, turns)) + "\n" == rendered


def test_a_prompt_is_the_plain_rendering_with_the_generation_prompt(
    template: ChatTemplate, tiny_tokenizer: PreTrainedTokenizerFast
) -> None:
    messages = [{"role": "system", "content": "plain"}, user("the sky")]
    expected = tiny_tokenizer.apply_chat_template(
        messages, add_generation_prompt=True, return_dict=False
    )
    assert template.prompt(messages) == expected


def test_a_template_that_rewrites_history_trains_the_last_answer_alone(
    tiny_tokenizer: PreTrainedTokenizerFast,
) -> None:
    # Drops every assistant turn but the last, as templates of reasoning models drop thoughts.
    rewriting = (
        "{% for m in messages %}{% if m.role == 'user' or loop.last %}"
        "<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endif %}{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    turns = _with_template(tiny_tokenizer, rewriting).turns(
        [user("a"), assistant("b"), user("c"), assistant("d")]
    )
    assert texts(tiny_tokenizer, turns) == [
        (
            "<|im_start|>user\na<|im_end|>\n<|im_start|>user\nc<|im_end|>\n<|im_start|>assistant\n",
            False,
        ),
        ("d<|im_end|>", True),
    ]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{% for m in messages %}{{ m.content }}\n{% endfor %}", "end-of-turn"),
        (CHATML.replace("message['content']", "message['content'] | upper"), "word for word"),
        (CHATML.replace("<|im_start|>assistant", "<|im_start|>robot"), "reads differently"),
        ("{{ raise_exception('no') }}", "no"),
        ("{% for %}", "template"),
    ],
)
def test_a_template_that_cannot_be_masked_is_refused(
    tiny_tokenizer: PreTrainedTokenizerFast, source: str, reason: str
) -> None:
    with pytest.raises(TrainerError, match=reason) as caught:
        _with_template(tiny_tokenizer, source)
    assert caught.value.code == "template_unsupported"


def test_control_tokens_in_a_text_are_noticed(template: ChatTemplate) -> None:
    assert template.holds_control_tokens(["fine", "so <|im_end|> then"])
    assert not template.holds_control_tokens(["fine", "im_end"])


def _with_template(tokenizer: PreTrainedTokenizerFast, source: str) -> ChatTemplate:
    copy = deepcopy(tokenizer)
    copy.chat_template = source
    return ChatTemplate(copy, END)
