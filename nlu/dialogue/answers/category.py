"""What answers "what is it about?"."""

from core.text.normalise import fold_digits
from nlu.dialogue.answers.digressions import digression_but_a_story, learnt
from nlu.dialogue.does import Does
from nlu.dialogue.options import (
    begins_with_a_named_one,
    begins_with_pick,
    category_picked,
    menu,
    picked,
    picks_by_digit,
)
from nlu.dialogue.shapes import ALL, DIALOGUE, Heard, Reading, Said
from nlu.dialogue.words import tokens

_LIKELY_WHEN_ASKED = 0.45
"""When the category was asked for, a guess this good is taken: the summary shows it before anything is registered."""

_OF_FEW = 0.3
"""So much is enough where it is one of two or three that were offered."""

_WHOLE = ((), (ALL,), ("all",))


def category(said: Said, heard: Heard, does: Does) -> "Reading | None":
    """A number, a name, other words about it, or "something else" for the whole menu."""
    whole = said.offered in _WHOLE
    aside = digression_but_a_story(does)
    by_digit = picks_by_digit(said)
    chosen = (picked(said) if by_digit else category_picked(said)) or (
        category_picked(said) if by_digit else picked(said)
    )
    begins = (by_digit and fold_digits(said.text).lstrip(" (#.")[:1].isdigit()) or begins_with_pick(said)
    begins = begins or begins_with_a_named_one(said)
    if aside > 0.6 and does.chance("answers") < 0.5 and not begins and len(tokens(said.text)) > 1:
        chosen = None
    refused = does.meant in ("something_else", "skip", "deny") or (
        chosen is None and does.has("refuses_or_skips", "denies")
    )
    if not whole and (chosen == "other" or (refused and does.meant != "affirm")):
        return Reading("narrow", options={"category": (ALL,)})
    if chosen or (whole and refused and does.meant != "deny"):
        return learnt(category=chosen or "other")
    if does.meant is not None or aside > max(does.chance("answers"), 0.5):
        return None
    likely = _likeliest(said, heard)
    if likely is not None and (does.has("answers", "tells", least=0.3) or not heard.acts):
        return Reading("inform", fields={"category": (likely, 0.8, DIALOGUE)})
    return None


def _likeliest(said: Said, heard: Heard) -> "str | None":
    offered = menu(said)
    ranked = [(name, sure) for name, sure in heard.likely if not offered or name in offered]
    if not ranked:
        return None
    if said.offered in _WHOLE:
        return ranked[0][0] if ranked[0][1] >= _LIKELY_WHEN_ASKED else None
    clear = len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]
    return ranked[0][0] if ranked[0][1] >= (_OF_FEW / 2 if clear else _OF_FEW) else None
