"""`python measure.py SPEC.json`: one measured training, in a process and on a thread of its own.

The last line on stdout is JSON: process CPU and wall seconds from the loaded model to the end of
training, both from the start of the process to the first step, and the peak memory in MiB.
"""

import json
import os
import resource
import sys
import time
from importlib import import_module
from pathlib import Path

BEGAN = time.time()
os.environ.update(
    OMP_NUM_THREADS="1",
    OMP_WAIT_POLICY="PASSIVE",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_VERBOSITY="error",
    TOKENIZERS_PARALLELISM="false",
    TRL_EXPERIMENTAL_SILENCE="1",
)


class Clock:
    """What the training took."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}

    def start(self) -> None:
        """The model is loaded; only the first call counts."""
        if not hasattr(self, "_cpu"):
            self._cpu, self._wall = time.process_time(), time.perf_counter()

    def first_step(self) -> None:
        """A step begins; only the first one counts."""
        if "firstStepSeconds" not in self.figures:
            self.figures["firstStepSeconds"] = time.time() - BEGAN
            self.figures["firstStepCpuSeconds"] = time.process_time()

    def stop(self) -> None:
        """The adapter is written."""
        self.figures["cpuSeconds"] = time.process_time() - self._cpu
        self.figures["wallSeconds"] = time.perf_counter() - self._wall


if __name__ == "__main__":
    spec = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    clock = Clock()
    import_module("ours" if spec["engine"] == "ours" else "peers").run(spec, clock)
    # Linux counts KiB, macOS bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    clock.figures["peakMb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print("\n" + json.dumps(clock.figures))
