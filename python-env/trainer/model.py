"""A base model ready for training: loaded from safetensors, its layers proven to be understood."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    GenerationConfig,
    PreTrainedTokenizerBase,
)

from trainer import norms
from trainer.attention import NAME, Layout, Segment, unsupported
from trainer.errors import TrainerError
from trainer.logprob import token_logprobs
from trainer.nf4 import nf4_settings, steady
from trainer.rows import Row


@dataclass(frozen=True)
class Base:
    """The frozen model, its tokenizer, and the tokens that end a turn."""

    model: Any
    tokenizer: PreTrainedTokenizerBase
    end_ids: frozenset[int]


@dataclass(frozen=True)
class Loading:
    """Where a base goes, and how its weights lie there; `dtype` is what is computed in."""

    dtype: torch.dtype
    device: torch.device
    nf4: bool = False


def load_base(folder: Path, loading: Loading) -> Base:
    """Load a model folder offline, from safetensors alone; raises `base_model_unreadable`."""
    base = _load(AutoModelForCausalLM, folder, loading)
    _prove(base)
    return base


def load_as_kept(folder: Path) -> Base:
    """To be asked and not trained: weights stay in their files and their precision, and are mapped.

    `wide.widen` then lets them compute in fp32, once an adapter stands on them or none comes.
    """
    loading = Loading(torch.float32, torch.device("cpu"))
    return _load(AutoModelForCausalLM, folder, loading, dtype="auto", attn_implementation="sdpa")


def load_scorer(folder: Path, loading: Loading, seed: int) -> Base:
    """The same model with a fresh head of one number in place of its vocabulary."""
    torch.manual_seed(seed)
    return _load(AutoModelForSequenceClassification, folder, loading, num_labels=1)


def _load(kind: Any, folder: Path, loading: Loading, **settings: Any) -> Base:
    settings = {"dtype": loading.dtype, "attn_implementation": NAME} | settings
    if loading.nf4:
        settings |= nf4_settings(loading.dtype, loading.device)
    try:
        tokenizer = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False
        )
        model: Any = kind.from_pretrained(
            folder,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            **settings,
        )
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise _unreadable(str(error)) from error
    model.to(loading.device)
    steady(model)
    model.config.use_cache = False
    model.requires_grad_(requires_grad=False)
    norms.fuse(model)
    return Base(model, tokenizer, end_ids(folder, tokenizer))


def response_logprobs(model: Any, row: Row) -> tuple[Tensor, Tensor]:
    """Log-probability of each response in a row, in nats, and each response's token count.

    Both are [count]. Only trained positions go through the output head.
    """
    hidden, head = _hidden(model, row.ids, row.positions, row.segments)
    logprobs = token_logprobs(hidden[row.sources], head, row.targets)
    sums = torch.zeros(row.count, dtype=logprobs.dtype, device=logprobs.device)
    lengths = torch.bincount(row.owners, minlength=row.count)
    return sums.index_add(0, row.owners, logprobs), lengths


def response_scores(model: Any, row: Row) -> Tensor:
    """The reward model's number for each response of a row, [count], read at its last token."""
    states = _last_states(model, row.ids, row.positions, row.segments)
    head = _without_adapter(model).score
    weight = head.weight if isinstance(head, nn.Linear) else head.modules_to_save["default"].weight
    return (states[row.ends].to(weight.dtype) @ weight.T)[:, 0]


def text_states(model: Any, ids: Tensor) -> tuple[Tensor, Tensor]:
    """Last hidden states [tokens, size] of one plain text, and the output head."""
    positions = torch.arange(len(ids), device=ids.device)
    return _hidden(model, ids, positions, [Segment(len(ids))])


def _hidden(
    model: Any, ids: Tensor, positions: Tensor, segments: list[Segment]
) -> tuple[Tensor, Tensor]:
    """Last hidden states [tokens, size] of a row, and the output head [vocabulary, size]."""
    states = _last_states(model, ids, positions, segments)
    head = _without_adapter(model).get_output_embeddings()
    if head.bias is not None:
        raise unsupported("its output layer has a bias")
    return states, head.weight


def _last_states(model: Any, ids: Tensor, positions: Tensor, segments: list[Segment]) -> Tensor:
    whole = _without_adapter(model)
    layout = Layout(segments)
    output = whole.base_model(
        input_ids=ids[None], position_ids=positions[None], use_cache=False, layout=layout
    )
    if layout.visits != whole.config.get_text_config().num_hidden_layers:
        raise unsupported("not all of its layers attend in the ordinary way")
    states: Tensor = output.last_hidden_state[0]
    return states


def _without_adapter(model: Any) -> Any:
    return model.get_base_model() if hasattr(model, "get_base_model") else model


def _prove(base: Base) -> None:
    """Check on a few words that the shortcuts taken here give the model's own logits.

    Words, because over tokens that never follow each other bf16 alone moves the logits as far as a
    wrong attention would.
    """
    words = base.tokenizer.encode("The weather was fine, so we walked along the river.")
    ids = torch.tensor(words, device=base.model.device)
    positions = torch.arange(len(words), device=ids.device)
    with torch.no_grad():
        own = base.model(input_ids=ids[None], use_cache=False).logits[0].float()
        hidden, head = _hidden(base.model, ids, positions, [Segment(1, (len(words) - 1,))])
        ours = (hidden @ head.T).float()
    if not torch.isfinite(own).all():
        raise _unreadable("its weights do not give numbers")
    if not torch.allclose(ours, own, rtol=0.05, atol=0.05 * float(own.abs().max())):
        raise unsupported("its output is more than a linear layer over its last states")


def _unreadable(reason: str) -> TrainerError:
    return TrainerError(
        "base_model_unreadable",
        f"The base model cannot be loaded: {reason}. Nothing was trained.",
        "Prepare the base model again, or choose another.",
    )


def end_ids(folder: Path, tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    """The tokens that end what a model says, by its generation config and its tokenizer."""
    try:
        configured = GenerationConfig.from_pretrained(folder, local_files_only=True).eos_token_id
    except OSError:
        configured = None
    ids = configured if isinstance(configured, list) else [configured]
    return frozenset(i for i in [*ids, tokenizer.eos_token_id] if isinstance(i, int))
