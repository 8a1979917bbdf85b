"""What is told beside the answer to a question: "mohalla Qaziabad. 200 houses", "thana Akora Khattak, the SHO beat him
himself". It is more of the complaint, and the answer is none of it."""

import re
from collections.abc import Mapping

from nlu.dialogue.cues import cues
from nlu.dialogue.does import Does
from nlu.dialogue.facts import Part, is_fact, joined, names_a_field, parts
from nlu.dialogue.free_text import with_more
from nlu.dialogue.moves import folded
from nlu.dialogue.place_words import has_place_word
from nlu.dialogue.shapes import DIALOGUE, Said, Value
from nlu.dialogue.words import tokens

_QUESTIONS = frozenset({"district", "address", "complainant_name", "category", "phone"})
_ASKS = ("asks_service_question", "asks_why", "asks_status", "new_or_second_complaint", "cancels", "wants_person")
_NONE = frozenset({"name", "hide", "reveal", "why", "what", "who", "when", "where", "wrong", "change", "instead",
                   "tell", "ask", "thanks", "unknown", "skip", "refuse", "write_instead", "meant", "actually",
                   "complaint"})  # fmt: skip
_LEAST, _CLAUSE = 4, 3
_ENDS = re.compile(
    r"(?:\b(?:hai+n?|he|hy|h|tha|thi|the|thay|ga?ya|ga?yi|gay|gaye|raha|rahi|rahe|kiya|kia|diya|dia|liya|lia|dete|deta|karta|karte"
    r"|dai|di|da|kawi|wahi|ghwari|shwal|shawe)"
    r"|(?:ہے|ہیں|تھا|تھی|تھے|گیا|گئی|گئے|رہا|رہی|رہے|کیا|دیا|دیتے|کرتا|کرتے|دی|ده|دے|کوي|وهي|شو|شول|شوه|وکړ|وهلی))\W*$",
    re.IGNORECASE,
)
"""How a sentence ends in Urdu and Pashto, where no place does."""
_VERBS = frozenset({"is", "are", "was", "were", "have", "has", "had", "does", "did", "do", "takes", "took", "asks",
                    "asked", "beats", "beat", "comes", "came", "goes", "will"})  # fmt: skip


def told_beside(turn: Said, fields: Mapping[str, Value], does: Does, *, tells: bool) -> "Value | None":
    """The description with the clauses that are no part of the answer; None where there are none. ``tells``: the model
    hears that more of the complaint is told."""
    story = turn.known.get("description")
    answered = {
        name: value for name, (value, _, _) in fields.items() if name not in ("description", "anonymous", "language")
    }
    if turn.question not in _QUESTIONS or not story or not answered or does.has(*_ASKS):
        return None
    told = [folded(value) for value in answered.values()]
    said = parts(turn.text)
    added = [part for part in said if _is_more(part, told, tells, alone=len(said) == 1)]
    added = [part for part in said if part in added or (added and _stands_beside(part, told))]
    return (with_more(story, joined(turn.text, added)), 0.9, DIALOGUE) if added else None


def _is_more(part: Part, told: "list[str]", tells: bool, *, alone: bool) -> bool:
    """Does the clause tell something besides what was answered?"""
    said = folded(part.text)
    if any(said in value for value in told):
        return False
    held = [value for value in told if value in said]
    rest = said
    for value in held:
        rest = rest.replace(value, " ", 1)
    if alone and not held:
        return False
    if has_place_word(rest):
        return False
    if is_fact(rest if held else part.text):
        return not held or len(tokens(rest)) >= _LEAST
    plain = _NONE.isdisjoint(cues(rest)) and len(tokens(rest)) >= _LEAST and not names_a_field(rest)
    return plain and (is_a_sentence(rest) or (tells and not alone))


def _stands_beside(part: Part, told: "list[str]") -> bool:
    """A clause beside one that tells more tells as well, as far as it is no answer."""
    words = folded(part.text)
    of_an_answer = any(words in value or value in words for value in told) or has_place_word(part.text)
    return not of_an_answer and len(words.split()) >= _CLAUSE and _NONE.isdisjoint(cues(part.text))


def is_a_sentence(text: str) -> bool:
    """Does it end as a sentence does, or have a verb that no place has?"""
    return _ENDS.search(text) is not None or not _VERBS.isdisjoint(tokens(text))
