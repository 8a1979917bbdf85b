"""Erasing by rule: the person is taken out of what ended long ago, and evidence goes with the last case that holds it.

What happened stays: the history loses its words and its chain holds (core.casework.history); counts and reports do
not change.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from core.casework import history
from core.casework.history import NewEvent
from core.errors import NotFound
from core.privacy.personal import PERSONAL
from core.store.casework import erasures, tickets
from core.store.casework.erasing_blobs import delete_later
from core.store.casework.tables import (
    OfficeNoticeRow,
    SlipRow,
    TicketEventRow,
    TicketKeyRow,
    TicketPersonRow,
    TicketRow,
)
from core.store.desk import search
from core.store.evidence import media
from core.store.evidence.tables import MediaRow, TranscriptRow
from core.store.helpline.tables import CallAnswerRow, CallRow, HelplineTaskRow, ReplyDraftRow
from core.store.mailroom.tables import LetterLayoutRow, LetterRow
from core.store.persons import addresses
from core.store.pipeline import bookmarks
from core.store.pipeline.conversations import fields_to_json
from core.store.pipeline.tables import ConversationRow, EnvelopeRow, MessageRow, OutboxRow, UnfinishedRow
from core.ticket import SYSTEM, TicketState

ERASED = "erased"
"""Whose a ticket is when nobody may know it any more."""
_TOLD = "erasures are told"
_ENDED = (TicketState.CLOSED.value, TicketState.REJECTED.value)
_MERGED = TicketState.MERGED.value
_NOBODYS_WORDS: dict[str, Any] = {"sender": "", "text": "", "full_text": None, "details": {}, "judged": "erased"}
_NOBODYS_LETTER: dict[str, Any] = {"note": None, "filename": None, "reason": None, "reread_problem": None}
_NOBODY_CALLED: dict[str, Any] = {"person": ERASED, "details": {}, "note": None}
_NOBODYS_CALL: dict[Any, Any] = {
    CallRow.person: ERASED,
    CallRow.language: None,
    CallRow.state: {},
    CallRow.task: None,
    CallRow.ended_at: func.coalesce(CallRow.ended_at, CallRow.last_at),
}
"""Its id stays: an old request of the provider's that somebody sends again must not begin a new call."""


def to_erase(session: Session, before: datetime, limit: int = 200, *, silent: datetime | None = None) -> list[str]:
    """Numbers of tickets that still hold the person, and ended before this time: by themselves, or with the case that
    they were merged into; or that nobody ever ended, and at which nobody did anything since ``silent``."""
    main = aliased(TicketRow)
    ended = exists().where(main.number == TicketRow.merged_into, main.state.in_(_ENDED), main.closed_at < before)
    silent = silent or datetime.min.replace(tzinfo=UTC)
    somebody = (TicketEventRow.at >= silent) & (TicketEventRow.actor != str(SYSTEM))
    lately = exists().where(TicketEventRow.ticket == TicketRow.number, somebody)
    which = or_(
        TicketRow.state.in_(_ENDED) & (TicketRow.closed_at < before),
        (TicketRow.state == _MERGED) & ended,
        TicketRow.state.not_in(_ENDED) & (TicketRow.created_at < silent) & ~lately,
    )
    rows = select(TicketRow.number).where(which, TicketRow.person != ERASED)
    return list(session.scalars(rows.order_by(TicketRow.id).limit(limit)))


def erase(session: Session, number: str, now: datetime) -> None:
    """Take the person out of a ticket: the record, the conversation, raw messages, evidence, what was said.

    Raises NotFound.
    """
    row = session.scalars(select(TicketRow).where(TicketRow.number == number)).first()
    if row is None:
        raise NotFound(f"no ticket {number}")
    _tell(session, number, now)
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
    erasures.note(session, erasures.CASE, [number], now)
    _erase_conversation(session, row.conversation_id, kept, now)


def tell_earlier(session: Session, now: datetime) -> int:
    """Versions before 0.2.0 erased without an event that says so: give these cases theirs, once; how many."""
    if bookmarks.get(session, _TOLD) is not None:
        return 0
    bookmarks.put(session, _TOLD, now.isoformat())
    told = exists().where(TicketEventRow.ticket == TicketRow.number, TicketEventRow.kind == history.ERASED)
    numbers = session.scalars(select(TicketRow.number).where(TicketRow.person == ERASED, ~told)).all()
    for number in numbers:
        _tell(session, number, now)
    return len(numbers)


