"""The trainer itself, as the app starts it, with a clock around the training."""

import json
from pathlib import Path
from typing import Any

from measure import Clock
from rows import read_rows
from trainer import session
from trainer.__main__ import main
from trainer.loop import Loop

COMMANDS = {"sft": "sft", "dpo": "preference", "reward": "reward"}


def run(spec: dict[str, Any], clock: Clock) -> None:
 type: ignore[method-assign]  """Train on the spec's rows; the reference log-probabilities count as training."""
 type: ignore[method-assign]  folder = Path(spec["folder"])
 type: ignore[method-assign]  command = COMMANDS[spec["method"]]
 type: ignore[method-assign]  data = Path(spec["data"])
 type: ignore[method-assign]  if command == "sft":
 type: ignore[method-assign]      data = _conversations(data, folder / "sft.jsonl")
 type: ignore[method-assign]  job: dict[str, Any] = {
 type: ignore[method-assign]      "command": command,
 type: ignore[method-assign]      "runDir": str(folder),
 type: ignore[method-assign]      "baseModel": spec["base"],
 type: ignore[method-assign]      "outputDir": str(folder / "out"),
 type: ignore[method-assign]      "data": str(data),
 type: ignore[method-assign]      "device": "cpu",
 type: ignore[method-assign]      "precision": spec["precision"],
 type: ignore[method-assign]      "threads": 1,
 type: ignore[method-assign]      "epochs": 1,
 type: ignore[method-assign]      "saveEvery": 0,
 type: ignore[method-assign]      "learningRate": spec["learningRate"],
 type: ignore[method-assign]      "batchSize": spec["batchSize"],
 type: ignore[method-assign]  }
 type: ignore[method-assign]  if command == "reward":
 type: ignore[method-assign]      job["loss"] = "bradleyTerry"
 type: ignore[method-assign]  path = folder / "job.json"
 type: ignore[method-assign]  path.write_text(json.dumps(job), encoding="utf-8")
 type: ignore[method-assign]  _watch(clock)
 type: ignore[method-assign]  if main([command, str(path)]) != 0:
 type: ignore[method-assign]      raise SystemExit((folder / "events.jsonl").read_text(encoding="utf-8").splitlines()[-1])


def _watch(clock: Clock) -> None:
 type: ignore[method-assign]  """Start the clock when the model is loaded, stop it when the last step is done."""
 type: ignore[method-assign]  opened, stepped, ran = session._open, Loop._step, Loop.run

 type: ignore[method-assign]  def open_session(*arguments: Any) -> Any:
 type: ignore[method-assign]      found = opened(*arguments)
 type: ignore[method-assign]      clock.start()
 type: ignore[method-assign]      return found

 type: ignore[method-assign]  def step(self: Loop) -> None:
 type: ignore[method-assign]      clock.first_step()
 type: ignore[method-assign]      stepped(self)

 type: ignore[method-assign]  def run_loop(self: Loop) -> dict[str, float | None]:
 type: ignore[method-assign]      summary = ran(self)
 type: ignore[method-assign]      clock.stop()
 type: ignore[method-assign]      return summary

 type: ignore[method-assign]  session._open, Loop._step, Loop.run = open_session, step, run_loop  # type: ignore[method-assign]


def _conversations(data: Path, path: Path) -> Path:
 type: ignore[method-assign]  rows = [
 type: ignore[method-assign]      {
 type: ignore[method-assign]          "id": row["id"],
 type: ignore[method-assign]          "messages": [*row["messages"], {"role": "assistant", "content": row["responses"][0]}],
 type: ignore[method-assign]      }
 type: ignore[method-assign]      for row in read_rows(data)
 type: ignore[method-assign]  ]
 type: ignore[method-assign]  path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
 type: ignore[method-assign]  return path
