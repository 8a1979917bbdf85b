"""Which of the project's files a piece of work enters, in the order in which it first does."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("gateway", "channels", "nlu", "core")
_TOOL = 4  # an id of sys.monitoring that profilers and debuggers leave free


@contextmanager
def entered() -> Iterator[list[str]]:
    """Paths of files, such as ``core/outbox.py``, whose functions are called inside the block, in any thread."""
    found: dict[str, None] = {}
    inside = tuple(f"{ROOT / room}/" for room in ROOMS)

    def note(code: CodeType, *_: Any) -> Any:
        if code.co_name != "<module>" and code.co_filename.startswith(inside):
            found.setdefault(str(Path(code.co_filename).relative_to(ROOT)))

    if sys.version_info >= (3, 12):
        monitoring = sys.monitoring
        monitoring.use_tool_id(_TOOL, "entered")
        monitoring.register_callback(_TOOL, monitoring.events.PY_START, note)
        monitoring.set_events(_TOOL, monitoring.events.PY_START)
        undo = lambda: (monitoring.set_events(_TOOL, 0), monitoring.free_tool_id(_TOOL))  # noqa: E731
    else:
        import threading

        def call(frame: Any, event: str, _arg: Any) -> None:
            if event == "call":
                note(frame.f_code)

        before = sys.getprofile()
        sys.setprofile(call)
        threading.setprofile(call)
        undo = lambda: (sys.setprofile(before), threading.setprofile(None))  # noqa: E731
    road: list[str] = []
    try:
        yield road
    finally:
        undo()
        road += found
