"""What in a message is said to us and tells nothing of the matter: a greeting, who writes and in which language, that
there is a complaint, "I told you already", an order to write or to take out. None of it is a part of the complaint."""

import re

from core.text.insults import has_insult
from core.text.names import find_name
from core.text.normalise import clean_text, fold_letters, normalise
from nlu.dialogue.anothers_name import names_somebody_else
from nlu.dialogue.carriers import without_carriers
from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.keywords import category_scores
from nlu.dialogue.measures import measures
from nlu.dialogue.moves import folded, is_abuse, is_bare_complaint, is_small_word, move
from nlu.dialogue.patterns import pattern, words_for
from nlu.dialogue.proofs import is_everyday, is_given_name, is_place_name
from nlu.dialogue.words import tokens

OUT = pattern("out")


ORDER_BEHIND = re.compile(pattern("order_behind"), re.IGNORECASE)
"""What stands behind that which is to be written: "… ki baat bhi likh dein"."""
_ORDER_BEFORE = re.compile(pattern("order_before"), re.IGNORECASE)
_TAKES_OUT = re.compile(pattern("takes_out"), re.IGNORECASE)
_INTO_IT = re.compile(pattern("into_it"), re.IGNORECASE)
"""Into this complaint."""
_POINTS = words_for("points")


_MATTER = re.compile(r"\s+(?:ye|yeh|wo|woh|یہ|وہ|دا|da)\s+(?:ba+t|بات|خبره|khabara)\W*$", re.IGNORECASE)


def takes_out(clause: str) -> bool:
    """Does it ask to leave something out?"""
    return _TAKES_OUT.search(clause) is not None


def without_order(clause: str) -> "str | None":
    """What a clause asks to be written; "" where it only asks to write; None where it is no such order."""
    said = clean_text(clause).strip()
    plain = without_carriers(said, least=1)
    ordered = plain != said
    if ORDER_BEHIND.search(plain):
        plain, ordered = ORDER_BEHIND.sub("", plain), True
    if _ORDER_BEFORE.match(plain):
        plain, ordered = _ORDER_BEFORE.sub("", plain), True
    if not ordered:
        return None
    return _INTO_IT.sub("", _MATTER.sub("", plain)).strip(" .,;:!?-–—،۔؛؟")


def says_nothing_new(words: str, story: str) -> bool:
    """Do these words only point at what stands in the complaint ("bijli bill wala", "the husband's card")?"""
    said = [keyed(word) for word in tokens(words) if fold_letters(word) not in _POINTS and not is_small_word(word)]
    told = {keyed(word) for word in tokens(story)}
    return bool(said) and all(word in told for word in said)


_SCOLDS = re.compile(fold_letters(pattern("scolds")), re.IGNORECASE)
_LONGEST_SCOLDING = 9


_HESITATES = re.compile(fold_letters(pattern("hesitates")), re.IGNORECASE)
_LONGEST_DOUBT = 14


def hesitates(clause: str) -> bool:
    """Does somebody want to think it over, ask at home, or wait?"""
    said = fold_letters(normalise(clause).lower())
    return len(tokens(clause)) <= _LONGEST_DOUBT and _HESITATES.search(said) is not None


def scolds(clause: str) -> bool:
    """Does it say that we have not listened? What they told others is a part of the matter."""
    return (
        len(tokens(clause)) <= _LONGEST_SCOLDING and _SCOLDS.search(fold_letters(normalise(clause).lower())) is not None
    )


_SCOLDING_WITHIN = re.compile(pattern("scolding_within"), re.IGNORECASE)


def unscolded(text: str) -> str:
    """ "The university's name you have not written, AWKUM": without what it says of us."""
    return _SCOLDING_WITHIN.sub("", text)


_ANNOUNCES = re.compile(fold_letters(pattern("announces")), re.IGNORECASE)
_HEADING = re.compile(pattern("heading"), re.IGNORECASE)
""" "One more matter:", "بل کی الگ شکایت:" in front of what is told."""
_WITHOUT_WRITING = re.compile(fold_letters(pattern("without_writing")), re.IGNORECASE)
_WRITES = re.compile(fold_letters(pattern("writes")), re.IGNORECASE)
_YOU_ALL = re.compile(fold_letters(pattern("you_all")), re.IGNORECASE)
_TRIM = " \t.,;:!?-–—،۔؛؟…\"'()"


def is_said_to_us(clause: str) -> bool:
    """Does a clause tell nothing of the matter? Where it counts, dates, names a subject or a place, it is never dropped
    for being a greeting or an introduction."""
    said = clause.strip(_TRIM)
    words = tokens(said)
    if not words:
        return True
    plain = fold_letters(normalise(said).lower())
    if names_somebody_else(said):
        return False
    if _YOU_ALL.search(plain) or scolds(said) or (_WITHOUT_WRITING.search(plain) and len(words) <= _LONGEST_TALK):
        return True
    if is_abuse(said) or (has_insult(said) and not category_scores(normalise(said)) and len(words) <= _FEW):
        return True
    if move(said) is not None or is_bare_complaint(said) or all(_is_polite(word) for word in words):
        return True
    if category_scores(normalise(said)) or (measures(said) and not _ANNOUNCES.search(plain)):
        return False
    return (
        bool(_ANNOUNCES.search(plain)) or _says_who_writes(plain) or _wishes_a_language(said) or _is_only_a_name(said)
    )


_LONGEST_TALK, _FEW = 12, 6
_POLITE = frozenset({"ok", "yes_", "thanks", "greet", "hmm", "prayer"})


def _is_polite(word: str) -> bool:
    return not _POLITE.isdisjoint(cues(word)) or fold_letters(folded(word)) in _CALLED


_CALLED = words_for("called")


def _says_who_writes(plain: str) -> bool:
    """ "This is Noman, using my uncle's mobile": a name, and nothing that is told."""
    match = _WRITES.match(plain)
    return match is not None and all(is_given_name(word) for word in match["who"].split())


def _wishes_a_language(said: str) -> bool:
    named = set(cues(said))
    of_a_tongue = {"lang_en", "lang_ur", "lang_ps", "lang_roman"} & named
    asks = {"write", "read_", "talk", "cant", "tell", "understand", "help"} & named
    return bool(of_a_tongue and asks) and len(tokens(said)) <= _LONGEST_TALK


def _is_only_a_name(said: str) -> bool:
    """ "My name is Noman Afridi": the name is kept in its field."""
    name = find_name(said)
    if name is None or name.confidence < 0.8:
        return False
    left = [word for word in folded(said).split() if word not in folded(name.value).split()]
    return all(is_small_word(word) or is_everyday(word) or is_given_name(word) for word in left) and len(left) <= _FEW


_PART = re.compile(pattern("part"), re.IGNORECASE)


def without_talk(text: str) -> str:
    """The sentences that tell something, as they were written; the whole where none would be left."""
    said = only_told(text)
    return said if _tells(said) else text.strip()


def only_told(text: str) -> str:
    """The sentences that tell something; "" where none does."""
    text = unscolded(text)
    kept: list[str] = []
    start = 0
    for match in [*_PART.finditer(text), None]:
        end = match.end() if match else len(text)
        piece = text[start:end]
        if piece.strip(_TRIM + "\n") and not is_said_to_us(piece):
            kept.append(piece)
        start = end
    return _HEADING.sub("", "".join(kept).strip())


def _tells(said: str) -> bool:
    words = tokens(said)
    return len(words) >= 2 or any(not is_everyday(word) or is_place_name(word) for word in words)
