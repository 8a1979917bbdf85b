"""What the acts model learns from: the hand-written turns, and the texts of the classifiers put into a conversation."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from nlu.assistant.components.acts import Seen
from nlu.training.corpus import Sentence
from nlu.training.spoken import Spoken
from nlu.training.variants import variant

TELLS = "tells"
"""Tells of a complaint, or more of it: whatever was asked."""
ANSWERS, TOPIC, FIELD = "answers", "topic:", "field:"
_LIGHT = 0.35
"""The weight of a text that was not written as an answer to anything."""

_INTENTS = {
    "cancel": "cancels", "human_help": "wants_person", "track_status": "asks_status", "greet": "thanks_or_chat",
    "feedback_dissatisfied": "complains_of_no_progress", "out_of_scope": "out_of_scope", "affirm": "affirms",
    "deny": "denies", "feedback_satisfied": "satisfied",
}  # fmt: skip
_QUESTIONS = (None, "description", "category", "district", "address", "complainant_name", "phone", "confirmed")
_KNOWN_AT = {None: frozenset[str](), "description": frozenset[str]()}
_BEGUN = frozenset({"description"})


def known_at(question: str | None) -> frozenset[str]:
    """What is known, for a turn of which only the question is."""
    return _KNOWN_AT.get(question, _BEGUN)


def labels(turn: Spoken) -> frozenset[str]:
    """The acts of a turn as the model learns them."""
    found = set()
    for one in turn.acts:
        name, _, more = one.partition(":")
        if name in ("opens_complaint", "adds_to_complaint") or (name == ANSWERS and turn.question == "description"):
            found.add(TELLS)
        elif name != "adds_fact":
            found.add(name)
        if name == "asks_service_question" and more:
            found.add(TOPIC + more)
        if name == "corrects" and more:
            found.add(FIELD + more)
    return frozenset(found)


def seen(
    turns: Iterable[Spoken], others: Iterable[Sentence], seed: int = 5, frames: Iterable[Sequence[Spoken]] = ()
) -> list[Seen]:
    """Everything to learn from, variants in spelling included. ``group`` ties what was made of one text; of the turns
    that were made from a frame the first counts as written, the others little."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret)
    found: list[Seen] = []
    for group, turn in enumerate(turns):
        told = labels(turn)
        found.append(Seen(turn.text, turn.question, known_at(turn.question), told, 1.0, group))
        other = variant(turn.text, turn.language, dice)
        if other != turn.text:
            found.append(Seen(other, turn.question, known_at(turn.question), told, _LIGHT, group))
    start = len(found)
    for group, filled in enumerate(frames, start):
        for turn, weight in zip(filled, (1.0, *[_LIGHT] * len(filled)), strict=False):
            found.append(Seen(turn.text, turn.question, known_at(turn.question), labels(turn), weight, group))
    start = 2 * len(found)
    for at, one in enumerate(others):
        act = TELLS if one.intent == "file_complaint" else _INTENTS.get(one.intent)
        if act is not None:
            question = dice.choice(_QUESTIONS)
            found.append(Seen(one.text, question, known_at(question), frozenset({act}), _LIGHT, start + at))
    return found
