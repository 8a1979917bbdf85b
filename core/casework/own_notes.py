"""What we write into histories ourselves beside why a case went where it is: kept in English, as it was written then.
The desk says it in the reader's language (gateway/web/desk/why.py)."""

import re

MEANT_ELSEWHERE = "Sent on: the citizen says that it is for this office."
TAKEN_BACK = "The citizen took a message back: its words and files are gone."
_UNDELIVERED = re.compile(r"A message to the citizen could not be delivered \((\S+), (.{1,40})\)\.")
_NO_CODE = "no code"


def undelivered(channel: str, code: str | None) -> str:
    """A message did not arrive: by which channel, and with which code of its provider."""
    return f"A message to the citizen could not be delivered ({channel}, {code or _NO_CODE})."


def read_undelivered(text: str) -> tuple[str, str | None] | None:
    """What ``undelivered`` says; None for any other text."""
    found = _UNDELIVERED.fullmatch(text)
    return None if found is None else (found[1], found[2] if found[2] != _NO_CODE else None)
