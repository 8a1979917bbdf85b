"""What one message of a visitor holds, in one piece: a line of JSON, and the bytes of its files behind it.

    {"id": "…", "visitor": "…", "text": "…", "files": [{"name": "a.jpg", "type": "image/jpeg", "size": 12345}], …}⏎
    the first file's bytes, the second's, …

``id`` was made on the visitor's phone, once for each draft: the same draft sent again is the same message. ``visitor``
is made of the secret in their cookie and does not tell it (gateway/web/complain/visitor.py).
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import Malformed
from core.messages import Address, Attachment, Envelope, InboundMessage, Location
from core.text.language import language
from core.text.normalise import clean_text

VISITOR = re.compile(r"[0-9a-f]{32}")
ID = re.compile(r"[A-Za-z0-9_-]{16,40}")
LANGUAGES = ("en", "ur", "roman_ur", "ps")
FOUND = ("complainant_name", "phone", "address", "anonymous")
"""What the plain form asks for by itself: fields of the record (core.complaint)."""
_TYPED = 0.95
_LONGEST_HEAD = 1_000_000
_SURE = 0.6
"""How surely words must be of a language to count against the one that the page is read in."""


@dataclass(frozen=True, slots=True)
class File:
    """A file with its bytes. ``kind`` is its media type, decided by the page that took it."""

    name: str | None
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One message, as the page took it. ``tongue`` is the language in which the page is read; ``choice`` the payload of
    the button that was pressed; ``found`` what the form's own fields hold, by the record's names."""

    id: str
    visitor: str
    tongue: str = "en"
    text: str = ""
    choice: str | None = None
    location: Location | None = None
    found: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[File] = ()


def pack(said: Said) -> bytes:
    """A message as the body of an envelope."""
    point = said.location
    head = {
        "id": said.id,
        "visitor": said.visitor,
        "tongue": said.tongue,
        "text": said.text,
        "choice": said.choice,
        "location": [point.latitude, point.longitude] if point is not None else None,
        "found": dict(said.found),
        "files": [{"name": one.name, "type": one.kind, "size": len(one.content)} for one in said.files],
    }
    line = json.dumps(head, ensure_ascii=False, allow_nan=False).encode()
    return b"".join([line, b"\n", *(one.content for one in said.files)])


def envelope_id(said: Said) -> str:
    """Unique for this draft of this visitor, for ever."""
    return f"{said.visitor}:{said.id}"


def unpack(body: bytes) -> Said:
    """The message in an envelope's body. Raises Malformed."""
    end = body.find(b"\n", 0, _LONGEST_HEAD)
    if end < 0:
        raise Malformed("no line of JSON")
    head = _head(body[:end])
    tongue, choice = _words(head, "tongue", "en"), head.get("choice")
    if choice is not None and not isinstance(choice, str):
        raise Malformed("a choice that is no text")
    return Said(
        id=_matched(head, "id", ID),
        visitor=_matched(head, "visitor", VISITOR),
        tongue=tongue if tongue in LANGUAGES else "en",
        text=_words(head, "text"),
        choice=choice,
        location=_point(head.get("location")),
        found=_found(head.get("found")),
        files=tuple(_files(head.get("files"), memoryview(body)[end + 1 :])),
    )


def message(envelope: Envelope) -> InboundMessage:
    """The message as intake reads it. Raises Malformed."""
    said = unpack(envelope.body)
    text = clean_text(said.text).strip()
    return InboundMessage(
        channel=envelope.channel,
        id=envelope.id,
        sender=Address(said.visitor),
        text=text,
        full_text=text,
        language=_language(text, said.tongue),
        location=said.location,
        attachments=tuple(
            Attachment(one.name, one.kind, size=len(one.content), content=one.content) for one in said.files
        ),
        choice=said.choice,
        found={name: (value, _TYPED) for name, value in said.found.items()},
    )


def _language(text: str, tongue: str) -> str:
    """The language of the words, where they show one; else the one in which the page is read."""
    code, sure = language(text) if text else ("und", 0.0)
    return code if code != "und" and sure >= _SURE else tongue


def _head(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Malformed("no JSON") from error
    if not isinstance(found, dict):
        raise Malformed("no JSON object")
    return found


def _words(head: Mapping[str, Any], name: str, without: str = "") -> str:
    found = head.get(name, without)
    if not isinstance(found, str):
        raise Malformed(f"{name}: no text")
    return found


def _matched(head: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    found = _words(head, name)
    if not form.fullmatch(found):
        raise Malformed(f"{name}: not of its form")
    return found


def _point(told: object) -> Location | None:
    if told is None:
        return None
    numbers = [float(one) for one in told if _is_number(one)] if isinstance(told, list) else []
    if len(numbers) != 2 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180 or not all(map(math.isfinite, numbers)):
        raise Malformed("a place that is not on Earth")
    return Location(numbers[0], numbers[1])


def _is_number(one: object) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool) and abs(one) <= 180


def _found(told: object) -> dict[str, str]:
    if told is None:
        return {}
    if not isinstance(told, dict) or not all(name in FOUND and isinstance(one, str) for name, one in told.items()):
        raise Malformed("fields that the form does not have")
    return {name: cleaned for name, one in told.items() if (cleaned := clean_text(one).strip())}


def _files(told: object, behind: memoryview) -> list[File]:
    """The files, each with its bytes: all that is behind the head, and no more."""
    if not isinstance(told, list | None):
        raise Malformed("files that are no list")
    files, at = [], 0
    for one in told or []:
        if not isinstance(one, dict):
            raise Malformed("a file that is none")
        size, name = one.get("size"), one.get("name")
        if not isinstance(size, int) or isinstance(size, bool) or size <= 0 or not isinstance(name, str | None):
            raise Malformed("a file without its size")
        files.append(File(name, _words(one, "type", "application/octet-stream"), bytes(behind[at : at + size])))
        at += size
    if at != len(behind):
        raise Malformed("other bytes than the files'")
    return files
