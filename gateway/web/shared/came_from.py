"""The page that somebody at a desk has just done with, to say there what became of it."""

from flask import request

from gateway.web.shared.numbers import whole_number


def came_from() -> int | None:
    """The row whose page led here (``?done=ID``); None without one, or with what cannot be one."""
    return whole_number(request.args.get("done", ""))
