"""In which language to answer: that of the citizen's words, unless they are too few to say."""

import re

from core.text.lexicon import words as words_of
from nlu.dialogue.cues import cues
from nlu.dialogue.does import Does
from nlu.dialogue.moves import folded, language_asked
from nlu.dialogue.place_words import is_place_kind
from nlu.dialogue.proofs import is_place_name
from nlu.dialogue.shapes import CONFIRM, Heard, Said

_ARABIC = ("ur", "ps")
_IN_ARABIC = re.compile(r"[\u0620-\u06ff]")
_SENTENCE, _CLEAR = 3, 0.75
"""Words of which a sentence has at least so many, and how sure its language must be, to change to or from Pashto."""
_NAMES = ("address", "complainant_name", "phone", "district")
"""Answers made of names: an English address says nothing about the language of the conversation."""


def _by_script(text: str) -> str:
    """With nothing to go by: English for Latin letters, else Urdu."""
    return "en" if any(character.isascii() and character.isalpha() for character in text) else "ur"


def answer_language(turn: Said, heard: Heard, does: Does) -> "tuple[str, bool]":
    """The language to answer in, and whether the citizen wished for it. A wish holds until there is another."""
    wished = language_asked(turn.text) or (wish_in(turn.text) if does.has("switch_language") else None)
    if wished:
        return wished, True
    held = turn.known.get("language")
    if held and held == turn.language:
        return held, False
    return _spoken(turn, heard, does.meant is not None), False


def wish_in(text: str) -> "str | None":
    """The language that a sentence asks for: the one that is not said to be a trouble."""
    words = folded(text).split()
    named = [(at, cue) for at, word in enumerate(words) for cue in cues(word) if cue in _WISHES]
    for at, cue in named:
        roman = cue == "lang_roman" and any(other == "lang_ur" and abs(at - there) == 1 for there, other in named)
        if roman or not _is_a_trouble(words, at):
            if cue == "lang_ur" and any(other == "lang_roman" and abs(at - there) == 1 for there, other in named):
                return "roman_ur"
            return _WISHES[cue]
    return _WISHES[named[-1][1]] if named else None


def _is_a_trouble(words: "list[str]", at: int) -> bool:
    """ "I do not follow English", "اردو کم سمجھتا ہوں", "urdu ki jagah roman"."""
    before, after = words[max(0, at - 4) : at], words[at + 1 : at + 5]
    english = (["instead", "of"], ["rather", "than"])
    if words[max(0, at - 2) : at] in english or ("instead" in cues(" ".join(after)) and after[:2] not in english):
        return True
    other = next((at for at, word in enumerate(after) if not _WISHES.keys().isdisjoint(cues(word))), len(after))
    behind = {cue for word in after[:other] for cue in cues(word) if word not in _ENGLISH_NO}
    before = [word for word in before if word in _ENGLISH_NO]
    return not behind.isdisjoint(("cant", "neg", "hard")) or bool(before)


_ENGLISH_NO = frozenset({"not", "no", "dont", "don't", "cant", "can't", "cannot", "never", "didnt", "didn't"})
"""In English a no stands before what it denies, in the other languages behind it."""


_WISHES = {"lang_en": "en", "lang_ur": "ur", "lang_ps": "ps", "lang_roman": "roman_ur"}


def _is_of_a_place(word: str) -> bool:
    """Village, bazaar, Matta: whatever the language of the sentence, they are called so."""
    return is_place_name(word) or is_place_kind(word)


_IN_ALL = frozenset(
    {"ok", "okay", "yes", "no", "please", "plz", "sir", "madam", "thanks", "thank", "you", "thankyou", "hello", "hi"}
    | {
        "ji",
        "jee",
        "haan",
        "han",
        "na",
        "nahi",
        "theek",
        "thik",
        "acha",
        "accha",
        "hai",
        "salam",
        "salaam",
        "bhai",
        "sahib",
    }
    | {"shukria", "shukriya", "manana", "jazakallah", "bye", "sorry", "good", "great", "اوکے", "جی", "ٹھیک", "ہے", "جي"}
)
"""Words that everybody says, whatever they speak otherwise."""


def _to_or_from_roman_pashto(turn: Said, now: str, words: int, sure: float, is_move: bool) -> str:
    """Latin letters say nothing of who writes Pashto: only a sentence does, and no name, place or borrowed word."""
    enough = _SENTENCE if now == "ps" else _SENTENCE + 1
    enough -= now == "ps" and turn.question in (None, "description")
    return now if words >= enough and sure >= _CLEAR and turn.question not in _NAMES and not is_move else turn.language


def _is_an_english_sentence(text: str) -> bool:
    """Borrowed nouns ("bike k papers") are in every language; its small words are not."""
    return any(word in words_of("english_grammar") for word in folded(text).split() if len(word) > 1)


def _spoken(turn: Said, heard: Heard, is_move: bool) -> str:
    before, now, sure = turn.language, heard.language, heard.language_confidence
    if before in ("", "und"):
        return now if now != "und" else _by_script(turn.text)
    if now == "und" or now == before or not turn.text.strip() or turn.choice:
        return before
    if before == "roman_ur" and now == "en" and turn.question is None and not _is_an_english_sentence(turn.text):
        return before
    words = sum(not (_is_of_a_place(word) or word in _IN_ALL) for word in folded(turn.text).split())
    if "ps" in (before, now) and not _IN_ARABIC.search(turn.text):
        return _to_or_from_roman_pashto(turn, now, words, sure, is_move)
    other_script = (before in _ARABIC) != (now in _ARABIC)
    if turn.question is None:
        few = words <= 2 and not other_script
        return now if sure >= 0.5 and not few else before
    if turn.question in _NAMES:
        return now if other_script and now in _ARABIC and sure >= 0.6 and not is_move else before
    if words <= 2:
        return now if other_script and now in _ARABIC and (sure >= 0.6 or turn.question == CONFIRM) else before
    return now if sure >= 0.7 and not (is_move and not other_script) else before
