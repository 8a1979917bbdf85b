"""Names that a sentence of their own tells: "Fazal Wadood. Will she be told?", "Ghulam Qasim is my name son and …"."""

import re

from core.text.normalise import clean_text
from nlu.dialogue.believed.talk import TRIM
from nlu.dialogue.moves import folded
from nlu.dialogue.proofs import is_everyday, is_given_name, is_name_alone

_MOST = 4
_SENTENCE = re.compile(r"[.!?;\n۔؛؟…]+(?:\s+|$)")
_WORD = r"[^\W\d_]+(?:['’.-][^\W\d_]+)*"
_RUN = rf"(?P<name>{_WORD}(?: {_WORD}){{0,4}}?)"
_ME = (
    r"(?:i am|i'm|im|its|it is|it's|this is|main|mein|mai|me|hum|ham|میں|ہم|زه|زۀ|زہ|za|ze)\s+"
    r"(?:(?:khud|hi|to|خود|ہی|تو|خو|پخپله)\s+)?"
)
_AM = (
    r"(?:is my (?:full |good )?name|here\b|speaking\b|hu+n\b|hoo?n\b|hon\b|yam[ah]?\b|naam hai"
    r"|ہوں|یم[هہ]?(?!\w)|يم[هہ]?(?!\w)|نام ہے|مې نوم)"
)
_CALL = r"(?:kehte|kahte|bolte|bulate|pukarte|کہتے|بلاتے|پکارتے|وا[ئی]ی|وایي|وائي|وای|waya+i?|wai|call)"
_CALLED = (
    re.compile(rf"^(?:{_ME})?{_RUN}[,،]?\s+{_AM}", re.IGNORECASE),
    re.compile(rf"^(?:{_ME}){_RUN}(?=[,،.]|$)", re.IGNORECASE),
    re.compile(
        r"^(?:\S+ ){0,2}?(?:mujh(?:e|ay|ko)|humko|hamein|مجھے|ہمیں|راته|ماته|ما ته|raata|mata)\s+"
        r"(?:(?:sab|log|سب|لوگ|خلک|خلق|ټول|khalak)\s+)?"
        rf"{_RUN}\s+{_CALL}(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(rf"^(?:people|everyone|they|all) (?:just )?call me {_RUN}(?=[,.]|$)", re.IGNORECASE),
    re.compile(rf"^{_RUN}\s+(?:راته|ماته|ما ته)\s+(?:خلک |خلق |ټول )?{_CALL}(?!\w)"),
)


def name_in_a_sentence(text: str) -> "str | None":
    """The first sentence that is nothing but somebody's name, or says so in plain words; None where none is."""
    for sentence in _SENTENCE.split(clean_text(text)[:600]):
        said = sentence.strip(TRIM)
        stated = [match["name"] for way in _CALLED if (match := way.match(said))]
        name = _of_names(said, alone=True) or next(filter(None, map(_of_names, stated)), None)
        if name is not None:
            return name
    return None


def _of_names(words: str, *, alone: bool = False) -> "str | None":
    """The words where all are names that people have, or titles. ``alone``: nothing says so, so one must be a name by
    itself (not khan, zada)."""
    kept = words.strip(TRIM).split()
    while kept and folded(kept[0]) in _PEOPLE:
        kept.pop(0)
    if not 1 <= len(kept) <= _MOST or any(folded(word) in _NOBODY for word in kept):
        return None
    bare = [word.strip(TRIM) for word in kept]
    known = [is_given_name(word) or folded(word) in _TITLES for word in bare]
    strange = [not is_everyday(word) for word in bare]
    proper = is_name_alone if alone else is_given_name
    named = [proper(word) and folded(word) not in _TITLES for word in bare]
    if not any(named) or not all(one or other for one, other in zip(known, strange, strict=True)):
        return None
    return " ".join(kept).strip(TRIM) if sum(known) * 2 >= len(known) else None


_TITLES = frozenset(
    folded(word)
    for word in (
        *(
            "ustad",
            "ustaad",
            "haji",
            "hakim",
            "malik",
            "master",
            "maulvi",
            "molvi",
            "mama",
            "kaka",
            "chacha",
            "sir",
            "mr",
            "mst",
        ),
        *("استاد", "استاذ", "حاجی", "حاجي", "حکیم", "ملک", "ماسٹر", "مولوی", "ماما", "کاکا", "چچا", "مسماۃ"),
    )
)
_PEOPLE = frozenset(folded(word) for word in ("log", "sab", "people", "لوگ", "سب", "خلک", "خلق", "ټول"))
_NOBODY = frozenset(folded(word) for word in ("allah", "khuda", "اللہ", "خدا", "خدای"))
