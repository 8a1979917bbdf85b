"""The hand-written training texts, read from Rasa's files."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from nlu.dialogue.tables import read_table

FOLDER = Path(__file__).parents[1] / "assistant" / "data" / "nlu"
WORD = "word"
"""``metadata: {kind: word}`` marks the vocabulary: it teaches categories, and no intent."""


class Company(Enum):
    """Whether a line stands among others: greetings, pleas and addresses do so with a complaint that has a subject."""

    NONE = 0
    GIVES = 1
    TAKES = 2


def company(intent: str, category: str | None, danger: str | None = None) -> Company:
    """What a line of this intent, category and kind of danger does."""
    if danger:
        return Company.TAKES
    if intent == "file_complaint":
        return Company.TAKES if category else Company.GIVES
    return Company.GIVES if intent in ("greet", "inform") and category is None else Company.NONE


@dataclass(frozen=True)
class Example:
    """One text with what it teaches. ``group`` ties variants to the text that was written by hand; ``judged`` says
    whether the confidence is set by it, as it is by whole sentences of people only."""

    text: str
    label: str
    language: str
    group: int = 0
    weight: float = 1.0
    judged: bool = True
    company: Company = Company.NONE


@dataclass(frozen=True)
class Sentence:
    """One line of the training files. ``danger``: the kind (core.text.urgent.NUMBERS) that it tells of."""

    text: str
    intent: str
    category: str | None
    language: str
    kind: str
    file: str
    danger: str | None = None


def sentences(folder: Path = FOLDER) -> list[Sentence]:
    """Every line of every file, in order of file name. ``kind`` is ``sentence`` or ``word``."""
    found: list[Sentence] = []
    for path in sorted(folder.rglob("*.yml")):
        for block in read_table(path)["nlu"]:
            about = block["metadata"]
            for line in block["examples"].splitlines():
                found.append(
                    Sentence(
                        line.removeprefix("- "),
                        block["intent"],
                        about.get("category"),
                        about["language"],
                        about.get("kind", "sentence"),
                        path.relative_to(folder).as_posix(),
                        about.get("danger"),
                    )
                )
    return found
