"""What an agent wrote, checked. The fields are the mailroom's, and so is their checking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.complaint import REQUIRED, Complaint
from core.conversation import Conversation
from core.helpline import RECORDED
from core.text.normalise import clean_text
from gateway.web.shared.complaint_form import Written, read_form, shown_value

LABELS = {
    "description": _("What the caller says"),
    "category": _("Category"),
    "district": _("District"),
    "address": _("Address or place"),
    "complainant_name": _("Name"),
    "incident_date": _("When it happened"),
    "phone": _("Phone"),
}
"""Fields on the desk, in the order in which a caller tells them."""
LANGUAGES = {"ur": "Urdu اردو", "ps": "Pashto پښتو", "en": "English"}
_LTR = ("phone", "incident_date", "district", "category")


@dataclass(frozen=True, slots=True)
class CallView:
    """A field on the desk."""

    name: str
    label: LazyString
    value: str
    required: bool
    long: bool
    left_to_right: bool
    problem: LazyString | str | None


def read(form: Mapping[str, str], told: Conversation, today: date) -> Written:
    """The record with the agent's words in it. The number we know is not in the form, and stays as it is."""
    names = {name: value for name, value in form.items() if name in LABELS or name.startswith("anonymous")}
    if told.address:
        names.pop("phone", None)
    return read_form(names, told.complaint, today)


def with_words(told: Conversation, written: Written, form: Mapping[str, str]) -> Conversation:
    """The conversation as the agent tells it."""
    language = form.get("language", "")
    return told.with_(
        complaint=written.complaint,
        language=language if language in LANGUAGES else told.language,
        urgent="urgent" in form,
        address=told.address or written.complaint.get("phone") or "",
    )


def lacking(complaint: Complaint) -> list[str]:
    """What is needed for a ticket and is not there. A recording that nobody wrote down does not count."""
    missing = [name for name in complaint.missing() if name != "phone"]
    unheard = complaint.get("description") == RECORDED
    return ["description", *missing] if unheard and "description" not in missing else missing


def fields_of(
    told: Conversation, complaint: Complaint, form: Mapping[str, str], problems: Mapping[str, LazyString | str]
) -> list[CallView]:
    """The fields as they stand; what was written and could not be taken is shown again."""
    names = [name for name in LABELS if name != "phone" or not told.address]
    return [
        CallView(
            name,
            LABELS[name],
            clean_text(form.get(name, "")) if name in problems else _value(name, complaint),
            name in REQUIRED,
            name == "description",
            name in _LTR,
            problems.get(name),
        )
        for name in names
    ]


def _value(name: str, complaint: Complaint) -> str:
    field = complaint.fields.get(name)
    return "" if field is None or field.value == RECORDED else shown_value(name, field.value)
