"""The model's own chat template: what is trained is what is asked at inference."""

import re
from dataclasses import dataclass
from typing import cast

from jinja2.exceptions import TemplateError
from transformers import PreTrainedTokenizerBase

from trainer.errors import TrainerError

ChatMessage = dict[str, str]


@dataclass(frozen=True)
class Turn:
    """A stretch of a conversation's tokens; only `trained` ones count in the loss."""

    ids: list[int]
    trained: bool


class ChatTemplate:
    """Renders prompts and answers, and knows which tokens are the assistant's.

    The prompt and each answer are encoded apart, because at inference the prompt is encoded alone
    and the answer's tokens follow it. An answer ends with the template's end of turn; what the
    template writes after that is never generated, so it is not trained either.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase, end_ids: frozenset[int]) -> None:
        self._tokenizer = tokenizer
        self._ends = tuple(tokenizer.convert_ids_to_tokens(sorted(end_ids)))
        self._control = {*tokenizer.all_special_tokens, *tokenizer.get_added_vocab()} - {""}
        if not tokenizer.chat_template:
            raise _unsupported("it has none")
        if not self._ends:
            raise _unsupported("the model names no end-of-turn token")
        self._prove()

    def prompt(self, messages: list[ChatMessage]) -> list[int]:
        """Tokens of the messages, up to where the assistant begins to speak."""
        return self._encode(self._render(messages, ask=True))

    def answer(self, messages: list[ChatMessage], text: str) -> list[int]:
        """Tokens of an answer to the messages, its end of turn included."""
        return self._encode(self._answer_text(messages, text))

    def turns(self, messages: list[ChatMessage]) -> list[Turn]:
        """A whole conversation: every assistant turn trained, all else only read."""
        turns: list[Turn] = []
        rendered = ""
        for index, message in enumerate(messages):
            if message["role"] != "assistant":
                continue
            before = self._render(messages[:index], ask=True)
            if not before.startswith(rendered):
                # The template rewrites history (some drop earlier reasoning), so only the last
                # answer reads at inference as it does here.
                return self._last_turn(messages)
            answer = self._answer_text(messages[:index], message["content"])
            turns.append(Turn(self._encode(before[len(rendered) :]), trained=False))
            turns.append(Turn(self._encode(answer), trained=True))
            rendered = before + answer
        return turns

    def holds_control_tokens(self, texts: list[str]) -> bool:
        """Whether a text spells a special token, which would be read as one."""
        return any(token in text for text in texts for token in self._control)

    def _last_turn(self, messages: list[ChatMessage]) -> list[Turn]:
        history, answer = messages[:-1], messages[-1]["content"]
        return [
            Turn(self.prompt(history), trained=False),
            Turn(self.answer(history, answer), trained=True),
        ]

    def _answer_text(self, messages: list[ChatMessage], text: str) -> str:
        """What the template adds to the prompt for this answer, up to its end of turn."""
        before = self._render(messages, ask=True)
        whole = self._render([*messages, {"role": "assistant", "content": text}], ask=False)
        if not whole.startswith(before):
            raise _unsupported("a prompt reads differently once its answer follows")
        answer = whole[len(before) :]
        # Some templates trim an answer, write an empty thought before it, or two ends of turn after
        # it. Generation stops at the first of them.
        said = re.escape(text.strip()) + r"\s*"
        found = re.search(said + "(?:" + "|".join(map(re.escape, self._ends)) + ")", answer)
        if found is None:
            exact = re.search(said, answer) is not None
            raise _unsupported(
                "an answer does not end with an end-of-turn token"
                if exact
                else "it does not repeat an answer word for word"
            )
        return answer[: found.end()]

    def _render(self, messages: list[ChatMessage], *, ask: bool) -> str:
        try:
            text = self._tokenizer.apply_chat_template(
                messages, tokenize=False, add_generation_prompt=ask
            )
        except (TemplateError, TypeError, KeyError) as error:
            raise _unsupported(str(error)) from error
        return cast(str, text)

    def _encode(self, text: str) -> list[int]:
        # The template writes its own special tokens; adding more would train on doubled ones.
        return cast(list[int], self._tokenizer.encode(text, add_special_tokens=False))

    def _prove(self) -> None:
        """Refuse a template whose answers cannot be told from their prompts."""
        question = [{"role": "user", "content": "Which colour has the sky?"}]
        self._answer_text(question, "A calm blue.")


def _unsupported(reason: str) -> TrainerError:
    return TrainerError(
        "template_unsupported",
        f"The base model's chat template cannot be trained on: {reason}. Nothing was trained.",
        "Choose a base model with an ordinary chat template, such as the starter model.",
    )
