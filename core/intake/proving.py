"""Going on with a case on another channel, after proof that it is the same person.

Who asks, from an address that the case does not know, after a case with its number is told to send the number with its
code; the code goes to where the case was told from, or stands on its slip. Proven, the case is theirs on this address
too, and they hear of it there from now on. Whether there is such a case is never told before.
"""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.casework import move_on
from core.casework.proof import code_for, is_code, slip_code, slot
from core.casework.reach import SLIP
from core.conversation import Conversation
from core.messages import OutboundMessage
from core.ports import Reply
from core.reference.phrasebook import say, state_in_words
from core.services import notifications
from core.services.cases import Cases
from core.store.casework import personal, tickets
from core.store.casework.tables import ProofTryRow, TicketRow
from core.store.once import insert_once
from core.store.pipeline import outbox
from core.ticket import Ticket

TRIES, TRIES_OF_ALL = 5, 200
"""Codes for one case in half an hour, by one and by all; then no code is right. Who guesses shuts out nobody else."""


def send_code(session: Session, cases: Cases, number: str, now: datetime) -> str | None:
    """Send the code to where the case was told from, at most once in half an hour; whose line it is in, or None."""
    ticket = tickets.find(session, number)
    if ticket is None or not cases.secret:
        return None
    way = notifications.ways_to(session, ticket, cases.channels)[0]
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
    right = (
        ticket is not None
        and bool(cases.secret)
        and is_right(session, cases.secret, number, code, now, claimant.person)
    )
    if ticket is None or not right:
        return Reply(say("proof_wrong", language, number=number))
    personal.join(session, number, claimant.person, now)
    if ticket.open:
        ticket = _move(session, cases, ticket, claimant, now)
    state = state_in_words(ticket, language)
    return Reply(say("proof_right", language, number=number, state=state))


def is_right(session: Session, secret: str, number: str, code: str, now: datetime, who: str) -> bool:
    """Is it the case's code? Counts the try of ``who`` (a person, a member of staff, a place); after several no code of
    theirs is right for a while."""
    right = hmac.compare_digest(slip_code(secret, number), code) or is_code(secret, number, code, now)
    theirs = hmac.digest(secret.encode(), who.encode(), hashlib.sha256).hex()[:16]
    mine, all_ = (_tried(session, key, now) for key in (f"{number} {theirs}", number))
    return right and mine <= TRIES and all_ <= TRIES_OF_ALL


def _tried(session: Session, key: str, now: datetime) -> int:
    """How often by now."""
    row = {"ticket": key, "slot": slot(now)}
    insert_once(session, ProofTryRow, {**row, "tries": 0}, key=("ticket", "slot"))
    tried = update(ProofTryRow).where(ProofTryRow.ticket == key, ProofTryRow.slot == row["slot"])
    return session.scalars(tried.values(tries=ProofTryRow.tries + 1).returning(ProofTryRow.tries)).one()


def _move(session: Session, cases: Cases, ticket: Ticket, claimant: Conversation, now: datetime) -> Ticket:
    """What they are told of the case from now on goes where they wrote from."""
    kept = cases.do(
        session, ticket.number, lambda ticket, at, policy: move_on(ticket, claimant.channel, at, policy), now
    )
    session.execute(update(TicketRow).where(TicketRow.number == ticket.number).values(address=claimant.address))
    return kept
