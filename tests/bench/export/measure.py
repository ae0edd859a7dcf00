"""`python measure.py COMMAND …`: runs a command, and tells what it took.

The last line on stdout is JSON: wall and CPU seconds, and the most memory that it and the processes
below it held resident at one moment together, in MB, looked at 20 times a second. Files that are
mapped into memory count with what is resident of them.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

PAUSE_SECONDS = 0.05
MEGABYTE = 1e6


def main(command: list[str]) -> int:
    """Run the command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=sys.stderr)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(resident, family(process.pid))))
        time.sleep(PAUSE_SECONDS)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "wallSeconds": time.perf_counter() - began,
        "cpuSeconds": usage.ru_utime + usage.ru_stime,
        # A short peak may fall between two looks; the kernel's mark of the largest process cannot.
        "peakMb": max(peak, usage.ru_maxrss * 1024) / MEGABYTE,
    }
    print(json.dumps(figures))
    return process.returncode


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            found += family(int(child))
    return found


def resident(pid: int) -> int:
    """Bytes of a process in memory; 0 once it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
