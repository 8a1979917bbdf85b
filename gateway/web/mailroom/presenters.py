"""What the desk shows of a letter: its fields, the unsure ones first, and where they stand on the pages."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from core.complaint import BELIEVED, REACH, REQUIRED, Complaint, Field, Source
from core.store.mailroom.layouts import FieldBox, Layout
from gateway.web.shared.complaint_form import LABELS, LONGEST, Problem, shown_value

_SURE = 0.85


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field on the desk. ``level`` is one of LEVELS: a colour and words."""

    name: str
    label: Problem
    value: str
    level: str
    percent: int | None
    box: FieldBox | None
    required: bool
    long: bool
    problem: Problem | None
    left_to_right: bool
    hint: Problem | None = None


LEVELS = {
    "confirmed": _("Confirmed"),
    "sure": _("Sure"),
    "fair": _("Fairly sure"),
    "unsure": _("Unsure: please check"),
    "missing": _("Not found"),
}
_ONLY_LETTERS_DAY = _("This is the letter's own date. Confirm it only if it happened on that day.")
_FIRST = ("unsure", "reach", "fair", "missing", "sure", "confirmed", "last")
_LTR = ("phone", "email", "cnic", "incident_date")


def level_of(field: Field | None) -> str:
    """How sure we are of a value."""
    if field is None or not field.value:
        return "missing"
    if field.source is Source.CLERK:
        return "confirmed"
    if field.confidence < BELIEVED:
        return "unsure"
    return "sure" if field.confidence >= _SURE else "fair"


def fields_of(
    complaint: Complaint, layout: Layout, written: dict[str, str], problems: dict[str, Problem]
) -> list[FieldView]:
    """The fields in the order in which a clerk should look at them. ``written`` is what they wrote and we could not
    take: it is shown again with what is wrong."""
    shown = []
    for name, label in LABELS.items():
        field = complaint.fields.get(name)
        level = "unsure" if name in problems else level_of(field)
        value = written.get(name, "") if name in problems else shown_value(name, field.value) if field else ""
        sure = round(100 * field.confidence) if field is not None and level not in ("confirmed", "missing") else None
        shown.append(
            FieldView(
                name,
                label,
                value,
                level,
                sure,
                layout.box(name),
                name in REQUIRED,
                name in LONGEST,
                problems.get(name),
                name in _LTR,
                _ONLY_LETTERS_DAY if name == "incident_date" and level == "unsure" and not problems else None,
            )
        )
    return sorted(shown, key=_rank)


def _rank(shown: FieldView) -> tuple[bool, int]:
    """Missing and needed counts as unsure; a phone or email is used only when it is confirmed, so it is asked next; a
    phone is wanted; what else is missing comes last. The letter's day as the day of what happened is only a suggestion.
    """
    level = shown.level
    if shown.hint is not None:
        return True, _FIRST.index("fair")
    if shown.name in REACH and level in ("sure", "fair"):
        level = "reach"
    if level == "missing":
        level = "unsure" if shown.required else "missing" if shown.name == "phone" else "last"
    return shown.problem is None, _FIRST.index(level)
