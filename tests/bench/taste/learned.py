"""`python learned.py SPEC.json`: one taste with one seed, trained as the app does and measured.

The last line on stdout is JSON. The starter model's drafts are written once and kept in `cache`.
"""

import hashlib
import json
import random
import re
import sys
import time
from dataclasses import asdict
from pathlib import Path
from statistics import fmean
from typing import Any

import torch

from drafts import Written, perplexity, write
from tastes import TASTES, Taste, best_answer, ranking, words
from topics import TRAINED, prompts
from trainer import lora
from trainer.__main__ import main
from trainer.model import Base, Loading, load_base

DRAFTS = 3
ANSWERS_A_TOPIC = 2
STARTER_SEED = 17


def learn(spec: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Train the taste and return everything the table shows."""
    taste, seed = TASTES[spec["taste"]], spec["seed"]
    topics = prompts(spec["topics"], taste.asking)
    drafts = starter_drafts(spec, topics)
    rows = [
        ranking(taste, f"topic-{n}", prompt, drafts[n], seed) for n, prompt in enumerate(topics)
    ]
    files = write_rows(folder, rows)
    began, cpu = time.perf_counter(), time.process_time()
    summaries = train(spec, folder, files)
    seconds = {"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    asked = topics[TRAINED:] * ANSWERS_A_TOPIC
    before = seen(taste, starter_answers(spec, asked)) | {"perplexity": starter_perplexity(spec)}
    base, model = open_model(spec["base"], folder / "dpo" / "adapter")
    answers = write(base, model, asked, seed)
    after = seen(taste, answers) | {"perplexity": perplexity(base, model)}
    return {
        "before": before,
        "after": after,
        "bestWords": fmean(words(row["responses"][0]) for row in rows[:TRAINED]),
        "bestScore": fmean(taste.score(row["responses"][0]) for row in rows[:TRAINED]),
        "preferenceAccuracy": summaries["dpo"]["preferenceAccuracy"],
        "reward": reward_accuracy(spec, folder, files, rows[TRAINED:]),
        "seconds": seconds,
        "examples": [answer.text for answer in answers[:3]],
    }


def starter_drafts(spec: dict[str, Any], topics: list[str]) -> list[list[str]]:
    """Three drafts a topic by the untrained model, whole sentences of at most 120 tokens."""
    kept = Path(spec["cache"]) / f"drafts-{spec['topics']}-{asked_as(topics)}.json"
    if not kept.exists():
        base, model = open_model(spec["base"], None)
        written = write(
            base, model, [topic for topic in topics for _ in range(DRAFTS)], STARTER_SEED
        )
        whole = [whole_sentences(one.text) for one in written]
        groups = [whole[n : n + DRAFTS] for n in range(0, len(whole), DRAFTS)]
        kept.write_text(json.dumps(groups, indent=1), encoding="utf-8")
    found: list[list[str]] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def starter_answers(spec: dict[str, Any], asked: list[str]) -> list[Written]:
    """What the untrained model answers, written once for all seeds."""
    kept = Path(spec["cache"]) / f"answers-{spec['topics']}-{asked_as(asked)}.json"
    if not kept.exists():
        base, model = open_model(spec["base"], None)
        answers = [asdict(one) for one in write(base, model, asked, STARTER_SEED)]
        kept.write_text(json.dumps(answers, indent=1), encoding="utf-8")
    return [Written(**one) for one in json.loads(kept.read_text(encoding="utf-8"))]


def starter_perplexity(spec: dict[str, Any]) -> float:
    """Of the untrained model on neutral prose, measured once."""
    kept = Path(spec["cache"]) / "perplexity.json"
    if not kept.exists():
        kept.write_text(json.dumps(perplexity(*open_model(spec["base"], None))), encoding="utf-8")
    return float(json.loads(kept.read_text(encoding="utf-8")))


def asked_as(prompts: list[str]) -> str:
    """A short name of these very prompts."""
    return hashlib.sha256("\n".join(prompts).encode()).hexdigest()[:8]


def whole_sentences(text: str) -> str:
    """The text up to its last full stop."""
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s|$)", text)]
    return text[: ends[-1]] if ends else text


def write_rows(folder: Path, rows: list[dict[str, Any]]) -> dict[str, Path]:
    """Files of rows: to learn from, and held out."""
    sets = {
        "sft": [best_answer(row) for row in rows[:TRAINED]],
        "rankings": rows[:TRAINED],
        "heldOut": rows[TRAINED:],
    }
    files = {name: folder / f"{name}.jsonl" for name in sets}
    for name, own in sets.items():
        files[name].write_text("".join(json.dumps(row) + "\n" for row in own), encoding="utf-8")
    return files


def train(spec: dict[str, Any], folder: Path, files: dict[str, Path]) -> dict[str, Any]:
    """SFT and then DPO from its adapter; a stage without settings is left out."""
    common = spec["common"] | {"baseModel": spec["base"], "seed": spec["seed"]}
    summaries, adapter = {}, None
    for stage, command, data in (("sft", "sft", "sft"), ("dpo", "preference", "rankings")):
        if not spec[stage]:
            continue
        job = common | spec[stage] | {"data": files[data], "adapter": adapter}
        if stage == "dpo":
            job["heldOut"] = files["heldOut"]
        summaries[stage] = run(command, folder / stage, job)
        adapter = folder / stage / "adapter"
    return summaries


def reward_accuracy(
    spec: dict[str, Any], folder: Path, files: dict[str, Path], held_out: list[dict[str, Any]]
) -> dict[str, float] | None:
    """How often a reward model has held-out drafts in order, with a 95% interval by topics."""
    if not spec["reward"]:
        return None
    common = spec["common"] | {"baseModel": spec["base"], "seed": spec["seed"]}
    run("reward", folder / "reward", common | spec["reward"] | {"data": files["rankings"]})
    job = {
        "baseModel": spec["base"],
        "adapter": folder / "reward" / "adapter",
        "data": folder / "asked.jsonl",
        "output": folder / "scores.json",
        "threads": 1,
    }
    fields = ("id", "messages", "responses")
    lines = [json.dumps({field: row[field] for field in fields}) + "\n" for row in held_out]
    job["data"].write_text("".join(lines), encoding="utf-8")
    run("score", folder / "score", job)
    scores = json.loads(job["output"].read_text(encoding="utf-8"))["scores"]
    topics = [
        _right(row["ranks"], own["scores"]) for row, own in zip(held_out, scores, strict=True)
    ]
    source = random.Random(0)
    drawn = sorted(_share(source.choices(topics, k=len(topics))) for _ in range(2000))
    return {"accuracy": _share(topics), "low": drawn[50], "high": drawn[1949]}


def _right(ranks: list[int], scores: list[float]) -> tuple[int, int]:
    pairs = [(a, b) for a in range(len(ranks)) for b in range(len(ranks)) if ranks[a] < ranks[b]]
    return sum(scores[a] > scores[b] for a, b in pairs), len(pairs)


def _share(topics: list[tuple[int, int]]) -> float:
    return sum(right for right, _ in topics) / max(1, sum(count for _, count in topics))


def run(command: str, folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    """A job of the trainer in this process; returns the summary of its last event."""
    folder.mkdir()
    fields = {"runDir": folder} | ({} if command == "score" else {"outputDir": folder}) | job
    path = folder / "request.json"
    path.write_text(json.dumps(fields, default=str), encoding="utf-8")
    code = main([command, str(path)])
    last = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    if code != 0:
        raise SystemExit(last)
    summary: dict[str, Any] = json.loads(last)["summary"]
    return summary


def open_model(folder: str, adapter: Path | None) -> tuple[Base, Any]:
    """The base in bf16, with an adapter or alone."""
    base = load_base(Path(folder), Loading(torch.bfloat16, torch.device("cpu")))
    return base, lora.load(base.model, adapter, trainable=False) if adapter else base.model


def seen(taste: Taste, answers: list[Written]) -> dict[str, float]:
    """What a person would see of the answers."""
    return {
        "score": fmean(taste.score(answer.text) for answer in answers),
        "words": fmean(words(answer.text) for answer in answers),
        "finished": fmean(answer.finished for answer in answers),
        "looping": fmean(answer.loops for answer in answers),
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    request = Path(sys.argv[1])
    found = learn(json.loads(request.read_text(encoding="utf-8")), request.parent)
    print("\n" + json.dumps(found))
