"""Which process speaks: supervisord hands every line that a process writes to this listener, which names the speaker.

Protocol: http://supervisord.org/events.html. Standard output belongs to it; what people read goes to standard error.
Where logs are JSON (``log.format``) each line is one JSON object: those of our processes as they are, and what other
programs say wrapped in one of the same form.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import Literal, TextIO

COLOURS = (36, 33, 32, 35, 34, 31)
WIDTH = 9
Style = Literal["plain", "colour", "json"]
_SAID = {
    "PROCESS_STATE_EXITED": "ended; starting it again",
    "PROCESS_STATE_BACKOFF": "ended right after its start; trying again",
    "PROCESS_STATE_FATAL": "cannot be started",
}


class Voices:
    """Lines with their speaker's name, kept whole although they come in pieces."""

    def __init__(self, out: TextIO, style: Style = "plain") -> None:
        self._out = out
        self._style = style
        self._rest: dict[str, str] = {}
        self._names: list[str] = []

    def hear(self, event: str, header: dict[str, str], data: str) -> None:
        """Tell one event."""
        name = header.get("processname", "?")
        if event.startswith("PROCESS_LOG"):
            *lines, self._rest[name] = (self._rest.get(name, "") + data).split("\n")
            for line in lines:
                self._say(name, line)
            return
        if event in ("PROCESS_STATE_EXITED", "PROCESS_STATE_STOPPED", "PROCESS_STATE_BACKOFF"):
            rest = self._rest.pop(name, "")
            if rest:
                self._say(name, rest)
        if event in _SAID and header.get("expected") != "1":
            self._say(name, f"[{_SAID[event]}]")

    def _say(self, name: str, line: str) -> None:
        line = line.rstrip("\r")
        self._out.write(f"{_as_json(name, line) if self._style == 'json' else self._labelled(name, line)}\n")
        self._out.flush()

    def _labelled(self, name: str, line: str) -> str:
        label = f"{name:<{WIDTH}} |"
        if self._style == "colour":
            if name not in self._names:
                self._names.append(name)
            label = f"\x1b[{COLOURS[self._names.index(name) % len(COLOURS)]}m{label}\x1b[0m"
        return f"{label} {line}"


def _as_json(name: str, line: str) -> str:
    try:
        if isinstance(json.loads(line), dict):
            return line
    except ValueError:
        pass
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"at": at, "level": "info", "process": name, "message": line}, ensure_ascii=False)


def events(stdin: TextIO, stdout: TextIO) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each event's name, the fields in its first line, and what follows that line."""
    while True:
        stdout.write("READY\n")
        stdout.flush()
        head = _fields(stdin.readline())
        if "len" not in head:
            return
        first, _, rest = stdin.read(int(head["len"])).partition("\n")  # characters, not bytes
        yield head["eventname"], _fields(first), rest
        stdout.write("RESULT 2\nOK")
        stdout.flush()


def _fields(line: str) -> dict[str, str]:
    return dict(part.split(":", 1) for part in line.split() if ":" in part)


def main() -> None:
    """Listen until supervisord ends."""
    stdin = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="\n")
    style: Style = "json" if "--json" in sys.argv else "colour" if "--colour" in sys.argv else "plain"
    voices = Voices(sys.stderr, style)
    for event, header, data in events(stdin, sys.stdout):
        voices.hear(event, header, data)


if __name__ == "__main__":
    main()
