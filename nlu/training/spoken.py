"""The hand-written turns: what was asked, what a citizen then wrote, what that does and which words of it are fields.

``turns/*.tsv``, one file a language: asking TAB acts TAB text, where ``-`` is no question and fields stand in the text
as ``[Mingora](address)``. Acts are parted by commas; some say more behind a colon (``answers:2``,
``corrects:district``).
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "turns"
_SPAN = re.compile(r"\[([^\[\]]+)\]\((\w+)\)")


@dataclass(frozen=True)
class Spoken:
    """One turn. ``spans`` are (first sign, behind the last, field) in ``text``."""

    asking: "str | None"
    acts: "tuple[str, ...]"
    text: str
    spans: "tuple[tuple[int, int, str], ...]"
    language: str

    @property
    def question(self) -> "str | None":
        """What was asked, without its options."""
        return self.asking.partition(":")[0].partition("@")[0] if self.asking else None


def turns(folder: Path = FOLDER) -> "list[Spoken]":
    """Every turn of every file, in order. Raises ValueError for a line that is none."""
    found = []
    for path in sorted(folder.glob("*.tsv")):
        language = path.stem.split("-")[1]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                parts = line.split("\t")
                if len(parts) != 3 or not parts[2].strip():
                    raise ValueError(f"{path.name}:{number}: three columns are expected")
                found.append(spoken(parts[0], parts[1], parts[2], language))
    return found


def spoken(asking: str, acts: str, text: str, language: str) -> Spoken:
    """A line's turn, its marks taken out of the text."""
    plain, spans, at = "", [], 0
    for match in _SPAN.finditer(text):
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1]), match[2]))
        plain += match[1]
        at = match.end()
    plain += text[at:]
    told = tuple(one.strip() for one in acts.split(",") if one.strip())
    return Spoken(asking.strip().removeprefix("-") or None, told, plain, tuple(spans), language)
