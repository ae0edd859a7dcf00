"""How a job is asked to end: a file named `stop` in its run folder, or SIGTERM."""

import signal
from pathlib import Path

from trainer.errors import StopRequestedError


class StopSignal:
    """Remembers whether a stop was asked for; work looks at it between steps."""

    def __init__(self, run_dir: Path) -> None:
        self._file = run_dir / "stop"
        self._terminated = False
        signal.signal(signal.SIGTERM, self._terminate)

    @property
    def requested(self) -> bool:
        """Whether to end at the next safe place."""
        return self._terminated or self._file.exists()

    def check(self) -> None:
        """End here if a stop was asked for; only where nothing half-done would be left."""
        if self.requested:
            raise StopRequestedError

    def _terminate(self, _signal: int, _frame: object) -> None:
        self._terminated = True
