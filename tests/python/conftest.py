"""Tiny real models, and a way to run jobs as the app does."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from trainer.__main__ import main
from trainer.loop import Loop

torch.set_num_threads(1)

CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' "
    "+ message['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
WORDS = "the sky is calm and blue over a quiet sea while an engineer writes plain short notes"
Event = dict[str, Any]


@dataclass
class Outcome:
    """What a job left behind: its exit code and its events."""

    code: int
    events: list[Event]

    def of(self, kind: str) -> list[Event]:
        return [event for event in self.events if event["type"] == kind]

    @property
    def last(self) -> Event:
        return self.events[-1]


RunJob = Callable[..., Outcome]
Fields = dict[str, Any]
FAST = {"device": "cpu", "precision": "fp32", "threads": 1, "warmupSteps": 0}


@pytest.fixture(scope="session")
def tiny_tokenizer() -> PreTrainedTokenizerFast:
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    backend.train_from_iterator([WORDS], trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend,
        bos_token="<|im_start|>",
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
    )
    tokenizer.chat_template = CHATML
    return tokenizer


@pytest.fixture(scope="session")
def tiny_base(
    tmp_path_factory: pytest.TempPathFactory, tiny_tokenizer: PreTrainedTokenizerFast
) -> Path:
    """A two-layer Llama with grouped queries and tied embeddings, as the starter model has."""
    folder = tmp_path_factory.mktemp("tiny-base")
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(tiny_tokenizer),
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        # Wide enough for a frozen, tied output head to name a token with certainty.
        initializer_range=0.3,
        bos_token_id=1,
        eos_token_id=2,
        # Not the end of turn: a padding embedding starts at zero, and tied it could never be said.
        pad_token_id=0,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tiny_tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture
def run_job(tmp_path: Path) -> RunJob:
    """Run a job in this process; the job's folder for events is `tmp_path/run`, or `run_dir`."""

    def run(command: str, run_dir: Path | None = None, **fields: Any) -> Outcome:
        folder = run_dir or tmp_path / "run"
        folder.mkdir(exist_ok=True)
        job = {"command": command, "runDir": str(folder), **fields}
        path = folder / "job.json"
        path.write_text(json.dumps(job, default=str), encoding="utf-8")
        code = main([command, str(path)])
        return Outcome(code, read_events(folder))

    return run


def read_events(run_dir: Path) -> list[Event]:
    lines = (run_dir / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def user(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def assistant(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


@pytest.fixture
def conversations(tmp_path: Path) -> Path:
    rows = [
        {"id": f"c{n}", "messages": [user(f"note {n}"), assistant(f"the sea is calm {n}")]}
        for n in range(6)
    ]
    return write_rows(tmp_path / "sft.jsonl", rows)


@pytest.fixture
def rankings(tmp_path: Path) -> Path:
    rows = [
        {
            "id": f"r{n}",
            "messages": [user(f"note {n}")],
            "responses": [f"plain {n}", "a quiet engineer writes", "over the sea the sky"],
            "ranks": [0, 1, 2],
        }
        for n in range(6)
    ]
    return write_rows(tmp_path / "rankings.jsonl", rows)


@pytest.fixture
def sft(tiny_base: Path, conversations: Path, tmp_path: Path) -> Fields:
    return {
        **FAST,
        "baseModel": tiny_base,
        "data": conversations,
        "outputDir": tmp_path / "out",
        "learningRate": 0.01,
        "epochs": 2,
        "batchSize": 2,
    }


@pytest.fixture
def preference(tiny_base: Path, rankings: Path, tmp_path: Path) -> Fields:
    return {
        **FAST,
        "baseModel": tiny_base,
        "data": rankings,
        "outputDir": tmp_path / "out",
        "learningRate": 0.002,
        "epochs": 4,
    }


@pytest.fixture
def stop_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Path], None]:
    """Write the stop file once a run has made so many steps, as a person's click would."""

    def arrange(steps: int, run_dir: Path) -> None:
        own = Loop._step

        def step(self: Loop) -> None:
            own(self)
            if self._progress.step == steps and not (run_dir / "done-once").exists():
                (run_dir / "stop").touch()
                (run_dir / "done-once").touch()

        monkeypatch.setattr(Loop, "_step", step)

    return arrange
