"""TRL on the same rows: its defaults, and the best setting found for it on a CPU."""

from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import TrainerCallback
from trl import DPOConfig, DPOTrainer, RewardConfig, RewardTrainer, SFTConfig, SFTTrainer

from measure import Clock
from rows import read_rows

PAIRS = [(0, 1), (0, 2), (1, 2)]

# What was tried beside the defaults is in docs/benchmarks.md.
BEST: dict[str, dict[str, Any]] = {
    # Eight packed rows at once take 14 GB and three times as long as one.
    "sft": {"gradient_checkpointing": False, "packing": True, "per_device_train_batch_size": 1},
    "dpo": {"gradient_checkpointing": False, "precompute_ref_log_probs": True},
    "reward": {"gradient_checkpointing": False},
}


class Watch(TrainerCallback):
    """Tells the clock when the first step begins."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def on_step_begin(self, *_args: Any, **_kwargs: Any) -> None:
        """Before every step."""
        self.clock.first_step()


class TimedDpoTrainer(DPOTrainer):
    """Computes the reference log-probabilities while it is built; they are part of the training."""

    clock: Clock

    def _precompute_ref_logps(self, *args: Any, **kwargs: Any) -> Dataset:
        self.clock.start()
        return super()._precompute_ref_logps(*args, **kwargs)


def run(spec: dict[str, Any], clock: Clock) -> None:
    """Train on the spec's rows, one epoch as TRL shuffles them; alike, in the trainer's order."""
    torch.set_num_threads(1)
    method = spec["method"]
    TimedDpoTrainer.clock = clock
    common = {
        "output_dir": str(Path(spec["folder"]) / "out"),
        "num_train_epochs": 1,
        "learning_rate": spec["learningRate"],
        "use_cpu": True,
        "bf16": spec["precision"] == "bf16",
        "report_to": [],
        "save_strategy": "no",
        "disable_tqdm": True,
        "model_init_kwargs": {"dtype": "bfloat16" if spec["precision"] == "bf16" else "float32"},
        **(BEST[method] if spec["best"] else {}),
        **spec.get("options", {}),
    }
    config, trainer_class, rows = {
        "sft": (SFTConfig, SFTTrainer, _sft_rows),
        "dpo": (DPOConfig, TimedDpoTrainer, _pair_rows),
        "reward": (RewardConfig, RewardTrainer, _pair_rows),
    }[method]
    examples = read_rows(Path(spec["data"]))
    if "alike" in spec:
        examples = _in_trainers_order(examples)
    lora = LoraConfig(
        r=16,
        lora_alpha=32,
        target_modules="all-linear",
        task_type="SEQ_CLS" if method == "reward" else "CAUSAL_LM",
        modules_to_save=["score"] if method == "reward" else None,
    )
    trainer = trainer_class(
        model=spec["base"],
        args=config(**common),
        train_dataset=Dataset.from_list(rows(examples)),
        peft_config=lora,
        callbacks=[Watch(clock)],
    )
    clock.start()
    trainer.train()
    trainer.save_model(str(Path(spec["folder"]) / "out" / "adapter"))
    clock.stop()


def _in_trainers_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as the trainer takes them in the first epoch at seed 0."""
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(0))
    return [rows[index] for index in order.tolist()]


def _sft_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"prompt": row["messages"], "completion": _answer(row, 0)} for row in rows]


def _pair_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"prompt": row["messages"], "chosen": _answer(row, a), "rejected": _answer(row, b)}
        for row in rows
        for a, b in PAIRS
    ]


def _answer(row: dict[str, Any], index: int) -> list[dict[str, str]]:
    return [{"role": "assistant", "content": row["responses"][index]}]
