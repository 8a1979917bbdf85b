"""Edits of the description that the citizen asks for where it is shown: bad words out, a sentence out, another number
in its place, something more beside it. Without such a wish a description is only added to (free_text.py)."""

import re

from core.text.insults import DOTS, without_insults
from core.text.normalise import fold_digits
from nlu.dialogue.addressed import says_nothing_new, without_order
from nlu.dialogue.anothers_name import without_name
from nlu.dialogue.carriers import is_addition
from nlu.dialogue.catalogue import phrases
from nlu.dialogue.contrasts import contrasted, pairs
from nlu.dialogue.cues import keyed
from nlu.dialogue.facts import parts
from nlu.dialogue.free_text import with_more
from nlu.dialogue.moves import field_named, folded, is_field_word
from nlu.dialogue.options import is_unit, number_of
from nlu.dialogue.proofs import is_everyday
from nlu.dialogue.shapes import CONFIRM, CORRECTION, DIALOGUE, Reading, Said
from nlu.dialogue.taking_out import asks_to_take_out, taken_out
from nlu.dialogue.words import tokens

_OUT = (
    r"(?:remove|delete|take out|drop|erase|cut|hata\w*|nika+l\w*|mita\w*|kaat\w*|saaf kar\w*|na likh\w*|mat likh\w*|"
    r"(?:na|mat) kar\w*|do ?n[o']?t (?:write|mention)|lar[ei] k\w*|w?obas\w*|نہ کر\w*|"
    r"ہٹا\w*|نکال\w*|مٹا\w*|کاٹ\w*|نہ لکھ\w*|لرې|لري|وباس\w*|اوباس\w*|مه لیک\w*)"
)
_BAD_WORDS = re.compile(
    r"\b(?:(?:bad|swear|dirty|rude|abusive|foul|curse)\s+(?:words?|language)|abuses?|insults?|swearing|ga+lia+n?|ga+liya+n?|"
    r"ga+lyan?|gaali|(?:gand[aei]y?|bur[aei]y?|ghalat)\s+(?:alfa+z|lafz|ba+tein|zuba+n))\b"
    r"|(?<!\w)(?:گالی|گالیاں|گالیوں|گالم گلوچ|(?:گندے|برے|نازیبا) (?:الفاظ|لفظ)|(?:گندی|بری) (?:باتیں|زبان)|"
    r"کنځل\w*|ښکنځل\w*|(?:بد|خراب|بدې|خرابې) (?:الفاظ|لفظونه|خبرې|ټکي))(?!\w)",
    re.IGNORECASE,
)
_LANE = re.compile(r"\bgali\b", re.IGNORECASE)
"""One insult, or a street: an insult only where the description has one."""
_LEAVES_OUT = re.compile(rf"(?<!\w){_OUT}(?!\w)", re.IGNORECASE)
_LONGEST = 12
"""Words of a wish to leave something out."""


def edited(turn: Said) -> "Reading | None":
    """The description as the citizen wishes it, where the summary was shown or the description is being changed."""
    shown = turn.question in (CONFIRM, CORRECTION) or (turn.question == "description" and turn.back is not None)
    story = turn.known.get("description")
    if not story or turn.choice:
        return None
    if not shown:
        return _out_before(turn, story)
    several = turn.question != "description" and len(parts(turn.text)) > 1
    said = _decent(turn.text, story) or _without_their_name(turn.text, story)
    if said is None and several:
        return None  # clause by clause: at_summary.py
    said = said or _left_out(turn.text, story)
    if said is None and asks_to_take_out(turn.text):
        return UNSURE
    of_a_field = contrasted(turn.text, turn.known) is not None
    if said is None and not of_a_field:
        said = with_another(turn.text, story)
    if said is not None:
        return Reading("inform", fields={"description": (said, 0.95, DIALOGUE)})
    of_a_field = of_a_field or field_named(turn.text) in ("address", "district", "complainant_name", "phone")
    if turn.question != "description" and not of_a_field and is_addition(turn.text):
        return added(turn, story)
    return None


def _left_out(text: str, story: str) -> "str | None":
    """The story without what it is asked to leave out; None where that is not asked, or not plain."""
    said = _decent(text, story) or _without_their_name(text, story)
    return said or (taken_out(text, story) if asks_to_take_out(text) else None)


UNSURE = Reading("deny", asks=("which_change",))
"""Something is to be changed, and what is not plain: it is said so and asked."""


def added(turn: Said, story: str) -> Reading:
    """What is to be written too, without the order to write it; that it stands there already, where it does."""
    words = without_order(turn.text)
    if not words or says_nothing_new(words, story):
        return Reading("service", topic="stands_already")
    return Reading("inform", fields={"description": (with_more(story, [words]), 0.95, DIALOGUE)})


