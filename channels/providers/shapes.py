"""Reading what a provider's JSON is made of. Whatever is not of its documented type is Malformed."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.errors import Malformed
from core.text.normalise import clean_text

Shape = Mapping[str, Any]
_LARGEST = 2**53
"""Ids of chats and users have at most 52 significant bits."""


def decoded(body: bytes) -> Shape:
    """The JSON object in a body. Raises Malformed."""
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Malformed(f"no JSON: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise Malformed("no JSON object")
    return found


def part(shape: Shape, name: str) -> Shape | None:
    """An object inside; None where it is left out. Raises Malformed."""
    found = shape.get(name)
    if found is not None and not isinstance(found, dict):
        raise Malformed(f"{name} is no object")
    return found


def parts(shape: Shape, name: str) -> list[Shape]:
    """The objects in a list inside. Raises Malformed."""
    found = shape.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Malformed(f"{name} is no list of objects")
    return found


def needed(shape: Shape, name: str) -> Shape:
    """An object that must be there. Raises Malformed."""
    found = part(shape, name)
    if found is None:
        raise Malformed(f"no {name}")
    return found


def number(shape: Shape, name: str) -> int:
    """A whole number that must be there. Raises Malformed."""
    found = shape.get(name)
    if isinstance(found, bool) or not isinstance(found, int) or not -_LARGEST < found < _LARGEST:
        raise Malformed(f"{name} is no number")
    return found


def moment(shape: Shape, name: str) -> datetime | None:
    """A Unix time; None where it is left out, or is no time at all. Raises Malformed."""
    if shape.get(name) is None:
        return None
    try:
        return datetime.fromtimestamp(number(shape, name), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def words(shape: Shape, name: str) -> str:
    """A text, cleaned; "" where it is left out. Raises Malformed."""
    found = shape.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Malformed(f"{name} is no text")
    return clean_text(found).strip()


def degrees(shape: Shape, name: str, most: int) -> float:
    """A latitude or longitude. Raises Malformed."""
    found = shape.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or not -most <= found <= most:
        raise Malformed(f"{name} is not on Earth")
    return float(found)
