"""What a component is made from besides Rasa's training data, as a hash.

Rasa keeps what it trained and trains again what would come out otherwise, but it does not know which code and which
lists of ours a component reads.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

_ROOT = Path(__file__).parents[3]
READING = ("nlu/assistant/components", "nlu/training", "core/text")
"""How a text is read, grown and counted."""
TURNS = (*READING, "nlu/dialogue", "core/reference/places", "core/reference/words", "core/reference/phrases")
"""How a turn is read: cues, proofs of names and places, traits."""
_LEFT_BY_PYTHON = "__pycache__"


def fingerprint(folders: tuple[str, ...]) -> str:
    """One hash of all files in these folders of the project and below, by their contents and names."""
    found = hashlib.sha256()
    for path in sorted(path for folder in folders for path in (_ROOT / folder).rglob("*") if path.is_file()):
        if _LEFT_BY_PYTHON not in path.parts:
            found.update(str(path.relative_to(_ROOT)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
