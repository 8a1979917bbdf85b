"""Danger in the place where it was said: who answers a question with words that only sound like danger is in none.

``core.text.urgent`` hears a text by itself. Here the question counts, and what the turn does by its acts: an answer is
an emergency where the acts say so or its words are plain. Chosen on the seen turns (docs/understanding.md).
"""

from dataclasses import replace

from nlu.dialogue.shapes import Heard

ANSWERED = frozenset({"district", "address", "complainant_name", "phone", "category", "confirmed", "correction"})
"""Questions whose answer is no story."""
UNLIKELY, LIKELY = 0.15, 0.6
"""The chance of the act ``emergency`` below which an answer is none, and from which what may be danger surely is."""
PLAIN, PERHAPS = 6.0, 2.0
"""Scores of danger: from the first on its words alone are plain; from the second on it is asked about."""
_NEVER_ASKED = "suicide"


def in_its_place(heard: Heard, question: "str | None") -> Heard:
    """What was heard, with danger judged by the question that it answers. Without acts of a model it stays."""
    chance = heard.acts.get("emergency")
    if heard.danger is None or chance is None:
        return heard
    if chance >= LIKELY:
        return replace(heard, urgent=True)
    if question not in ANSWERED or chance >= UNLIKELY or heard.danger_score >= PLAIN:
        return heard
    if heard.danger_score < PERHAPS:
        return replace(heard, urgent=False, danger=None)
    return heard if heard.danger == _NEVER_ASKED else replace(heard, urgent=False)
