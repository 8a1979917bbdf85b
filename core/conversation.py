"""A conversation: one complaint while one person is telling it. Its rows: core/store/pipeline/conversations.py."""

import uuid
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from core.complaint import Complaint
from core.messages import InboundMessage

OPEN, LATER, FINISHED = "open", "later", "finished"
"""Being told; a second matter that waits until the first is told; over."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One complaint being told by one person. ``address`` and ``channel`` are where the last answer goes.

    ``held_by`` is the person of ours (a staff id) who has the thread until ``held_until``: the assistant is silent
    meanwhile. ``version`` and ``kept`` are what was read from the store: nothing of one that is not kept yet.
    """

    id: str
    person: str
    channel: str
    address: str
    language: str
    started_at: datetime
    last_at: datetime
    complaint: Complaint = field(default_factory=Complaint)
    asking: str | None = None
    state: str = OPEN
    needs_person: bool = False
    urgent: bool = False
    subject: str | None = None
    held_by: int | None = None
    held_until: datetime | None = None
    version: int = field(default=0, compare=False)
    kept: "Conversation | None" = field(default=None, compare=False, repr=False)

    def with_(self, **changes: Any) -> "Conversation":
        return replace(self, **changes)

    def held(self, now: datetime) -> bool:
        """Does a person of ours have the thread?"""
        return self.held_by is not None and self.held_until is not None and now < self.held_until


def begin(person: str, message: InboundMessage, now: datetime) -> Conversation:
    """A new one, not yet kept. Its id is fresh: an old id would bring the old complaint's slots along in Rasa."""
    return Conversation(
        id=uuid.uuid4().hex,
        person=person,
        channel=message.channel,
        address=message.sender.address,
        language=message.language,
        started_at=now,
        last_at=now,
        subject=message.subject,
    )


def merged(before: Conversation, ours: Conversation, theirs: Conversation) -> Conversation:
    """Two changes of one conversation at once, a call's and a message's: neither takes back what the other said.

    ``theirs`` with what ``ours`` changed since ``before``, which both began with.
    """
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
