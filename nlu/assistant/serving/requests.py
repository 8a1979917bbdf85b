"""The caller's JSON, checked: only what is expected goes on."""

from __future__ import annotations

from typing import Any

LONGEST_TEXT = 20_000
LONGEST_ID = 200
MOST_TEXTS = 200


class BadRequest(ValueError):
    """The body is not what this endpoint takes. The message carries nothing of the body."""


def turn_request(body: Any) -> dict[str, Any]:
    """A turn with every key present. Raises BadRequest."""
    if not isinstance(body, dict):
        raise BadRequest("a JSON object is expected")
    known = body.get("known") or {}
    if not isinstance(known, dict) or not all(isinstance(v, str) for v in known.values()):
        raise BadRequest("known: an object of strings is expected")
    return {
        "conversation": _string(body, "conversation", required=True)[:LONGEST_ID],
        "id": _string(body, "id", required=True)[:LONGEST_ID],
        "text": _string(body, "text")[:LONGEST_TEXT],
        "language": _string(body, "language") or "und",
        "known": known,
        "asking": _string(body, "asking") or None,
        "choice": _string(body, "choice")[:LONGEST_ID] or None,
    }


def texts_request(body: Any) -> list[str]:
    """The texts to understand. Raises BadRequest."""
    texts = body.get("texts") if isinstance(body, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts) or len(texts) > MOST_TEXTS:
        raise BadRequest(f"texts: a list of at most {MOST_TEXTS} strings is expected")
    return [text[:LONGEST_TEXT] for text in texts]


def _string(body: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = body.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value):
        raise BadRequest(f"{name}: a string is expected")
    return value
