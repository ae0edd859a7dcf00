"""The tokenizer inside a GGUF file, repaired where transformers' reader loses something."""

import json
from pathlib import Path
from typing import Any

from gguf import GGUFReader
from tokenizers import pre_tokenizers
from transformers import AutoTokenizer, PreTrainedTokenizerBase
from transformers.integrations.gguf.gguf_tokenizer_mapping import GGUF_PRE_TOKENIZER_SPLITS

from trainer.errors import TrainerError

# Families whose digits are split one by one before the words are; transformers' reader knows the
# families below it by their own pattern and these not at all.
_SINGLE_DIGITS = {"smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"}
_PLAIN = {"gpt-2", "default"}


def load_tokenizer(source: Path, reader: GGUFReader) -> PreTrainedTokenizerBase:
    """The file's tokenizer with its chat template; raises `base_model_unreadable`."""
    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(
            source.parent, gguf_file=source.name, local_files_only=True, trust_remote_code=False
        )
    except (ValueError, KeyError, OSError) as error:
        raise unreadable(source, f"its tokenizer cannot be read: {error}") from error
    _repair_digits(source, reader, tokenizer)
    template = _field(reader, "tokenizer.chat_template")
    if not isinstance(template, str):
        raise unreadable(source, "it has no chat template")
    tokenizer.chat_template = template
    tokenizer.init_kwargs.pop("name_or_path", None)
    length = _field(reader, f"{_field(reader, 'general.architecture')}.context_length")
    tokenizer.model_max_length = int(length) if length else tokenizer.model_max_length
    if not isinstance(tokenizer, PreTrainedTokenizerBase):
        raise unreadable(source, "its tokenizer is of a kind that cannot be trained with")
    return tokenizer


def prove_tokenizer(source: Path, reader: GGUFReader, tokenizer: Any) -> None:
    """Compare tokens, merges, special tokens and the template with the file's own.

    Raises `base_model_unreadable`: a difference here would train a model on text that the engine
    reads differently.
    """
    model = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
    tokens = _field(reader, "tokenizer.ggml.tokens")
    if tokenizer.convert_ids_to_tokens(list(range(len(tokens)))) != tokens:
        raise unreadable(source, "its tokens differ from those of the tokenizer made from it")
    merges = _field(reader, "tokenizer.ggml.merges")
    if merges is not None and [" ".join(merge) for merge in model["merges"]] != merges:
        raise unreadable(source, "its merges differ from those of the tokenizer made from it")
    for name in ("bos", "eos", "unknown", "padding"):
        expected = _field(reader, f"tokenizer.ggml.{name}_token_id")
        short = {"unknown": "unk", "padding": "pad"}.get(name, name)
        if expected is not None and getattr(tokenizer, f"{short}_token_id") != expected:
            raise unreadable(source, f"its {name} token differs from that of the tokenizer")
    if tokenizer.chat_template != _field(reader, "tokenizer.chat_template"):
        raise unreadable(source, "its chat template was changed on the way")


def _repair_digits(source: Path, reader: GGUFReader, tokenizer: Any) -> None:
    if _field(reader, "tokenizer.ggml.model") != "gpt2":
        return
    family = _field(reader, "tokenizer.ggml.pre") or "default"
    if family in _SINGLE_DIGITS:
        tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Digits(individual_digits=True),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
            ]
        )
    elif family not in _PLAIN and family not in GGUF_PRE_TOKENIZER_SPLITS:
        raise unreadable(source, f"how its tokenizer ({family}) splits words is not known here")


def _field(reader: GGUFReader, name: str) -> Any:
    field = reader.get_field(name)
    return None if field is None else field.contents()


def unreadable(source: Path, reason: str) -> TrainerError:
    """The error for a GGUF file that cannot become a base model."""
    return TrainerError(
        "base_model_unreadable",
        f"The model file {source.name} cannot be prepared for training: {reason}. "
        "The file was left as it is.",
        "Choose another base model, such as the starter model.",
    )
