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
from core.casework.proof import Length, Purpose, code_for, in_groups, right_code, slot
from core.casework.reach import SLIP, Way
from core.conversation import Conversation
from core.messages import OutboundMessage
from core.ports import PAKISTAN, Reply
from core.reference.phrasebook import say, state_in_words
from core.services import notifications
from core.services.cases import Cases
from core.store.casework import personal, tickets, wrong_proofs
from core.store.casework.tables import TicketRow
from core.store.pipeline import outbox
from core.store.staff import access_log
from core.ticket import Ticket

TRIES = 5
"""Wrong codes for one case in half an hour by one; then no code of eight digits from there is right for a while. Who
guesses shuts out nobody else."""
OF_CASE, OF_HOUSE = 100, 2000
"""Wrong codes in a day, for one case and for all; then codes of eight digits count no more, and those that are sent
have twelve. So many tries find one of the two that are good at a time in one day of 400,000, and of 20,000."""
TOLD_FROM = 10
"""Wrong proofs in a day, from which on the citizen is told of it: once a day."""
_CODES = "codes"
_TOLD = {Purpose.OPEN: "code", Purpose.CLOSE: "code_to_close"}


def send_code(
    session: Session, cases: Cases, number: str, now: datetime, purpose: Purpose = Purpose.OPEN
) -> str | None:
    """Send the code to where the case was told from, at most once in half an hour; whose line it is in, or None."""
    ticket = tickets.find(session, number)
    if ticket is None or not cases.secret:
        return None
    way = notifications.ways_to(session, ticket, cases.channels)[0]
    if way.channel == SLIP:
        return None  # it stands on their slip
    length = Length.LONG if _guessed(session, number, now) else Length.SHORT
    code = in_groups(code_for(cases.secret, number, now, length, purpose))
    text = say(_TOLD[purpose], ticket.language, number=number, code=code)
    _send(session, ticket, way, text, f"prove:{number}:{slot(now)}:{length:d}:{purpose}", now)
    return ticket.person


def prove(session: Session, cases: Cases, number: str, code: str, claimant: Conversation, now: datetime) -> Reply:
    """The answer to a number with its code, and the case made the claimant's where it is right."""
    language = claimant.language
    ticket = tickets.find(session, number)
    if ticket is None or not is_right(session, cases, number, code, now, claimant.person):
        return Reply(say("proof_wrong", language, number=number))
    personal.join(session, number, claimant.person, now)
    if ticket.open:
        ticket = _move(session, cases, ticket, claimant, now)
    state = state_in_words(ticket, language)
    return Reply(say("proof_right", language, number=number, state=state))


def is_right(
    session: Session, cases: Cases, number: str, code: str, now: datetime, who: str, purpose: Purpose = Purpose.OPEN
) -> bool:
    """Is it the case's code for this? A wrong one is counted: of ``who`` (a person, a member of staff, a place), of the
    case and of all, and the citizen is told when there were many."""
    if not cases.secret:
        return False
    right = right_code(cases.secret, number, code, now, purpose)
    if right is Length.LONG:
        return True
    theirs = hmac.digest(cases.secret.encode(), f"{number} {who}".encode(), hashlib.sha256).hex()[:24]
    if right is None:
        wrong_proofs.count(session, [theirs, f"{_CODES} {number}", _CODES, number], now)
        tell_of_tries(session, cases, number, now)
        return False
    return not (wrong_proofs.too_many(session, theirs, now, TRIES) or _guessed(session, number, now))


def tell_of_tries(session: Session, cases: Cases, number: str, now: datetime) -> None:
    """Tell the citizen, once a day, that somebody tries proofs for their case in vain; it stands on the case's page and
    in the audit too. Nothing where there were few, or there is no such case."""
    tried = wrong_proofs.in_a_day(session, number, now)
    ticket = tickets.find(session, number) if tried >= TOLD_FROM else None
    if ticket is None or access_log.today(session, access_log.CITIZEN, "tried in vain", number, now):
        return
    access_log.write_down(session, access_log.CITIZEN, "tried in vain", number, now, ticket=number)
    way = notifications.ways_to(session, ticket, cases.channels)[0]
    if way.channel != SLIP:
        day = now.astimezone(PAKISTAN).date()
        _send(session, ticket, way, say("tried_in_vain", ticket.language, number=number), f"tried:{number}:{day}", now)


def _guessed(session: Session, number: str, now: datetime) -> bool:
    """Does somebody guess codes, of this case or of all?"""
    of_case = wrong_proofs.in_a_day(session, f"{_CODES} {number}", now) >= OF_CASE
    return of_case or wrong_proofs.in_a_day(session, _CODES, now) >= OF_HOUSE


def _send(session: Session, ticket: Ticket, way: Way, text: str, cause: str, now: datetime) -> None:
    subject = say("code_subject", ticket.language, number=ticket.number)
    message = OutboundMessage("", way.channel, way.address, text, ticket.language, subject=subject)
    outbox.stage(session, message, cause=cause, person=ticket.person, conversation_id=None, now=now)


def _move(session: Session, cases: Cases, ticket: Ticket, claimant: Conversation, now: datetime) -> Ticket:
    """What they are told of the case from now on goes where they wrote from."""
    kept = cases.do(
        session, ticket.number, lambda ticket, at, policy: move_on(ticket, claimant.channel, at, policy), now
    )
    session.execute(update(TicketRow).where(TicketRow.number == ticket.number).values(address=claimant.address))
    return kept