def _tell(session: Session, number: str, now: datetime) -> None:
    """The event that words and evidence were erased, so that no words are missing without one."""
    ticket = tickets.get(session, number)
    tickets.change(session, ticket, ticket, [NewEvent(history.ERASED, now, str(SYSTEM))])


def unfinished(session: Session, before: datetime, limit: int = 200) -> list[str]:
    """Conversations that never became a ticket and in which nothing was said since this time."""
    ticket = exists().where(TicketRow.conversation_id == ConversationRow.id)
    old = (ConversationRow.last_at < before, ConversationRow.person != ERASED, ~ticket)
    return list(session.scalars(select(ConversationRow.id).where(*old).order_by(ConversationRow.id).limit(limit)))


def erase_unfinished(session: Session, conversation: str, now: datetime) -> None:
    """Take the person out of a conversation that never became a ticket."""
    _erase_conversation(session, conversation, {}, now)


def erase_unheard(session: Session, before: datetime, now: datetime, limit: int = 200) -> int:
    """Envelopes, calls and messages of ours that belong to no conversation (automatic mail, what was set aside, who
    hung up at once, alarms) and came before this time; how many were erased."""
    joined = exists().where(MessageRow.envelope_id == EnvelopeRow.id, MessageRow.conversation_id.is_not(None))
    kept = exists().where(MediaRow.envelope_id == EnvelopeRow.id, MediaRow.conversation_id.is_not(None))
    free = (~joined, ~kept)  # a call's recording is in a case without being a message
    old = (EnvelopeRow.received_at < before, EnvelopeRow.person != ERASED, EnvelopeRow.state != "waiting", *free)
    found = list(session.scalars(select(EnvelopeRow.id).where(*old).order_by(EnvelopeRow.id).limit(limit)))
    _erase_envelopes(session, found, now)
    told = exists().where(ConversationRow.id == CallRow.conversation_id)
    hung_up = select(CallRow.sid).where(CallRow.last_at < before, CallRow.person != ERASED, ~told).limit(limit)
    calls = erase_calls(session, [CallRow.sid.in_(session.scalars(hung_up).all())], now)
    alone = (OutboxRow.conversation_id.is_(None), OutboxRow.staged_at < before)
    return len(found) + calls + erase_outbox(session, alone, now, limit)


def erase_outbox(session: Session, which: Iterable[ColumnElement[bool]], now: datetime, limit: int = 200) -> int:
    """Delete these messages of ours, which may belong to no conversation; how many."""
    ids = list(session.scalars(select(OutboxRow.id).where(*which).order_by(OutboxRow.id).limit(limit)))
    session.execute(delete(OutboxRow).where(OutboxRow.id.in_(ids)))
    erasures.note(session, erasures.OUTBOX, ids, now)
    return len(ids)


