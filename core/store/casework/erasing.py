"""Erasing by rule: the person is taken out of what ended long ago, and evidence goes with the last case that holds it.

What happened stays: the history loses its words and its chain holds (core.history); counts and reports do not change.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Text, cast, delete, exists, func, select, update
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.personal import PERSONAL
from core.ports import Shelf
from core.store.all_tables import Base
from core.store.casework import tickets
from core.store.casework.case_tables import BlobToEraseRow, OfficeNoticeRow, SlipRow, TicketKeyRow, TicketPersonRow
from core.store.desk import search
from core.store.evidence import media
from core.store.mailroom.letter_tables import LetterLayoutRow, LetterRow
from core.store.once import insert_once
from core.store.road.conversations import fields_to_json
from core.store.tables import (
    ConversationRow,
    EnvelopeRow,
    MediaRow,
    MessageRow,
    OutboxRow,
    TicketEventRow,
    TicketRow,
)
from core.store.voice.call_tables import CallAnswerRow, CallRow
from core.store.voice.helpline_tables import HelplineTaskRow
from core.ticket import TicketState

ERASED = "erased"
"""Whose a ticket is when nobody may know it any more."""
_ENDED = (TicketState.CLOSED.value, TicketState.REJECTED.value)
_WAIT = timedelta(hours=1)
"""A blob is put before the row that holds it is committed: so long after that it is not deleted."""
_NOBODY_CALLED: dict[str, Any] = {"person": ERASED, "details": {}, "note": None}
_NOBODYS_CALL: dict[Any, Any] = {
    CallRow.person: ERASED,
    CallRow.language: None,
    CallRow.state: {},
    CallRow.task: None,
    CallRow.ended_at: func.coalesce(CallRow.ended_at, CallRow.last_at),
}
"""Its id stays: an old request of the provider's that somebody sends again must not begin a new call."""
_HASH_COLUMNS = ("sha256", "blob")


def to_erase(session: Session, before: datetime, limit: int = 200) -> list[str]:
    """Numbers of tickets that ended before this time and still hold the person."""
    ended = (TicketRow.state.in_(_ENDED), TicketRow.closed_at < before, TicketRow.person != ERASED)
    return list(session.scalars(select(TicketRow.number).where(*ended).order_by(TicketRow.id).limit(limit)))


