"""The words by which a ticket is found: folded, so that spellings of one word meet, and without personal data.

Latin words become ``roman_key``s and Urdu and Pashto words ``script_key``s. What the citizen wrote is joined by the
names of category and district in all languages, so that either script finds them. Numbers that could be somebody's
(phones, CNICs), email addresses and the citizen's own name are left out.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from core.complaint import Complaint
from core.taxonomy import categories
from core.text.gazetteer import districts, key_of, words
from core.text.normalise import fold_digits, fold_letters

FOLDING = 1
"""One more when words are folded differently: the index is then made anew by itself."""
MOST_ASKED = 8
"""Words of a search that count; the rest is left out."""
_LONGEST = 40
_MOST_READ = 8000
_PERSONS_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")
_ADDRESS = re.compile(r"\S*@\S*")
_NUMBER = re.compile(r"\d{1,6}")
_EVERYWHERE = (
    "a an the of in on at to is are was were be and or my our we i it for from with this that has have there by as "
    "ka ke ki ko se mein me main hai hain he ho aur or par pe ne yeh ye woh wo nahi nahin hy "
    "اور کا کے کی کو سے میں ہے ہیں ہو پر نے یہ وہ نہیں تھا رہا رہی د په کې کښې دی ده له چې او نه سره دا"
)


def document(number: str, category: str, district: str, complaint: Complaint) -> set[str]:
    """The words of one ticket."""
    said = complaint.fields.get("description")
    found = set(tokens(said.value if said else ""))
    name = complaint.fields.get("complainant_name")
    if name is not None:
        found -= set(tokens(name.value))
    found |= _of_category(category) | _of_district(district)
    return found | {_bare(part) for part in number.split("-") if part.isdecimal()}


def asked(query: str) -> list[tuple[str, bool]]:
    """What a search wants: each word folded, and whether only its beginning was given (``wat*``)."""
    wanted: dict[str, bool] = {}
    for part in query.split():
        begins = part.endswith("*")
        found = list(tokens(part))
        for n, token in enumerate(found):
            last = begins and n == len(found) - 1 and len(token) > 2
            wanted[token] = wanted.get(token, last) and last
    return list(wanted.items())[:MOST_ASKED]


def tokens(text: str) -> Iterator[str]:
    """The folded words and short numbers of a text, without those that stand in every text."""
    text = fold_digits(fold_letters(_ADDRESS.sub(" ", text[:_MOST_READ])))
    text = _PERSONS_NUMBER.sub(" ", text)
    for match in words(text):
        token = _told_by(match.group())
        if token:
            yield token
    yield from map(_bare, _NUMBER.findall(text))


@lru_cache(20_000)
def _told_by(word: str) -> str:
    """The folded word; nothing where it stands in every text. Kept: people use the same words."""
    token = _folded(word)
    return "" if token in _everywhere() else token


def _folded(word: str) -> str:
    key = key_of(word)[:_LONGEST]
    plural = key.isascii() and len(key) > 4 and key.endswith("s")
    return "".join(sign for sign in (key[:-1] if plural else key) if sign.isalpha())


def _bare(number: str) -> str:
    return number.lstrip("0") or "0"


@cache
def _everywhere() -> frozenset[str]:
    return frozenset(_folded(word) for word in _EVERYWHERE.split())


@cache
def _of_category(category: str) -> frozenset[str]:
    known = categories().get(category)
    return _all(known.names.values() if known else [category])


@cache
def _of_district(district: str) -> frozenset[str]:
    known = districts().get(district)
    return _all([district, known.urdu, known.pashto, known.division] if known else [district])


def _all(names: Iterable[str]) -> frozenset[str]:
    return frozenset(token for name in names for token in tokens(name))
