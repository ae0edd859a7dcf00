"""A LoRA adapter into a GGUF file that llama.cpp lays over its base model at run time."""

import shutil
import tempfile
from pathlib import Path

from trainer.converter import convert
from trainer.errors import TrainerError
from trainer.events import EventWriter
from trainer.files import read_json_object, staged_file, write_json
from trainer.job import ConvertAdapterJob
from trainer.stop import StopSignal

WEIGHTS = "adapter_model.safetensors"
CONFIG = "adapter_config.json"


def run(job: ConvertAdapterJob, events: EventWriter, stop: StopSignal) -> None:
    """Write the GGUF file under its name when it is whole; an existing one is replaced."""
    script = job.converter_dir / "convert_lora_to_gguf.py"
    config = read_json_object(job.adapter / CONFIG)
    _refuse_what_llama_cpp_cannot_lay_over(job.adapter, config)
    expected = (job.adapter / WEIGHTS).stat().st_size
    with staged_file(job.output) as stage, tempfile.TemporaryDirectory() as folder:
        adapter = Path(folder)
        _link(job.adapter / WEIGHTS, adapter / WEIGHTS)
        write_json(adapter / CONFIG, config | {"lora_alpha": alpha_over_rank(config)})
        # In fp32, as it was trained: small changes would round away, and the file is small anyway.
        arguments: list[str | Path] = ["--base", job.base_model, "--outtype", "f32", adapter]
        convert(script, arguments, stage, expected, events, stop)
    events.done("finished", job.output, {"bytes": job.output.stat().st_size})


def alpha_over_rank(config: dict[str, float]) -> float:
    """The alpha that llama.cpp has to divide by the rank to come to PEFT's scale.

    PEFT divides by the rank's root where `use_rslora` is set (Kalajdzievski 2023, arXiv
    2312.03732); the GGUF file knows one division only, and the converter hands alpha on as it is.
    """
    alpha = float(config["lora_alpha"])
    return alpha * config["r"] ** 0.5 if config.get("use_rslora") else alpha


def _refuse_what_llama_cpp_cannot_lay_over(folder: Path, config: dict[str, object]) -> None:
    odd = [
        name
        for name in ("use_dora", "modules_to_save", "rank_pattern", "alpha_pattern", "lora_bias")
        if config.get(name)
    ]
    if config.get("peft_type") == "LORA" and not odd and (folder / WEIGHTS).is_file():
        return
    why = f"uses {', '.join(odd)}" if odd else "is not a whole LoRA adapter"
    raise TrainerError(
        "adapter_unreadable",
        f"The adapter in {folder} {why}, so it cannot be tried without an export. "
        "Nothing was written.",
        "Export it: a merged model can hold what an adapter file cannot.",
    )


def _link(source: Path, target: Path) -> None:
    """The same file under another name; a copy where the disk has no second names."""
    try:
        target.symlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
