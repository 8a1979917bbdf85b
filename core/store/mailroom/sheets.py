"""Which pages make up a letter: split where a scanner ran two together, joined where one came in two files.

Pages keep where they come from (``Layout.sheets``). What stands on them is read again afterwards, by a worker.
"""

import uuid
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.conversation import FINISHED, OPEN, Conversation
from core.errors import Conflict, NotFound
from core.messages import Address, InboundMessage
from core.store import worklist
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.mailroom import layouts, letters
from core.store.mailroom.layouts import Layout
from core.store.mailroom.rereading import AS_IT_IS
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import conversations, envelopes
from core.store.pipeline.tables import EnvelopeRow, MessageRow

_FIRST_MADE = 1_000_000
"""Positions from here on are those of letters made by splitting; a file's own letters count from 0."""
_FILES_A_MESSAGE = 1000


def split(session: Session, letter: LetterRow, stay: int, now: datetime) -> LetterRow:
    """The pages behind the first ``stay`` become a letter of their own. Both are to be read again.

    Raises NotFound where there is nothing to split, or where it is not known which pages these are.
    """
    layout = _known(session, letter)
    if not 1 <= stay < len(layout.pages):
        raise NotFound("no such page", tell="Choose the page with which the other letter begins.")
    before = _conversation(session, letter)
    source = envelopes.find(session, letters.CHANNEL, layout.sheets[stay].envelope)
    if source is None:
        raise NotFound("the file is gone", tell="The file of these pages is gone.")
    fresh = uuid.uuid4().hex
    conversation = Conversation(
        id=fresh, person=f"{before.person}/{fresh[:8]}", channel=letters.CHANNEL, address=before.address,
        language=before.language, started_at=now, last_at=now, needs_person=True,
    )  # fmt: skip
    conversations.save(session, conversation)
    session.flush()
    message = _message(session, source, conversation, now)
    layouts.put(session, message.provider_id, _part(layout, stay, None))
    layouts.put(session, letter.layout_key, _part(layout, 0, stay))
    _copy_scan(session, message, source)
    made = letters.add(session, message, letter.filename)
    made.reread_in = letter.reread_in = AS_IT_IS
    return made


def join(session: Session, letter: LetterRow, into: LetterRow, staff_id: int, now: datetime) -> None:
    """The letter's pages become the last of another one that waits, which is then to be read again.

    Raises Conflict where the other one is done, or where another clerk has it.
    """
    if into.id == letter.id or into.state != worklist.WAITING or not into.free_to(staff_id, now):
        raise Conflict(f"letter {into.id} cannot be added to")
    first, more = _known(session, into), _known(session, letter)
    both = Layout(first.pages + more.pages, first.boxes, first.sheets + more.sheets)
    layouts.put(session, into.layout_key, both)
    into.reread_in, into.version = AS_IT_IS, into.version + 1
    letter.joined_to = into.id
    _move_scans(session, letter, into.conversation_id)
    conversations.save(session, _conversation(session, letter).with_(state=FINISHED, needs_person=False))


def part_again(session: Session, letter: LetterRow) -> None:
    """A joined letter is one of its own again. Raises Conflict where the other one is done by now."""
    into = letters.get(session, letter.joined_to or 0)
    if into.state != worklist.WAITING:
        raise Conflict(f"letter {into.id} is done")
    both, own = layouts.get(session, into.layout_key), layouts.get(session, letter.layout_key)
    stay = [number for number, sheet in enumerate(both.sheets) if sheet not in own.sheets]
    left = Layout(tuple(both.pages[n] for n in stay), both.boxes, tuple(both.sheets[n] for n in stay))
    layouts.put(session, into.layout_key, left)
    into.reread_in, into.version = AS_IT_IS, into.version + 1
    letter.joined_to = None
    _move_scans(session, letter, letter.conversation_id)
    conversations.save(session, _conversation(session, letter).with_(state=OPEN, needs_person=True))


def _known(session: Session, letter: LetterRow) -> Layout:
    layout = layouts.get(session, letter.layout_key)
    if len(layout.sheets) != len(layout.pages) or not layout.pages:
        raise NotFound("which pages these are is not known", tell="Have this letter read again first.")
    return layout


def _conversation(session: Session, letter: LetterRow) -> Conversation:
    found = conversations.get(session, letter.conversation_id)
    if found is None:
        raise NotFound("the letter's record is gone")
    return found


def _part(layout: Layout, start: int, end: int | None) -> Layout:
    kept = layout.pages[start:end]
    boxes = layout.boxes or {} if start == 0 else {}
    return Layout(kept, {name: box for name, box in boxes.items() if box.page < len(kept)}, layout.sheets[start:end])


def _message(session: Session, source: EnvelopeRow, conversation: Conversation, now: datetime) -> MessageRow:
    made = (MessageRow.envelope_id == source.id, MessageRow.position >= _FIRST_MADE)
    last = session.scalar(select(func.max(MessageRow.position)).where(*made))
    position = _FIRST_MADE if last is None else last + 1
    told = InboundMessage(letters.CHANNEL, f"{source.provider_id}/{position}", Address(conversation.address))
    conversations.add_message(session, source.id, position, conversation.id, told, now)
    session.flush()
    here = (MessageRow.envelope_id == source.id, MessageRow.position == position)
    return session.scalars(select(MessageRow).where(*here)).one()


def _copy_scan(session: Session, message: MessageRow, source: EnvelopeRow) -> None:
    """The whole file goes with each letter in it."""
    kept = next((row for row in media.of_envelope(session, source.id) if row.sha256 is not None), None)
    if kept is not None and kept.sha256 is not None:
        media.keep(
            session,
            source.id,
            message.position * _FILES_A_MESSAGE,
            conversation_id=message.conversation_id,
            filename=kept.filename,
            media_type=kept.media_type,
            size=kept.size or 0,
            sha256=kept.sha256,
        )


def _move_scans(session: Session, letter: LetterRow, conversation_id: str) -> None:
    message = session.get_one(MessageRow, letter.message_id)
    first = message.position * _FILES_A_MESSAGE
    mine = (MediaRow.envelope_id == message.envelope_id, MediaRow.position.between(first, first + _FILES_A_MESSAGE - 1))
    session.execute(update(MediaRow).where(*mine).values(conversation_id=conversation_id))
