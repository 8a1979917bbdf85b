"""Scans that were broken at random: pages or a reason, within the memory and the time that are set."""

import random
import resource
import subprocess
import sys
from contextlib import suppress

from channels.letters.limits import Limits
from channels.letters.opening.documents import unpacked
from core.errors import Rejected
from tests.channels.letters import files

LIMITS = Limits(max_pages=5, unpack_seconds=10, memory_mb=600)
FILES = 12
PEAK = "from tests.faults.test_mutated_pictures import open_all; print(*open_all())"


def open_all() -> tuple[int, int]:
    """Open them all; how many pages there were, and the most memory (kB) that a process opening one took."""
    dice = random.Random(9)
    small = files.page(size=(300, 200))
    whole = [files.encoded(small, kind) for kind in ("PNG", "JPEG", "TIFF", "PDF")]
    opened = 0
    for _ in range(FILES):
        content = bytearray(dice.choice(whole))
        for _ in range(dice.randint(1, 12)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        end = dice.choice((len(content), dice.randint(len(content) // 2, len(content))))
        with suppress(Rejected), unpacked(bytes(content[:end]), LIMITS) as found:
            opened += len(list(found))
    return opened, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def test_broken_scans() -> None:
    # In a process of its own: the memory of children is that of all that a process ever had.
    told = subprocess.run([sys.executable, "-c", PEAK], capture_output=True, text=True, check=True).stdout.split()
    opened, peak = map(int, told)
    assert peak < LIMITS.memory_mb * 1024 + 400_000
    assert 0 < opened < FILES * LIMITS.max_pages
