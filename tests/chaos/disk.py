"""A disk that can be filled: a small tmpfs where we may mount one, else a limit on the size of files."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MEGABYTES = 1500
_UNLIMITED = resource.RLIM_INFINITY


@dataclass(frozen=True)
class Disk:
    """``folder`` is on it. ``mounted``: writes meet ENOSPC when it is full; else they meet EFBIG."""

    folder: Path
    mounted: bool
    pids: Callable[[], Iterable[int]]

    def fill(self) -> None:
        """Not a byte more."""
        if not self.mounted:
            self._limit(1)
            return
        with (self.folder / "ballast").open("ab", buffering=0) as ballast, suppress(OSError):
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while ballast.write(b"\0" * size):
                        pass

    def free(self) -> None:
        """As before."""
        if not self.mounted:
            self._limit(_UNLIMITED)
        (self.folder / "ballast").unlink(missing_ok=True)

    def _limit(self, size: int) -> None:
        for pid in self.pids():
            with suppress(OSError, ValueError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, _UNLIMITED))


@contextmanager
def disk(folder: Path, pids: Callable[[], Iterable[int]]) -> Iterator[Disk]:
    """The folder as a disk of its own, where that is possible."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = (
        os.getuid() == 0
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    try:
        yield Disk(folder, mounted, pids)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
