"""How many streams of server-sent events may last at a time in this process: each holds one of the web's threads."""

import threading

from flask import Flask, Response, current_app, request

STREAMS = "LIVE_STREAMS"
"""The application's setting: how many."""
LASTS_S = 15.0
EVERY_S = 1.0
COME_BACK_MS = 4000
_FEW = 3


def lasting() -> float:
    """How long this request's stream may last, in seconds: 0 where too many last already, or nothing runs beside it.

    Who gets more than 0 gives it back: ``stream_of`` sees to that.
    """
    return LASTS_S if request.environ.get("wsgi.multithread") and _places(current_app).acquire(blocking=False) else 0.0


def stream_of(response: Response, lasts: float) -> Response:
    """The response as a stream; its place is free again when it ends."""
    if lasts:
        response.call_on_close(_places(current_app).release)
    response.headers.update(
        {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    return response


def _places(app: Flask) -> threading.Semaphore:
    found: threading.Semaphore = app.extensions.setdefault(STREAMS, threading.Semaphore(app.config.get(STREAMS, _FEW)))
    return found
