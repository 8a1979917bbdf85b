"""Two changes of one conversation at once, a call's and a message's: neither takes back what the other said."""

from dataclasses import fields
from typing import TYPE_CHECKING

from core.complaint import Complaint

if TYPE_CHECKING:
    from core.store.road.conversations import Conversation


def merged(before: "Conversation", ours: "Conversation", theirs: "Conversation") -> "Conversation":
    """``theirs`` with what ``ours`` changed since ``before``, which both began with."""
    changed = {
        field.name: value
        for field in fields(ours)
        if field.compare
        and field.name != "complaint"
        and (value := getattr(ours, field.name)) != getattr(before, field.name)
    }
    return theirs.with_(**changed, complaint=_complaint(before.complaint, ours.complaint, theirs.complaint))


def _complaint(before: Complaint, ours: Complaint, theirs: Complaint) -> Complaint:
    """Where both told the same field, the record's usual rule says which counts."""
    news = {name: field for name, field in ours.fields.items() if field != before.fields.get(name)}
    forgotten = [
        name for name, field in before.fields.items() if name not in ours.fields and theirs.fields.get(name) == field
    ]
    return theirs.forget(*forgotten).learn(news)
