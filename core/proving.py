"""Going on with a case on another channel, after proof that it is the same person.

Who asks, from an address that the case does not know, after a case with its number is told to send the number with its
code; the code goes to where the case was told from, or stands on its slip. Proven, the case is theirs on this address
too, and they hear of it there from now on. Whether there is such a case is never told before.
"""

import hmac
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.casework import move_on
from core.following import state_in_words
from core.messages import OutboundMessage
from core.phrases import say
from core.ports import Reply
from core.proof import code_for, is_code, slip_code, slot
from core.reach import SLIP
from core.store.casework import case_notices, personal, tickets
from core.store.casework.case_tables import ProofTryRow
from core.store.casework.cases import Cases
from core.store.once import insert_once
from core.store.road import outbox
from core.store.road.conversations import Conversation
from core.store.tables import TicketRow
from core.ticket import Ticket

TRIES = 5
"""Wrong codes for one case in half an hour; then no code is right."""


def send_code(session: Session, cases: Cases, number: str, now: datetime) -> str | None:
    """Send the code to where the case was told from, at most once in half an hour; whose line it is in, or None."""
    ticket = tickets.find(session, number)
    if ticket is None or not cases.secret:
        return None
    way = case_notices.ways_to(session, ticket, cases.channels)[0]
    if way.channel == SLIP:
        return None  # it stands on their slip
    text = say("code", ticket.language, number=number, code=code_for(cases.secret, number, now))
    subject = say("code_subject", ticket.language, number=number)
    message = OutboundMessage("", way.channel, way.address, text, ticket.language, subject=subject)
    outbox.stage(
        session, message, cause=f"prove:{number}:{slot(now)}", person=ticket.person, conversation_id=None, now=now
    )
    return ticket.person


def prove(session: Session, cases: Cases, number: str, code: str, claimant: Conversation, now: datetime) -> Reply:
    """The answer to a number with its code, and the case made the claimant's where it is right."""
    language = claimant.language
    ticket = tickets.find(session, number)
    right = ticket is not None and bool(cases.secret) and is_right(session, cases.secret, number, code, now)
    if ticket is None or not right:
        return Reply(say("proof_wrong", language, number=number))
    personal.join(session, number, claimant.person, now)
    if ticket.open:
        ticket = _move(session, cases, ticket, claimant, now)
    state = state_in_words(ticket, language)
    return Reply(say("proof_right", language, number=number, state=state))


def is_right(session: Session, secret: str, number: str, code: str, now: datetime) -> bool:
    """Is it the case's code? Counts the try; after several wrong ones no code is right for a while."""
    key = {"ticket": number, "slot": slot(now)}
    insert_once(session, ProofTryRow, {**key, "tries": 0}, key=("ticket", "slot"))
    tried = update(ProofTryRow).where(ProofTryRow.ticket == number, ProofTryRow.slot == key["slot"])
    tries = session.scalars(tried.values(tries=ProofTryRow.tries + 1).returning(ProofTryRow.tries)).one()
    right = hmac.compare_digest(slip_code(secret, number), code) or is_code(secret, number, code, now)
    return right and tries <= TRIES


def _move(session: Session, cases: Cases, ticket: Ticket, claimant: Conversation, now: datetime) -> Ticket:
    """What they are told of the case from now on goes where they wrote from."""
    kept = cases.do(session, ticket.number, lambda t, at, p: move_on(t, claimant.channel, at, p), now)
    session.execute(update(TicketRow).where(TicketRow.number == ticket.number).values(address=claimant.address))
    return kept
