"""Evidence from one shelf to another: what is there already is not copied again."""

from core.errors import NotFound
from core.ports import Shelf


def copy(source: Shelf, target: Shelf) -> tuple[int, int]:
    """All blobs of the source; how many were copied, how many were there. What is erased meanwhile is left out."""
    copied = known = 0
    for name in source.names():
        if target.exists(name):
            known += 1
            continue
        try:
            content = source.get(name)
        except NotFound:
            continue
        target.keep(name, content)
        copied += 1
    return copied, known
