"""What makes two jobs the same work, and how a finished one is recognized."""

import hashlib
import json
from pathlib import Path

from trainer.errors import TrainerError
from trainer.files import read_json_object, sha256, sha256_of_folder, write_json
from trainer.job import TrainingJob

# Fields that change where or how often something is written, but not what is learned.
_INCIDENTAL = {
    "run_dir",
    "stage",
    "output_dir",
    "base_model",
    "adapter",
    "data",
    "held_out",
    "device",
    "threads",
    "eval_every",
    "save_every",
    "keep_checkpoints",
    "sample_prompts",
    "sample_tokens",
    "sample_every",
    "sample_at_start",
    "carry_on",
    "also_write",
}


def fingerprint(job: TrainingJob) -> str:
    """A hash of all that decides what a job learns: its settings, rows, base and first adapter."""
    base = {path.name: path.stat().st_size for path in sorted(job.base_model.glob("*.safetensors"))}
    identity = {
        "settings": _settings(job),
        "data": sha256(job.data),
        "heldOut": sha256(job.held_out) if job.held_out else None,
        "adapter": _sha256_or_none(job.adapter, "adapter_model.safetensors"),
        "base": [_sha256_or_none(job.base_model, "config.json"), base],
    }
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()


class Output:
    """The output folder of a training job: `adapter`, `checkpoints`, and what it is the work of."""

    def __init__(self, job: TrainingJob) -> None:
        self.folder = job.output_dir
        self.adapter = job.output_dir / "adapter"
        self.checkpoints = job.output_dir / "checkpoints"
        self.fingerprint = fingerprint(job)
        self._claim = job.output_dir / "job.json"
        self._finished = job.output_dir / "finished.json"

    def claim(self) -> None:
        """Make the folder this job's; raises `bad_job` when it holds another job's work."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._claim.exists():
            write_json(self._claim, {"fingerprint": self.fingerprint})
        elif read_json_object(self._claim).get("fingerprint") != self.fingerprint:
            raise TrainerError(
                "bad_job",
                f"The folder {self.folder} holds the work of a job with other settings or rows; "
                "it was left as it is.",
                "Choose an empty output folder, or start the earlier job again.",
            )

    def finished_summary(self) -> dict[str, float | None] | None:
        """The summary of this job if it is finished and its adapter is intact."""
        record = read_json_object(self._finished)
        if not record or not self.adapter.is_dir():
            return None
        if record["adapter"] != sha256_of_folder(self.adapter):
            return None
        summary: dict[str, float | None] = record["summary"]
        return summary

    def finish(self, summary: dict[str, float | None]) -> None:
        """Record that the adapter is complete."""
        write_json(self._finished, {"summary": summary, "adapter": sha256_of_folder(self.adapter)})


def _settings(job: TrainingJob) -> dict[str, object]:
    settings = job.model_dump(mode="json", exclude=_INCIDENTAL)
    # Runs from before there was a choice go on as what they are.
    for name, unset in (("quantization", "none"), ("keep_weight", 0.0)):
        if settings.get(name) == unset:
            del settings[name]
    return settings


def _sha256_or_none(folder: Path | None, name: str) -> str | None:
    path = folder / name if folder else None
    return sha256(path) if path and path.is_file() else None
