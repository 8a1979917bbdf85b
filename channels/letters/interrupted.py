"""When opening a file ended before it was done, by no fault of the file."""

from core.errors import Unavailable


class UnpackingInterrupted(Unavailable):
    """The process that opens it was killed, or the disk is full: it is tried again."""

    kind = "unpacking-interrupted"
