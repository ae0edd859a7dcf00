"""Unpacks a zip archive, keeping its files' modes: unpack.py ARCHIVE TARGET [SKIP_PATTERN ...]."""

import sys
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile


def unpack(archive: str, target: str, skip: list[str]) -> None:
    """Write every member that matches no pattern in `skip` below `target`."""
    with ZipFile(archive) as zipped:
        for member in zipped.infolist():
            if any(fnmatch(member.filename, pattern) for pattern in skip):
                continue
            written = Path(zipped.extract(member, target))
            mode = (member.external_attr >> 16) & 0o777
            if mode and written.is_file():
                written.chmod(mode | 0o600)


if __name__ == "__main__":
    unpack(sys.argv[1], sys.argv[2], sys.argv[3:])
