"""Scans that were broken at random: pages or a reason, within the memory and the time that are set."""

import random
import resource
from contextlib import suppress

from channels.letters.documents import unpacked
from channels.letters.limits import Limits
from core.errors import Rejected
from tests.channels.letters import files

LIMITS = Limits(max_pages=5, unpack_seconds=10, memory_mb=600)
FILES = 12


def test_broken_scans() -> None:
    dice = random.Random(9)
    small = files.page(size=(300, 200))
    whole = [files.encoded(small, kind) for kind in ("PNG", "JPEG", "TIFF", "PDF")]
    opened = 0
    for _ in range(FILES):
        content = bytearray(dice.choice(whole))
        for _ in range(dice.randint(1, 12)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        with (
            suppress(Rejected),
            unpacked(bytes(content[: dice.randint(len(content) // 2, len(content))]), LIMITS) as found,
        ):
            opened += len(list(found))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < LIMITS.memory_mb * 1024 + 400_000
    assert opened < FILES * LIMITS.max_pages
