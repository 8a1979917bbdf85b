"""What answers the summary: yes, no, or what to change in it."""

import re
from dataclasses import replace

from core.text.normalise import fold_digits
from nlu.dialogue.answers.asked_first import asked_first
from nlu.dialogue.answers.digressions import QUESTIONS, nameless
from nlu.dialogue.answers.places import _FEW, one_district
from nlu.dialogue.contrasts import contrasted
from nlu.dialogue.corrections import ask_again, correction, mentioned_field, which_to_change
from nlu.dialogue.cues import cues
from nlu.dialogue.does import Does
from nlu.dialogue.moves import field_named, folded, move
from nlu.dialogue.options import clauses, picked
from nlu.dialogue.shapes import DIALOGUE, Heard, Reading, Said
from nlu.dialogue.words import tokens

_YES = 0.65
"""So sure a yes must be that no rule hears in its words: it registers the complaint."""


def confirmed(said: Said, heard: Heard, does: Does) -> "Reading | None":
    """Yes registers it, with what it brings along; a no asks what to change; anything else may be a correction."""
    digit = fold_digits(said.text).strip(" .")
    if does.meant == "affirm" or digit == "1":
        return Reading("affirm", confirmed=True)
    if does.meant in ("deny", "something_else") or digit == "2":
        return Reading("deny")
    if does.meant is not None:
        return None
    if "wants_anonymity" in does.outright:
        return Reading("inform", fields=nameless())
    repeated = folded(said.text) in {folded(value) for value in said.known.values() if value}
    if repeated or contrasted(said.text, said.known) is not None:
        return Reading("inform") if repeated else correction(said, heard, does)
    asked = asked_first(said.text)
    if asked is not None and not (asked == "next" and _is_yes(next(iter(clauses(said.text)), ""))):
        return Reading("service", topic=asked)
    if _LEFT_OUT.search(said.text):
        return None
    changes = does.chance("corrects")
    if changes >= 0.5:
        return _weighed(said, heard, does)
    if _agrees(said, does):
        return Reading("affirm", confirmed=True)
    only_asks = does.asks or does.outright & QUESTIONS  # to ask is not to agree
    return None if only_asks else _weighed(said, heard, does)


_LEFT_OUT = re.compile(
    r"\b(?:ek|aik|one) (?:baat|bat|cheez|thing|point|more thing)\b.{0,12}\b(?:reh|rah|left|missing|forgot|bhool)"
    r"|\bi (?:forgot|left out)\b|ایک (?:بات|چیز) .{0,6}(?:رہ|بھول)|(?:یوه|یو) (?:خبره|شی) .{0,8}(?:پاتې|هېر)",
    re.IGNORECASE,
)
"""Who has forgotten something does not agree yet, whatever else is said: it would be registered without it."""


def _agrees(said: Said, does: Does) -> bool:
    """Is it a yes by its words, or a yes with something else behind it?"""
    parts = clauses(said.text)
    if "denies" in does.outright:
        return False
    beside = len(parts) > 1 and not does.has("cancels", "denies")
    return "affirms" in does.outright or (beside and _is_yes(parts[0]))


def _weighed(said: Said, heard: Heard, does: Does) -> "Reading | None":
    """A yes, a no or a correction, whichever is likeliest."""
    yes, no, changes = does.chance("affirms"), does.chance("denies"), does.chance("corrects")
    other = _other_district(said, changes)
    if other is not None:
        return other
    mentions = mentioned_field(said) is not None and changes >= 0.15
    corrected = correction(said, heard, does) if changes >= 0.3 or no >= 0.3 or mentions else None
    if corrected is not None and (
        (mentions and corrected.fields) or changes >= 0.5 or (changes >= 0.3 and yes < 0.7) or no >= 0.5
    ):
        return corrected
    named = cues(said.text)
    if "wrong" in named and "neg" not in named and len(tokens(said.text)) <= _FEW and yes < 0.9:
        return Reading("deny")
    least = 0.5 if "affirms" in does.ruled else _YES
    if yes >= least and yes > no and yes > changes and not does.has("cancels"):
        return Reading("affirm", confirmed=True)
    if no >= 0.5 or (changes >= 0.5 and not does.has("tells")):
        return Reading("deny")
    if picked(replace(said, offered=("yes", "no"))) == "yes":
        return Reading("affirm", confirmed=True)
    return None


def _is_yes(clause: str) -> bool:
    """ "yes its ok": nothing but words of agreement."""
    agreeing = [not {"yes_", "ok"}.isdisjoint(cues(word)) for word in tokens(clause)]
    unsaid = zip(tokens(clause), agreeing, strict=True)
    sends = {"send", "write_instead"}
    return move(clause) == "affirm" or (
        any(agreeing) and all(yes or word in _IS or not sends.isdisjoint(cues(word)) for word, yes in unsaid)
    )


_IS = frozenset(
    {
        "its",
        "it",
        "is",
        "this",
        "that",
        "hai",
        "he",
        "hy",
        "ye",
        "yeh",
        "sab",
        "all",
        "ہے",
        "یہ",
        "سب",
        "دی",
        "ده",
        "دے",
        "دا",
        "do",
        "dein",
        "den",
        "please",
        "دیں",
        "دو",
        "دیجیے",
    }
)


def _other_district(said: Said, changes: float) -> "Reading | None":
    """ "All right, only the district is Tank": named as a district, and not the known one."""
    named = one_district(said.text, said.known.get("district"))
    official = field_named(said.text) == "district"
    if named is None or not (official or changes >= 0.3) or len(tokens(said.text)) > 15:
        return None
    return Reading("inform", fields={"district": (named, 0.95, DIALOGUE)})


def what_to_change(said: Said, heard: Heard, does: Does) -> "Reading | None":
    """A number or a name from the list of fields, or the right value straight away."""
    chosen = picked(said)
    if chosen:
        return ask_again(chosen)
    if does.has("affirms") and not does.has("corrects", "answers"):
        return Reading("narrow")
    changed = correction(said, heard, does)
    if changed is not None:
        return changed
    named = which_to_change(said, does)
    return ask_again(named) if named else None
