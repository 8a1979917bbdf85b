"""When a letter's writer cannot be told what we staged for them: over WhatsApp we may write first only with an
approved template, and not every phone has it. Then their other ways are tried (core.casework.reach), and at last the
slip is posted.

Found in the database by the sweep, so that a report that comes days later counts as much as a refusal at once.
"""

import logging

from sqlalchemy.orm import Session

from core.casework.reach import SLIP, ways
from core.services.next_way import stage_next
from core.store.mailroom import asking
from core.store.mailroom.tables import ASKING, LetterRow
from core.store.pipeline import conversations, outbox
from core.store.pipeline.tables import OutboxRow
from gateway.channels import switched_on
from gateway.house import House

_log = logging.getLogger(__name__)


def follow_up(house: House) -> int:
    """Look after letters whose writer was not reached; how many that were."""
    now = house.clock.now()
    with house.store.read() as session:
        found = bool(asking.untold(session, now))
    if not found:
        return 0
    persons = []
    with house.store.write() as session:
        rows = asking.untold(session, now)
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
    address = outbox.message_of(failed).to
    found = ways(conversation.channel, conversation.address, conversation.complaint, switched_on(house.channels))
    left = [way for way in found if way.channel != SLIP]
    if letter.state == ASKING:  # the conversation is of the person at that address
        left = [way for way in left if way.address == address]
    if stage_next(session, failed, left, now) is not None:
        return [failed.person]
    if letter.state == ASKING:
        asking.back_in_line(session, letter, conversation, asking.UNREACHED, now)
    letter.unreached_at = now
    return []
