"""The trainer itself, as the app starts it, with a clock around the training."""

import json
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from measure import Clock
from rows import read_rows
from trainer import __main__ as trainer

COMMANDS = {"sft": "sft", "dpo": "preference", "reward": "reward"}


def run(spec: dict[str, Any], clock: Clock) -> None:
    """Train on the spec's rows; the reference log-probabilities count as training."""
    folder = Path(spec["folder"])
    command = COMMANDS[spec["method"]]
    data = Path(spec["data"])
    if command == "sft":
        data = _conversations(data, folder / "sft.jsonl")
    job: dict[str, Any] = {
        "command": command,
        "runDir": str(folder),
        "baseModel": spec["base"],
        "outputDir": str(folder / "out"),
        "data": str(data),
        "device": "cpu",
        "precision": spec["precision"],
        "threads": 1,
        "epochs": 1,
        "saveEvery": 0,
        "learningRate": spec["learningRate"],
        "batchSize": spec["batchSize"],
    }
    if "alike" in spec:
        job["warmupSteps"] = 0
    if command == "reward":
        job["loss"] = "bradleyTerry"
    path = folder / "job.json"
    path.write_text(json.dumps(job), encoding="utf-8")
    _watch(clock)
    if trainer.main([command, str(path)]) != 0:
        raise SystemExit((folder / "events.jsonl").read_text(encoding="utf-8").splitlines()[-1])


def _watch(clock: Clock) -> None:
    """Watch what the trainer imports once it has: imported before, it would begin otherwise."""
    imported = trainer._imported

    def import_and_watch(name: str) -> ModuleType:
        module = imported(name)
        _watch_modules(clock)
        return module

    trainer._imported = import_and_watch


def _watch_modules(clock: Clock) -> None:
    """Start the clock when the model is loaded, stop it when the adapter is written."""
    session, loop = (import_module(f"trainer.{name}") for name in ("session", "loop"))
    opened, stepped, ran = session._open, loop.Loop._step, loop.Loop.run

    def open_session(*arguments: Any) -> Any:
        found = opened(*arguments)
        clock.start()
        return found

    def step(self: Any) -> None:
        clock.first_step()
        stepped(self)

    def run_loop(self: Any) -> dict[str, float | None]:
        summary: dict[str, float | None] = ran(self)
        clock.stop()
        return summary

    session._open, loop.Loop._step, loop.Loop.run = open_session, step, run_loop


def _conversations(data: Path, path: Path) -> Path:
    rows = [
        {
            "id": row["id"],
            "messages": [*row["messages"], {"role": "assistant", "content": row["responses"][0]}],
        }
        for row in read_rows(data)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
