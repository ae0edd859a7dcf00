"""`python measure.py COMMAND …`: runs a command, and tells what it took.

The last line on stdout is JSON: wall and CPU seconds, and the most memory that it and the processes
below it held resident at one moment together, in MB, looked at 20 times a second. Files that are
mapped into memory count with what is resident of them; `ownMb` leaves them out, as the system may
let go of them at any time.
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
    peak = own = 0
    while process.poll() is None:
        held = [resident(pid) for pid in family(process.pid)]
        peak = max(peak, sum(whole for whole, _ in held))
        own = max(own, sum(unshared for _, unshared in held))
        time.sleep(PAUSE_SECONDS)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "wallSeconds": time.perf_counter() - began,
        "cpuSeconds": usage.ru_utime + usage.ru_stime,
        # A short peak may fall between two looks; the kernel's mark of the largest process cannot.
        "peakMb": max(peak, usage.ru_maxrss * 1024) / MEGABYTE,
        "ownMb": own / MEGABYTE,
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


def resident(pid: int) -> tuple[int, int]:
    """Bytes of a process in memory, with and without mapped files; nothing once it is gone."""
    try:
        numbers = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0, 0
    if len(numbers) < 3:
        return 0, 0
    whole, shared = int(numbers[1]), int(numbers[2])
    return whole * resource.getpagesize(), (whole - shared) * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
