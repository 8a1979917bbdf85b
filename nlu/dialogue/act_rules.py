"""What a message does, by rule over its cues: all that the plain questions have, and a hint to the acts model."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.dialogue.cues import cues
from nlu.dialogue.moves import (
    field_named,
    folded,
    is_abuse,
    is_bare_complaint,
    language_asked,
    move,
    says_wrong,
    speaks_of_a_ticket,
    without_no,
)
from nlu.dialogue.proofs import is_noise
from nlu.dialogue.tables import read_table
from nlu.dialogue.words import tokens

_MOVES = {
    "affirm": "affirms", "deny": "denies", "skip": "refuses_or_skips", "anonymous": "wants_anonymity",
    "start_over": "starts_over", "cancel": "cancels", "human_help": "wants_person", "track_status": "asks_status",
    "thanks": "thanks_or_chat", "greet": "thanks_or_chat", "why": "asks_why", "another": "new_or_second_complaint",
}  # fmt: skip
_SHORT, _LINE = 6, 12
_ANY_LENGTH = 10_000
SHORT_NAME = 4


@dataclass(frozen=True)
class Rule:
    """An act is spoken for where all of ``of``, one of ``any`` (if there are any), none of ``unless`` are named in at
    most ``most`` words. ``asks``: only with a question mark (True), only without (False)."""

    act: str
    of: "tuple[str, ...]" = ()
    any: "tuple[str, ...]" = ()
    unless: "tuple[str, ...]" = ()
    most: int = _LINE
    asks: "bool | None" = None

    def holds(self, named: "frozenset[str]", size: int, asks: bool) -> bool:
        """Is it so of these cues, this many words?"""
        if size > self.most or (self.asks is not None and self.asks is not asks):
            return False
        one = not self.any or not named.isdisjoint(self.any)
        return one and named.issuperset(self.of) and named.isdisjoint(self.unless)


@functools.cache
def _rules() -> "tuple[Rule, ...]":
    """The rules of act_rules.yml, read once."""
    read = read_table(Path(__file__).parent / "act_rules.yml")
    return tuple(_rule(act, one) for act, rules in read.items() for one in rules)


def _rule(act: str, one: "dict[str, Any]") -> Rule:
    most = one.get("most", _LINE)
    lists = {name: tuple(one.get(name, ())) for name in ("of", "any", "unless")}
    return Rule(act, **lists, most=_ANY_LENGTH if most == "any" else most, asks=one.get("asks"))


_TOPICS = (
    Rule("fee", any=("money", "free"), unless=("name",), most=_ANY_LENGTH),
    Rule("identity", any=("machine", "fraud", "government"), most=_ANY_LENGTH),
    Rule("identity", of=("who", "your"), most=_ANY_LENGTH),
    Rule("identity", of=("human", "your"), most=_ANY_LENGTH),
    Rule("privacy", any=("name", "hide", "reveal", "safe", "reader", "afraid", "nobody"), most=_ANY_LENGTH),
    Rule("duration", any=("how_long", "when"), most=_ANY_LENGTH),
    Rule("office", any=("office", "timing", "where"), most=_ANY_LENGTH),
    Rule("howto", any=("documents", "apply", "how"), most=_ANY_LENGTH),
)
"""What people ask about the service; each has its answer in service.yml."""
_LANGUAGES = frozenset({"lang_en", "lang_ur", "lang_ps", "lang_roman"})
_IN_A_LANGUAGE = frozenset({"send", "talk", "write", "understand", "tell", "happened", "cant", "read_"})


def by_rule(text: str, question: "str | None") -> "frozenset[str]":
    """The acts that the words of the message speak for, whatever else it says."""
    named, size = frozenset(cues(text)), len(tokens(text))
    found = {rule.act for rule in _rules() if rule.holds(named, size, "?" in text or "؟" in text)}
    found |= _by_phrase(text, named, size)
    if question in (None, "description") and size > _SHORT:
        found -= {"refuses_or_skips", "corrects"}
    if is_bare_complaint(text):
        found.discard("asks_status")
    if question == "complainant_name" and size <= SHORT_NAME:
        found.discard("out_of_scope")  # names of politicians are names of many
    if _contradicts(text, question, size) and "refuses_or_skips" not in found:
        found.add("corrects")
    if question == "confirmed" and size <= _LINE and "corrects" not in found and _begins_with_yes(text, named):
        found.add("affirms")
    return frozenset(found)


def topic_of(text: str) -> str:
    """What a question about the service is about; ``about`` where nothing says it."""
    named = frozenset(cues(text))
    return next((rule.act for rule in _TOPICS if rule.holds(named, 0, asks=True)), "about")


def _by_phrase(text: str, named: "frozenset[str]", size: int) -> "set[str]":
    """What whole phrases and shapes say."""
    found = set()
    meant = move(text)
    if meant in _MOVES:
        found.add(_MOVES[meant])
    wish = size <= _LINE and not named.isdisjoint(_LANGUAGES) and not named.isdisjoint(_IN_A_LANGUAGE)
    if wish or language_asked(text):
        found.add("switch_language")
    if is_noise(text) and meant is None and not text.strip(" .)(#").isdigit():
        found.add("nonsense")
    if is_abuse(text):
        found.add("anger_or_abuse")
    if not named.isdisjoint(("new", "other_")) and speaks_of_a_ticket(text) and size <= _SHORT:
        found.add("new_or_second_complaint")
    return found


def _begins_with_yes(text: str, named: "frozenset[str]") -> bool:
    return next(iter(cues(text)), "") in ("yes_", "ok") and named.isdisjoint(("wrong", "change", "neg"))


def _contradicts(text: str, question: "str | None", size: int) -> bool:
    """A no and something else, or the name of a field and its value where the summary was shown."""
    if question is None or not 2 <= size <= 8:
        return False
    leading = without_no(text) != folded(text) and bool(without_no(text))
    first = " ".join(tokens(text)[:-1][:2])
    shown = question in ("confirmed", "correction")
    named = shown and (field_named(first) is not None or (field_named(text) is not None and says_wrong(text)))
    return (leading and question != "category") or named
