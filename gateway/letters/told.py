"""When a letter's writer cannot be told what we staged for them: over WhatsApp we may write first only with an approved
template, and not every phone has it. Then their other ways are tried (core.reach), and at last the slip is posted.

Found in the database by the sweep, so that a report that comes days later counts as much as a refusal at once.
"""

import dataclasses
import logging

from sqlalchemy.orm import Session

from core.reach import SLIP, ways
from core.store.mailroom import letter_asking, letters
from core.store.mailroom.letter_tables import LetterRow
from core.store.road import conversations, outbox
from core.store.tables import OutboxRow
from gateway.house import House

_log = logging.getLogger(__name__)


def follow_up(house: House) -> int:
    """Look after letters whose writer was not reached; how many that were."""
    now = house.clock.now()
    with house.store.read() as session:
        found = bool(letter_asking.untold(session, now))
    if not found:
        return 0
    persons = []
    with house.store.write() as session:
        rows = letter_asking.untold(session, now)
        for letter, message in rows:
            persons += _another_way(house, session, letter, message)
    for person in persons:
        house.queue.deliver(person)
    _log.info("letters whose writer was not reached: %d, tried another way: %d", len(rows), len(persons))
    return len(rows)


def _another_way(house: House, session: Session, letter: LetterRow, failed: OutboxRow) -> list[str]:
    """Stage it once more for the next way; whose line to look at. Where there is none: the slip."""
    now = house.clock.now()
    conversation = conversations.get(session, letter.conversation_id)
    if conversation is None:
        return []
    message = outbox.message_of(failed)
    tried = letter_asking.tried(session, failed)
    for way in ways(conversation.channel, conversation.address, conversation.complaint, house.channels):
        asked_elsewhere = letter.state == letters.ASKING and way.address != message.to
        if way.channel == SLIP or asked_elsewhere or (way.channel, way.address) in tried:
            continue
        again = dataclasses.replace(message, id="", channel=way.channel, to=way.address, template=None, variables={})
        cause = f"{failed.cause.partition('~')[0]}~{len(tried)}"
        outbox.stage(session, again, cause=cause, person=failed.person, conversation_id=conversation.id, now=now)
        return [failed.person]
    if letter.state == letters.ASKING:
        letter_asking.back_in_line(session, letter, conversation, letter_asking.UNREACHED, now)
    letter.unreached_at = now
    return []
