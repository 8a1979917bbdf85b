"""Rows of turns: what was asked and known, what was then written, and what a careful clerk would make of it.

One JSON object a line::

    {"id": "en-041", "lang": "en", "asking": "address", "known": {"district": "Mardan"}, "text": "is this needed?",
     "act": "asks_why", "want": {"not_fields": ["address"], "asking": ["address"], "urgent": false}}
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WANTS = frozenset({"fields", "not_fields", "outcome", "asking", "urgent", "language", "keep_description"})


@dataclass(frozen=True)
class Row:
    """One turn with what is wanted of it. ``thread`` is the language in which the thread was held before."""

    id: str
    language: str
    asking: str | None
    known: Mapping[str, str]
    text: str
    act: str
    want: Mapping[str, Any]
    thread: str

    @property
    def request(self) -> dict[str, Any]:
        """The turn as the gateway puts it (core.ports.Turn, as JSON)."""
        return {
            "conversation": f"row:{self.id}", "id": f"row:{self.id}", "text": self.text, "language": self.thread,
            "known": dict(self.known), "asking": self.asking, "choice": None,
        }  # fmt: skip


def read_rows(files: Iterable[Path]) -> list[Row]:
    """The rows of the files, in order. Raises ValueError for one that is none, with its place."""
    rows: list[Row] = []
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    rows.append(_row(json.loads(line), f"{path.stem}-{number}"))
                except (KeyError, TypeError, ValueError) as error:
                    raise ValueError(f"{path.name}:{number}: {error}") from None
    return rows


def _row(said: Mapping[str, Any], place: str) -> Row:
    want = said["want"]
    if not want or not set(want) <= WANTS:
        raise ValueError(f"want: some of {', '.join(sorted(WANTS))}")
    known = {name: str(value) for name, value in (said.get("known") or {}).items() if value}
    thread = known.pop("language", said["lang"])
    return Row(
        str(said.get("id") or place), said["lang"], said.get("asking") or None, known, said["text"], said["act"], want,
        thread,
    )  # fmt: skip
