"""A category that the words settle, where the classifier says another or is in doubt: the police who take money are the
police's, and no matter of transport. The table is core/reference/taxonomy/settled.csv."""

import functools
import re
from dataclasses import dataclass, replace

from core.reference.tables import rows
from core.text.lexicon import any_of
from core.text.normalise import fold_letters
from nlu.dialogue.free_text import ENOUGH
from nlu.dialogue.shapes import Heard

_SURE, _LOOK_AT = 0.9, 6000


@dataclass(frozen=True)
class _Row:
    category: str
    instead_of: "frozenset[str]"
    words: "re.Pattern[str]"
    also: "re.Pattern[str] | None"
    unless: "re.Pattern[str] | None"

    def fits(self, text: str) -> bool:
        told = self.words.search(text) is not None and (self.also is None or self.also.search(text) is not None)
        return told and (self.unless is None or self.unless.search(text) is None)


def with_settled_category(heard: Heard, text: str) -> Heard:
    """The same with the category that the words settle, if there is one that goes before the classifier's."""
    folded = fold_letters(text[:_LOOK_AT])
    doubted = heard.category is None or heard.category_confidence < ENOUGH
    said = heard.category or "other"
    for row in _rows():
        if (doubted or said in row.instead_of) and row.fits(folded):
            likely = tuple((name, sure) for name, sure in heard.likely if name != row.category)
            return replace(
                heard, category=row.category, category_confidence=_SURE, likely=((row.category, _SURE), *likely)
            )
    return heard


@functools.cache
def _rows() -> "tuple[_Row, ...]":
    made = []
    for row in rows("taxonomy/settled.csv"):
        words = any_of(row["words"])
        assert words is not None
        instead_of = frozenset(row["instead_of"].split("|"))
        made.append(_Row(row["category"], instead_of, words, any_of(row["also"]), any_of(row["unless"])))
    return tuple(made)