def erase(session: Session, number: str, now: datetime) -> None:
    """Take the person out of an ended ticket: the record, the conversation, raw messages, evidence, what was said.

    Raises NotFound.
    """
    row = session.scalars(select(TicketRow).where(TicketRow.number == number)).first()
    if row is None or row.state not in _ENDED:
        raise NotFound(f"no ended ticket {number}")
    kept = fields_to_json(tickets.record(session, number).forget(*PERSONAL, "description"))
    resolution = row.resolution | {"remark": ""} if row.resolution else None
    for statement in (
        update(TicketRow)
        .where(TicketRow.number == number)
        .values(person=ERASED, address="", fields=kept, resolution=resolution),
        update(TicketEventRow).where(TicketEventRow.ticket == number).values(words={}),
        update(OfficeNoticeRow).where(OfficeNoticeRow.ticket == number).values(variables={}),
        delete(TicketKeyRow).where(TicketKeyRow.ticket == number),
        delete(TicketPersonRow).where(TicketPersonRow.ticket == number),
        delete(SlipRow).where(SlipRow.ticket == number),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    search.remove(session, number)
    _erase_conversation(session, row.conversation_id, kept, now)


def unfinished(session: Session, before: datetime, limit: int = 200) -> list[str]:
    """Conversations that never became a ticket and in which nothing was said since this time."""
    ticket = exists().where(TicketRow.conversation_id == ConversationRow.id)
    old = (ConversationRow.last_at < before, ConversationRow.person != ERASED, ~ticket)
    return list(session.scalars(select(ConversationRow.id).where(*old).order_by(ConversationRow.id).limit(limit)))


def erase_unfinished(session: Session, conversation: str, now: datetime) -> None:
    """Take the person out of a conversation that never became a ticket."""
    _erase_conversation(session, conversation, {}, now)


def erase_unheard(session: Session, before: datetime, now: datetime, limit: int = 200) -> int:
    """Envelopes that belong to no conversation (automatic mail, what was set aside) and came before this time; how
    many were erased."""
    joined = exists().where(MessageRow.envelope_id == EnvelopeRow.id, MessageRow.conversation_id.is_not(None))
    kept = exists().where(MediaRow.envelope_id == EnvelopeRow.id, MediaRow.conversation_id.is_not(None))
    free = (~joined, ~kept)  # a call's recording is in a case without being a message
    old = (EnvelopeRow.received_at < before, EnvelopeRow.person != ERASED, EnvelopeRow.state != "waiting", *free)
    found = list(session.scalars(select(EnvelopeRow.id).where(*old).order_by(EnvelopeRow.id).limit(limit)))
    _erase_envelopes(session, found, now)
    session.execute(update(MessageRow).where(MessageRow.envelope_id.in_(found)).values(sender="", text="", details={}))
    return len(found)


def blobs_to_delete(session: Session, now: datetime, limit: int = 200) -> tuple[list[str], list[str]]:
    """Hashes of erased cases' evidence: those that nothing else holds, and those that something holds."""
    due = select(BlobToEraseRow.sha256).where(BlobToEraseRow.since <= now).limit(limit)
    names = session.scalars(due).all()
    held = [name for name in names if _held(session, name)]
    return [name for name in names if name not in held], held


def delete_blobs(shelf: Shelf, names: Iterable[str], now: datetime) -> list[str]:
    """Delete them; those that are gone. One that was put again just now is left: a row that holds it may be on its
    way. Raises StoreUnavailable."""
    return [name for name in names if shelf.delete(name, now - _WAIT)]


def settle_blobs(session: Session, done: Iterable[str], left: Iterable[str], now: datetime) -> None:
    """``done`` need not be looked at any more; ``left`` are looked at again later."""
    session.execute(delete(BlobToEraseRow).where(BlobToEraseRow.sha256.in_(list(done))))
    again = update(BlobToEraseRow).where(BlobToEraseRow.sha256.in_(list(left)))
    session.execute(again.values(since=now + _WAIT))


def _erase_conversation(session: Session, conversation: str, fields: dict[str, Any], now: datetime) -> None:
    own = select(MessageRow.envelope_id).where(MessageRow.conversation_id == conversation)
    envelopes = set(session.scalars(own)) | {row.envelope_id for row in media.of_conversation(session, conversation)}
    layouts = session.scalars(select(LetterRow.layout_key).where(LetterRow.conversation_id == conversation)).all()
    for key in layouts:
        layout = session.get(LetterLayoutRow, key)
        if layout is not None:
            _later(session, (page["sha256"] for page in layout.pages.get("pages", ())), now)
    calls = select(CallRow.sid).where(CallRow.conversation_id == conversation)
    nobody: dict[str, Any] = {"person": ERASED, "address": "", "fields": fields, "subject": None}
    for statement in (
        update(ConversationRow).where(ConversationRow.id == conversation).values(**nobody),
        update(MessageRow).where(MessageRow.conversation_id == conversation).values(sender="", text="", details={}),
        update(LetterRow).where(LetterRow.conversation_id == conversation).values(note=None, filename=None),
        delete(LetterLayoutRow).where(LetterLayoutRow.key.in_(layouts)),
        delete(OutboxRow).where(OutboxRow.conversation_id == conversation),
        update(HelplineTaskRow).where(HelplineTaskRow.conversation_id == conversation).values(**_NOBODY_CALLED),
        delete(CallAnswerRow).where(CallAnswerRow.sid.in_(calls)),
        update(CallRow).where(CallRow.conversation_id == conversation).values(_NOBODYS_CALL),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    # A file of several letters goes with the last of them.
    _erase_media(session, MediaRow.conversation_id == conversation, now)
    _erase_envelopes(session, [one for one in envelopes if not _still_wanted(session, one)], now)


def _still_wanted(session: Session, envelope_id: int) -> bool:
    other = (
        select(ConversationRow.id)
        .join(MessageRow, MessageRow.conversation_id == ConversationRow.id)
        .where(MessageRow.envelope_id == envelope_id, ConversationRow.person != ERASED)
    )
    return session.scalars(other.limit(1)).first() is not None


def _erase_envelopes(session: Session, ids: list[int], now: datetime) -> None:
    rows = EnvelopeRow.id.in_(ids)
    _later(session, session.scalars(select(EnvelopeRow.blob).where(rows, EnvelopeRow.blob.is_not(None))).all(), now)
    nobody: dict[str, Any] = {"person": ERASED, "body": b"", "blob": None, "facts": {}, "reason": None}
    session.execute(update(EnvelopeRow).where(rows).values(**nobody), execution_options={"synchronize_session": False})
    _erase_media(session, MediaRow.envelope_id.in_(ids), now)


def _erase_media(session: Session, rows: Any, now: datetime) -> None:
    _later(session, session.scalars(select(MediaRow.sha256).where(rows, MediaRow.sha256.is_not(None))).all(), now)
    nothing: dict[str, Any] = {"sha256": None, "filename": None, "url": None, "state": media.REFUSED, "reason": ERASED}
    session.execute(update(MediaRow).where(rows).values(**nothing), execution_options={"synchronize_session": False})


def _later(session: Session, names: Iterable[str | None], now: datetime) -> None:
    """Files are deleted after the commit: a transaction that fails must not have deleted any."""
    for name in filter(None, names):
        insert_once(session, BlobToEraseRow, {"sha256": name, "since": now}, key=("sha256",))


def _held(session: Session, name: str) -> bool:
    """Does any row still hold this blob?"""
    for column in _holders():
        if session.execute(select(column).where(column == name).limit(1)).first() is not None:
            return True
    page = select(LetterLayoutRow.key).where(cast(LetterLayoutRow.pages, Text).contains(name))
    return session.scalars(page.limit(1)).first() is not None


def _holders() -> Iterable[Column[Any]]:
    """Every column that names a blob."""
    for table in Base.metadata.sorted_tables:
        if table is not BlobToEraseRow.__table__:
            yield from (column for column in table.columns if column.name in _HASH_COLUMNS)
