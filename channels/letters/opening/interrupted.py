"""When opening a file ended before it was done, by no fault of the file, as far as is known."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import TooLarge, Unavailable

MOST_KILLED = 5
"""How often the process that opens a file may be killed from outside before the file is held to be the reason."""


class UnpackingInterrupted(Unavailable):
    """The process that opens it was killed, or the disk is full: it is tried again."""

    kind = "unpacking-interrupted"


class OpenerKilled(UnpackingInterrupted):
    """The process that opens it was killed: by somebody who stops everything, or by the kernel for want of memory."""


class Kills:
    """How often the opening of each file was killed, as long as this process lives: a file that always is would be
    tried for ever."""

    def __init__(self) -> None:
        self._of: Counter[str] = Counter()

    @contextmanager
    def counted(self, file: str) -> Iterator[None]:
        """Around one opening of the file of this hash. Raises TooLarge in place of the last OpenerKilled."""
        try:
            yield
        except OpenerKilled as error:
            self._of[file] += 1
            if self._of[file] < MOST_KILLED:
                raise
            del self._of[file]
            raise TooLarge(
                f"opening it was killed {MOST_KILLED} times: it seems to need more memory than there is"
            ) from error
        self._of.pop(file, None)