def _out_before(turn: Said, story: str) -> "Reading | None":
    """What is to be left out, said while something else is asked."""
    if turn.question in (None, "description"):
        return None
    said = _left_out(turn.text, story)
    if said is None or said == story:
        return None
    options = {turn.question: turn.offered} if turn.question and turn.offered else {}
    return Reading("inform", fields={"description": (said, 0.95, DIALOGUE)}, options=options)


def _decent(text: str, story: str) -> "str | None":
    """With dots where insults stood, where it is asked for; the same where there are none."""
    if not _LEAVES_OUT.search(text) or len(text.split()) > _LONGEST:
        return None
    masked = " ".join(_masked(word) for word in without_insults(story).split(" "))
    if _BAD_WORDS.search(text) or (_LANE.search(text) and masked != story):
        return masked
    return None


def _without_their_name(text: str, story: str) -> "str | None":
    """Without the son's, the official's name, where that is to be left out."""
    if not _LEAVES_OUT.search(text) or len(text.split()) > _LONGEST:
        return None
    return without_name(text, story)


def _masked(word: str) -> str:
    return DOTS if folded(word) in _swear_words() else word


def _swear_words() -> "frozenset[str]":
    return frozenset(folded(word) for word in phrases()["abuse"] if len(word) > 2)


def _is_small(word: str) -> bool:
    return len(word) < 3 or word in {"the", "that", "about", "din", "days", "wala", "wali", "دن", "والی"}


def with_another(text: str, story: str) -> "str | None":
    """With the new number, or the new word, in the old one's place: "3 nahi 5 din", "not the nurse but the doctor"."""
    for old, new in pairs(text):
        told = _other_number(old, new, story) or _other_word(text, old, new, story)
        if told is not None and told != story:
            return told
    return None


_WORD = re.compile(r"[^\W_]+(?:['’.\-/][^\W_]+)*")


def _other_number(old: str, new: str, story: str) -> "str | None":
    before = [(number_of(word), word) for word in tokens(fold_digits(old))]
    if any(is_field_word(word, name) for _, word in before for name in ("address", "phone", "district")):
        return None
    olds = [number for number, _ in before if number is not None]
    news = [match for match in _WORD.finditer(new) if number_of(_plain(match)) is not None]
    if len(set(olds)) != 1 or not news:
        return None
    first = news[0]
    behind = _WORD.match(new, first.end() + 1)
    unit = behind.group() if behind is not None and is_unit(behind.group()) else None
    stands = [match for match in _WORD.finditer(story) if number_of(_plain(match)) == olds[0]]
    measured = [match for match in stands if (after := _WORD.match(story, match.end() + 1)) and is_unit(after.group())]
    if len(measured or stands) != 1:
        return None
    place = (measured or stands)[0]
    end, put = place.end(), first.group()
    after = _WORD.match(story, place.end() + 1)
    if unit is not None and after is not None and is_unit(after.group()):
        end, put = after.end(), f"{put} {unit}"
    return story[: place.start()] + put + story[end:]


def _plain(match: "re.Match[str]") -> str:
    return fold_digits(match.group()).lower()


_MARKED = re.compile(
    r"(?:nahi+n?|nai|nhi|ni|نہیں|نه|نہ)\s*[,،.]|\b(?:balke|but|instead of|not|change|replace)\b"
    r"|ki jagah|کی جگہ|بلکہ|پر ځای",
    re.IGNORECASE,
)


def _other_word(text: str, old: str, new: str, story: str) -> "str | None":
    """One word of the description for one or two others; only where the words set them plainly against each other."""
    if not _MARKED.search(text):
        return None
    was = [word for word in tokens(old) if not _is_small(word)]
    words = [word.strip(" .,;:!?،۔؛؟\"'") for word in new.split()]
    while words and _is_talk(words[-1]):
        words.pop()
    while words and _is_talk(words[0]):
        words.pop(0)
    if not was or not 1 <= len(words) <= 2 or any(number_of(word) is not None for word in words):
        return None
    stands = [match for match in _WORD.finditer(story) if keyed(match.group().lower()) == keyed(was[-1])]
    if len(stands) != 1 or (is_everyday(was[-1]) and len(was[-1]) < 4):
        return None
    return story[: stands[0].start()] + " ".join(words) + story[stands[0].end() :]


_TALK = frozenset(
    """hai he hy h tha thi the a an is it likho likhein likhen karo karein kardo kr do dein galat ghalat wrong please
    ہے تھا تھی لکھو لکھیں کریں کر دیں دو غلط دی ده دے ولیکئ gaye gaya gayi ho hogaye""".split()  # noqa: SIM905
)


def _is_talk(word: str) -> bool:
    return not word or word.lower() in _TALK
