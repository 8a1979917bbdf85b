"""Which question comes next. The order is the Rasa form's; this says what counts as answered."""

from collections.abc import Mapping

from nlu.dialogue.catalogue import questions
from nlu.dialogue.shapes import CONFIRM, CORRECTION

OPTIONAL = ("address", "complainant_name")
"""Asked once, at their place in the order, and never again unless the citizen wants to change them."""

STARTED_AFRESH = ("description", "category", "district", "address", "cnic", "incident_date", "latitude", "longitude",
                  "anonymous", "tracking_number")  # fmt: skip
"""What is forgotten when a citizen starts over. Who they are and how to reach them stays."""


def reachable(known: Mapping[str, str]) -> bool:
    """Is there a way to reach the citizen, or their wish not to be reached?"""
    return bool(known.get("phone") or known.get("email") or known.get("anonymous") == "yes")


def settled(
    known: Mapping[str, str], question: "str | None", skipped: "tuple[str, ...]" = (), forget: "tuple[str, ...]" = ()
) -> frozenset[str]:
    """The questions that need not be asked, given the record and how far the asking had come.

    An optional question that stands before ``question`` was asked already: without an answer it was skipped.
    """
    order = questions()
    reached = order.index(CONFIRM if question == CORRECTION else question) if question in (*order, CORRECTION) else -1
    done = set()
    for place, name in enumerate(order):
        if name in forget or name == CONFIRM:
            continue
        passed = name in OPTIONAL and (name in skipped or place < reached)
        passed = passed or (name == "phone" and reached == len(order) - 1)  # the summary is shown after it was asked
        if known.get(name) or passed or _needless(name, known):
            done.add(name)
    return frozenset(done)


def _needless(name: str, known: Mapping[str, str]) -> bool:
    if name == "phone":
        return reachable(known)
    return name == "complainant_name" and known.get("anonymous") == "yes"


def next_question(done: frozenset[str]) -> str:
    """The first question not yet settled; the summary's confirmation is the last."""
    return next(name for name in questions() if name not in done)
