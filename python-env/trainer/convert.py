"""A model folder into an f16 GGUF file."""

from trainer.converter import convert
from trainer.events import EventWriter
from trainer.files import staged_file
from trainer.job import ConvertJob
from trainer.stop import StopSignal


def run(job: ConvertJob, events: EventWriter, stop: StopSignal) -> None:
    """Write the GGUF file under its name when it is whole; an existing one is replaced."""
    script = job.converter_dir / "convert_hf_to_gguf.py"
    expected = sum(path.stat().st_size for path in job.model.glob("*.safetensors"))
    with staged_file(job.output) as stage:
        convert(script, [job.model, "--outtype", "f16"], stage, expected, events, stop)
    events.done("finished", job.output, {"bytes": job.output.stat().st_size})
