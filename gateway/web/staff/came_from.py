"""The page that somebody at a desk has just done with, to say there what became of it."""

from flask import request

_DIGITS = 15


def came_from() -> int | None:
    """The row whose page led here (``?done=ID``); None without one, or with what cannot be one."""
    said = request.args.get("done", "")
    return int(said) if said.isdecimal() and len(said) <= _DIGITS else None
