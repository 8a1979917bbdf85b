"""Who sees a letter as it is: whose desk it is on, and who gave a reason. Everybody else sees it as an office sees a
case."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.privacy.masking import hidden
from core.privacy.personal import for_office
from core.store.mailroom.tables import LetterRow
from core.store.staff import access_log
from gateway.web.staff.users import me

LOOK = "letter"
"""As the audit calls it."""


def on_my_desk(row: LetterRow) -> bool:
    """Is it this clerk's to write down?"""
    return row.on_desk_of(me().id)


def as_it_is(session: Session, row: LetterRow, now: datetime) -> bool:
    """May they see it as it is now?"""
    return on_my_desk(row) or access_log.reason_given(session, me().id, LOOK, str(row.id), now)


def as_office(record: Complaint, *, anonymous: bool) -> Complaint:
    """The record as an office sees it: who wrote it masked, and nothing of them in the words."""
    shown = dict(for_office(record, anonymous=anonymous))
    if "description" in shown:
        shown["description"] = hidden(shown["description"], record)
    return Complaint(
        {name: replace(field, value=shown[name]) for name, field in record.fields.items() if name in shown}
    )
