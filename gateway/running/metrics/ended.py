"""The counts of processes that have ended, folded into one file of each kind.

Each process counts in files of its own, which are there after its end, because what it counted still counts. Under
systemd every unit starts alone and nobody can wipe the folder for all. So each process, as it starts, adds what ended
ones left to one file and removes theirs: the sums stay, and the folder does not grow.
"""

import fcntl
import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FILE = re.compile(r"(counter|histogram)_(\d+)\.db")
_ALL_ENDED = 0
"""No process has this id: the file of all that ended is named for it."""


def fold_ended(folder: Path) -> int:
    """Fold the files of processes that are there no more; how many files there were."""
    with _locked(folder, fcntl.LOCK_EX):
        ended = [path for path in sorted(folder.glob("*.db")) if _has_ended(path)]
        for path in ended:
            _add(path, folder / f"{path.name.partition('_')[0]}_{_ALL_ENDED}.db")
            path.unlink()
    return len(ended)


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """While it lasts nothing is folded: no count is read twice."""
    with _locked(folder, fcntl.LOCK_SH):
        yield


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    with (folder / "fold.lock").open("a") as file:
        fcntl.flock(file, how)
        yield


def _has_ended(path: Path) -> bool:
    named = _FILE.fullmatch(path.name)
    if named is None or int(named[2]) in (_ALL_ENDED, os.getpid()):
        return False
    try:
        os.kill(int(named[2]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # somebody else's process has this id now: its file waits for a later start
    return False


def _add(path: Path, total: Path) -> None:
    from prometheus_client.mmap_dict import MmapedDict  # it looks at the environment when it is imported

    try:
        told = list(MmapedDict.read_all_values_from_file(str(path)))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, RuntimeError, OSError, struct.error):
        return  # cut off by a crash of the machine: nothing can be read of it
    sums = MmapedDict(str(total))  # type: ignore[no-untyped-call]
    for key, value, _timestamp, _position in told:
        before, _ = sums.read_value(key)  # type: ignore[no-untyped-call]
        sums.write_value(key, before + value, 0.0)  # type: ignore[no-untyped-call]
    sums.close()  # type: ignore[no-untyped-call]
