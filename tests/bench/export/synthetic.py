"""`python synthetic.py TOKENIZER TARGET LAYERS`: Llama 3.1 8B's shape with random weights.

Written tensor by tensor, because nothing here may hold 16 GB. The tokenizer is the smaller one of
another model: the converter pads the vocabulary to the size that the configuration names.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import torch
from torch import Tensor

from trainer.tensor_files import INDEX, Planned, ShardWriter, in_shards, shard_names

HIDDEN, INNER, KEYS, VOCABULARY = 4096, 14336, 1024, 128256
# https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct, config.json
CONFIG = {
    "architectures": ["LlamaForCausalLM"],
    "attention_bias": False,
    "attention_dropout": 0.0,
    "bos_token_id": 0,
    "eos_token_id": 2,
    "hidden_act": "silu",
    "hidden_size": HIDDEN,
    "initializer_range": 0.02,
    "intermediate_size": INNER,
    "max_position_embeddings": 131072,
    "mlp_bias": False,
    "model_type": "llama",
    "num_attention_heads": 32,
    "num_hidden_layers": 32,
    "num_key_value_heads": 8,
    "pretraining_tp": 1,
    "rms_norm_eps": 1e-05,
    "rope_scaling": {
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192,
        "rope_type": "llama3",
    },
    "rope_theta": 500000.0,
    "tie_word_embeddings": False,
    "torch_dtype": "bfloat16",
    "vocab_size": VOCABULARY,
}
LINEAR = {
    "self_attn.q_proj": (HIDDEN, HIDDEN),
    "self_attn.k_proj": (KEYS, HIDDEN),
    "self_attn.v_proj": (KEYS, HIDDEN),
    "self_attn.o_proj": (HIDDEN, HIDDEN),
    "mlp.gate_proj": (INNER, HIDDEN),
    "mlp.up_proj": (INNER, HIDDEN),
    "mlp.down_proj": (HIDDEN, INNER),
}
NORMS = ("input_layernorm", "post_attention_layernorm")
TEXTS = (
    "tokenizer.json",
    "tokenizer_config.json",
    "chat_template.jinja",
    "special_tokens_map.json",
)


def main(tokenizer: Path, target: Path, layers: int) -> None:
    """Write the folder `TARGET`."""
    torch.manual_seed(0)
    target.mkdir(parents=True)
    for name in TEXTS:
        if (tokenizer / name).is_file():
            shutil.copyfile(tokenizer / name, target / name)
    config = json.dumps(CONFIG | {"num_hidden_layers": layers}, indent=2)
    (target / "config.json").write_text(config, encoding="utf-8")
    write_weights(target, [Planned(name, "BF16", shape) for name, shape in tensors(layers)])


def tensors(layers: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The names and shapes of the model's weights."""
    yield "model.embed_tokens.weight", (VOCABULARY, HIDDEN)
    for layer in range(layers):
        for name, shape in LINEAR.items():
            yield f"model.layers.{layer}.{name}.weight", shape
        for name in NORMS:
            yield f"model.layers.{layer}.{name}.weight", (HIDDEN,)
    yield "model.norm.weight", (HIDDEN,)
    yield "lm_head.weight", (VOCABULARY, HIDDEN)


def write_weights(folder: Path, plan: list[Planned]) -> None:
    """As a download would lie there: in files of at most 5 GB, with their index."""
    shards = in_shards(plan, 5 * 10**9)
    names = shard_names(len(shards))
    for name, shard in zip(names, shards, strict=True):
        with (folder / name).open("wb") as file:
            writer = ShardWriter(file, shard)
            for tensor in writer.order:
                for _ in writer.write(tensor, random_rows(tensor.shape)):
                    pass
    if len(names) > 1:
        weight_map = {
            t.name: name for name, shard in zip(names, shards, strict=True) for t in shard
        }
        total = sum(tensor.bytes for tensor in plan)
        index = {"metadata": {"total_size": total}, "weight_map": weight_map}
        (folder / INDEX).write_text(json.dumps(index), encoding="utf-8")


@cache
def block() -> Tensor:
    """Random numbers, begun at another place each time: drawing eight billion takes minutes."""
    return (torch.randn(2**24) * 0.02).to(torch.bfloat16)


def random_rows(shape: tuple[int, ...]) -> Iterator[Tensor]:
    """A tensor of this shape in stretches of rows; norms are close to one, as models have them."""
    numbers = block()
    if len(shape) == 1:
        yield (1 + numbers[: shape[0]].float()).to(torch.bfloat16)
        return
    step = numbers.numel() // shape[1]
    for first in range(0, shape[0], step):
        rows = min(step, shape[0] - first)
        start = int(torch.randint(numbers.numel() - rows * shape[1] + 1, (1,)))
        yield numbers[start : start + rows * shape[1]].reshape(rows, shape[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
