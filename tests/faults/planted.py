"""A person who is planted by every channel, and what of them may stand nowhere."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from core.store.desk.search import tokens

NAME, URDU_NAME = "Zarmina Qulandari", "زرمینہ قلندری"
PHONE, WRITTEN_PHONE = "+923456789123", "0345-6789123"
CALLERS_PHONE = "+923456789555"
CNIC = "16101-7654321-9"
ADDRESS = "Baghichasaif 77, Mohallah Tordherai"
EMAIL = "zarmina.q@example.org"
WORDS = "The naibqasid Fazlumiraj took a bribe"

TOLD = f"I am {NAME} ({URDU_NAME}), CNIC {CNIC}, phone {WRITTEN_PHONE}, of {ADDRESS}, {EMAIL}. {WORDS}"
FILE = f"{NAME} {CNIC}.jpg"

_PARTS = (
    "zarmina",
    "qulandari",
    "زرمینہ",
    "قلندری",
    "3456789123",
    "345-6789123",
    "3456789555",
    "7654321",
    "baghichasaif",
    "tordherai",
    "naibqasid",
    "fazlumiraj",
    "took a bribe",
)


def traces() -> set[str]:
    """All ways in which a part of the person may be written down: lower case, escaped for JSON and URLs, folded for an
    index, in hexadecimal."""
    found = set(_PARTS)
    found |= {json.dumps(part)[1:-1].lower() for part in _PARTS}
    found |= {quote(part).lower() for part in _PARTS}
    found |= {part.encode().hex() for part in _PARTS}
    return found | {token for token in tokens(f"{NAME} {ADDRESS} {WORDS}") if len(token) > 5}


def in_text(text: str) -> list[str]:
    """What of the person stands in it."""
    folded = text.lower()
    return sorted(trace for trace in traces() if trace in folded)


def in_bytes(content: bytes) -> list[str]:
    """The same of any bytes, read as UTF-8 and as UTF-16."""
    return sorted({*in_text(content.decode("utf-8", "replace")), *in_text(content.decode("utf-16-le", "replace"))})


def in_files(folders: Iterable[Path]) -> Iterator[tuple[Path, list[str]]]:
    """Every file below these folders in whose name or content the person stands."""
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            found = in_text(file.name) + (in_bytes(file.read_bytes()) if file.is_file() else [])
            if found:
                yield file, found