def erase_envelopes(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Take the person out of what came in, whatever became of it."""
    _erase_envelopes(session, list(ids), now)


def erase_calls(session: Session, which: Iterable[ColumnElement[bool]], now: datetime) -> int:
    """Take the person out of these calls, and what was said in them; how many."""
    sids = session.scalars(select(CallRow.sid).where(*which)).all()
    for statement in (
        delete(CallAnswerRow).where(CallAnswerRow.sid.in_(sids)),
        update(CallRow).where(CallRow.sid.in_(sids)).values(_NOBODYS_CALL),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    erasures.note(session, erasures.CALL, sids, now)
    return len(sids)


def again(session: Session, erased: Iterable[erasures.Erasure], now: datetime) -> int:
    """Erase once more what a restored backup brought back; how many things."""
    names: dict[str, list[str]] = {}
    for kind, name in erased:
        names.setdefault(kind, []).append(name)
    done = 0
    for number in names.get(erasures.CASE, ()):
        found = session.scalars(select(TicketRow.person).where(TicketRow.number == number)).first()
        if found not in (None, ERASED):
            erase(session, number, now)
            done += 1
    for conversation in names.get(erasures.CONVERSATION, ()):
        row = session.get(ConversationRow, conversation)
        if row is not None and row.person != ERASED:
            _erase_conversation(session, conversation, {}, now)
            done += 1
    joined = [int(name) for name in names.get(erasures.ADDRESS, ())]
    for start in range(0, len(joined), 500):
        known = addresses.still_known(session, joined[start : start + 500])
        addresses.forget_rows(session, known, now)
        done += len(known)
    envelopes = [int(name) for name in names.get(erasures.ENVELOPE, ())]
    messages = [int(name) for name in names.get(erasures.OUTBOX, ())]
    for start in range(0, max(len(envelopes), len(messages)), 500):
        some = envelopes[start : start + 500]
        here = select(EnvelopeRow.id).where(EnvelopeRow.id.in_(some), EnvelopeRow.person != ERASED)
        ids = list(session.scalars(here))
        _erase_envelopes(session, ids, now)
        done += len(ids) + erase_outbox(session, [OutboxRow.id.in_(messages[start : start + 500])], now, 500)
    return done


def _erase_conversation(session: Session, conversation: str, fields: dict[str, Any], now: datetime) -> None:
    own = select(MessageRow.envelope_id).where(MessageRow.conversation_id == conversation)
    envelopes = set(session.scalars(own)) | {row.envelope_id for row in media.of_conversation(session, conversation)}
    layouts = session.scalars(select(LetterRow.layout_key).where(LetterRow.conversation_id == conversation)).all()
    for key in layouts:
        layout = session.get(LetterLayoutRow, key)
        if layout is not None:
            delete_later(session, (page["sha256"] for page in layout.pages.get("pages", ())), now)
    nobody: dict[str, Any] = {"person": ERASED, "address": "", "fields": fields, "subject": None}
    for statement in (
        update(ConversationRow).where(ConversationRow.id == conversation).values(**nobody),
        update(MessageRow).where(MessageRow.conversation_id == conversation).values(**_NOBODYS_WORDS),
        update(LetterRow).where(LetterRow.conversation_id == conversation).values(**_NOBODYS_LETTER),
        update(UnfinishedRow).where(UnfinishedRow.conversation_id == conversation).values(reason=None),
        delete(LetterLayoutRow).where(LetterLayoutRow.key.in_(layouts)),
        delete(OutboxRow).where(OutboxRow.conversation_id == conversation),
        update(HelplineTaskRow).where(HelplineTaskRow.conversation_id == conversation).values(**_NOBODY_CALLED),
        delete(ReplyDraftRow).where(ReplyDraftRow.conversation_id == conversation),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    erasures.note(session, erasures.CONVERSATION, [conversation], now)
    erase_calls(session, [CallRow.conversation_id == conversation], now)
    _erase_media(session, MediaRow.conversation_id == conversation, now)
    # A file of several letters goes with the last of them.
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
    delete_later(
        session, session.scalars(select(EnvelopeRow.blob).where(rows, EnvelopeRow.blob.is_not(None))).all(), now
    )
    nobody: dict[str, Any] = {"person": ERASED, "body": b"", "blob": None, "facts": {}, "reason": None}
    session.execute(update(EnvelopeRow).where(rows).values(**nobody), execution_options={"synchronize_session": False})
    words = update(MessageRow).where(MessageRow.envelope_id.in_(ids)).values(**_NOBODYS_WORDS)
    session.execute(words, execution_options={"synchronize_session": False})
    erasures.note(session, erasures.ENVELOPE, ids, now)
    _erase_media(session, MediaRow.envelope_id.in_(ids), now)


def _erase_media(session: Session, rows: Any, now: datetime) -> None:
    erasures.note(session, erasures.MEDIA, session.scalars(select(MediaRow.id).where(rows)).all(), now)
    session.execute(
        delete(TranscriptRow).where(TranscriptRow.media_id.in_(select(MediaRow.id).where(rows))),
        execution_options={"synchronize_session": False},
    )
    delete_later(session, session.scalars(select(MediaRow.sha256).where(rows, MediaRow.sha256.is_not(None))).all(), now)
    nothing: dict[str, Any] = {"sha256": None, "filename": None, "url": None, "state": media.REFUSED, "reason": ERASED}
    session.execute(update(MediaRow).where(rows).values(**nothing), execution_options={"synchronize_session": False})
