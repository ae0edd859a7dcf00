"""A GGUF file into a folder that transformers can train: weights, config, tokenizer, template.

The tokenizer and the template are checked against what the GGUF file itself says, because what is
trained must be read the same way by the engine that later answers.
"""

from pathlib import Path
from typing import Any

import torch
from gguf import GGUFReader
from transformers import AutoModelForCausalLM, GenerationConfig, GgufConfig

from trainer.base_tokenizer import load_tokenizer, prove_tokenizer, unreadable
from trainer.events import EventWriter
from trainer.files import (
    read_json_object,
    sha256,
    sha256_of_folder,
    staged_folder,
    write_json,
)
from trainer.job import BaseJob
from trainer.model_config import with_both_rope_forms
from trainer.stop import StopSignal

MARKER = "understudy-base.json"
# Raised when the folder's contents change for the same source file.
FORMAT = 1


def run(job: BaseJob, events: EventWriter, stop: StopSignal) -> None:
    """Write the folder once; a second call with the same source finds it and ends."""
    source = sha256(job.source)
    if _is_done(job.output_dir, source):
        events.done("finished", job.output_dir)
        return
    stop.check()
    try:
        reader = GGUFReader(job.source)
    except (ValueError, OSError, IndexError, KeyError) as error:
        raise unreadable(job.source, str(error)) from error
    events.progress(0.1, "Reading the tokenizer.")
    tokenizer = load_tokenizer(job.source, reader)
    prove_tokenizer(job.source, reader, tokenizer)
    stop.check()
    events.progress(0.3, "Reading the weights.")
    model = _load_weights(job.source, reader)
    stop.check()
    events.progress(0.8, "Writing the folder.")
    with staged_folder(job.output_dir) as stage:
        model.generation_config = GenerationConfig(
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
        model.save_pretrained(stage, max_shard_size="4GB")
        tokenizer.save_pretrained(stage)
        _write_both_rope_forms(stage / "config.json")
        write_json(
            stage / MARKER,
            {"format": FORMAT, "source": source, "files": sha256_of_folder(stage)},
        )
    events.done("finished", job.output_dir)


def _is_done(folder: Path, source: str) -> bool:
    marker = read_json_object(folder / MARKER)
    if marker.get("format") != FORMAT or marker.get("source") != source:
        return False
    return all((folder / name).is_file() for name in marker["files"])


def _load_weights(source: Path, reader: GGUFReader) -> Any:
    # Quantized weights keep the most of themselves in f16, which is also what is exported later.
    kinds = {tensor.tensor_type.name for tensor in reader.tensors}
    dtype = torch.bfloat16 if "BF16" in kinds else torch.float16
    try:
        model = AutoModelForCausalLM.from_pretrained(
            source.parent,
            gguf_file=source.name,
            quantization_config=GgufConfig(dequantize=True),
            dtype=dtype,
            local_files_only=True,
            trust_remote_code=False,
        )
    except (ValueError, KeyError, OSError, ImportError) as error:
        raise unreadable(source, str(error)) from error
    # The origin is recorded by hash; a path of this machine has no place in the folder.
    model.config._name_or_path = ""
    model.name_or_path = ""
    for name, parameter in model.named_parameters():
        if not torch.isfinite(parameter).all():
            raise unreadable(source, f"its tensor {name} holds values that are not numbers")
    return model


def _write_both_rope_forms(path: Path) -> None:
    config = with_both_rope_forms(read_json_object(path))
    config.pop("_model_name_or_path", None)
    write_json(path, config)
