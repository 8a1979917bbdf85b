"""A phone or an email is proven to be a citizen's by a code that was sent there: what was told from it is theirs too.

"code 0300 1234567" asks for one, by whatever channel they write; the code goes to that phone or mailbox, and with it
"0300 1234567 4821 0937" proves it. Whether anything was ever told from there is not said before. So whoever has another
number, or a new user name, has their complaints again.
"""

import hashlib
import hmac
import re
from datetime import datetime

from sqlalchemy.orm import Session

from core.casework.proof import Length, Purpose, code_for, digits_of, in_groups, right_code, slot
from core.conversation import Conversation
from core.intake.context import Context
from core.intake.proving import OF_CASE, OF_HOUSE, TRIES
from core.intake.result import IntakeResult, OwnAddress
from core.messages import InboundMessage, OutboundMessage
from core.ports import Reply
from core.reference.phrasebook import say
from core.services import persons
from core.services.cases import Cases
from core.store.casework import tickets, wrong_proofs
from core.store.persons import addresses
from core.store.pipeline import outbox
from core.text.normalise import fold_digits

ASKS_A_DAY = 5
"""Codes that one person may ask for in a day, and that are sent to one address: each costs an SMS, and a stranger is
woken by it."""
_MAIL = "mailto:"
_SCHEMES = {"phone": addresses.PHONE, "email": _MAIL}
LONGEST = 120
_ASKS = re.compile(r"(?:code|kod|koda?|کوڈ|کوډ|کود)[\s:]+(\S.{4,100})", re.IGNORECASE)
_PROVES = re.compile(r"(\S.{4,100}?)[\s:,]+([1-8][0-9]{3}[\s\-]?[0-9]{4}(?:[\s\-]?[0-9]{4})?)")
_PHONE = re.compile(r"[+0-9][0-9\s\-()]{8,20}")
_CODES = "address codes"


def read(text: str) -> OwnAddress | None:
    """What a message that is nothing but this says of an own address."""
    written = fold_digits(text).strip()
    if len(written) > LONGEST:
        return None
    proves = _PROVES.fullmatch(written)
    if proves is not None and (key := _key(proves[1])) is not None:
        return OwnAddress(key, digits_of(proves[2]))
    asks = _ASKS.fullmatch(written)
    key = _key(asks[1]) if asks is not None else None
    return OwnAddress(key) if key is not None else None


def answer(_session: Session, context: Context) -> IntakeResult | None:
    """It is no turn of the dialogue; ``apply`` does what it asks for."""
    own = read(context.message.text)
    if own is None or not context.message.trusted or not context.message.sender.address:
        return None
    return IntakeResult(context.conversation, own=own)


def apply(
    session: Session, cases: Cases, own: OwnAddress, who: Conversation, message: InboundMessage, now: datetime
) -> Reply:
    """Send the code, or join what it proves; what is answered. ``who`` is the conversation of whoever asks."""
    if own.code:
        return _prove(session, cases, own, who, message, now)
    _send(session, cases, own.key, who, now)
    return Reply(say("address_code_sent", who.language, address=_shown(own.key)))


def _send(session: Session, cases: Cases, key: str, who: Conversation, now: datetime) -> None:
    """At most once in half an hour to one address, and few times a day."""
    channel = _channel(cases, key)
    asked = [_counted(cases, f"asks {who.person}"), _counted(cases, f"asked {key}")]
    if not cases.secret or not channel or any(wrong_proofs.in_a_day(session, one, now) >= ASKS_A_DAY for one in asked):
        return
    code = in_groups(code_for(cases.secret, _of(key, who.person), now, Length.SHORT, Purpose.ADDRESS))
    text = say("address_code", who.language, code=code, address=_shown(key))
    subject = say("address_code_subject", who.language)
    made = OutboundMessage("", channel, _shown(key), text, who.language, subject=subject)
    cause = f"own:{_counted(cases, _of(key, who.person))}:{slot(now)}"
    if outbox.stage(session, made, cause=cause, person=key, conversation_id=None, now=now) is not None:
        wrong_proofs.count(session, asked, now)


def _prove(
    session: Session, cases: Cases, own: OwnAddress, who: Conversation, message: InboundMessage, now: datetime
) -> Reply:
    theirs, of_address = _counted(cases, f"tries {who.person}"), _counted(cases, f"tried {own.key}")
    guessed = (
        wrong_proofs.too_many(session, theirs, now, TRIES)
        or wrong_proofs.in_a_day(session, of_address, now) >= OF_CASE
        or wrong_proofs.in_a_day(session, _CODES, now) >= OF_HOUSE
    )
    right = bool(cases.secret) and right_code(
        cases.secret or "", _of(own.key, who.person), own.code, now, Purpose.ADDRESS
    )
    if not right or guessed:
        if not right:
            wrong_proofs.count(session, [theirs, of_address, _CODES], now)
        return Reply(say("address_wrong", who.language, address=_shown(own.key)))
    by = f"{message.channel} {message.id}"
    person = addresses.join(session, who.person, [own.key], addresses.Proof.CODE, now, by)
    many = len(tickets.of_person(session, person, _MOST))
    return Reply(say("address_proven", who.language, address=_shown(own.key), count=str(many)))


_MOST = 200


def _channel(cases: Cases, key: str) -> str:
    """By what it is sent; "" where nothing that is on writes there. Of those for phones the last: the first of them may
    only write to who wrote to us lately."""
    on = cases.channels
    if on is None:
        return ""
    found = on.emails if key.startswith(_MAIL) else on.phones
    return found[-1] if found else ""


def _key(written: str) -> str | None:
    told = written.strip()
    if not _PHONE.fullmatch(told) and "@" not in told:
        return None
    kind, value = persons.identify(told) or ("", "")
    return f"{_SCHEMES[kind]}{value}" if kind in _SCHEMES else None


def _shown(key: str) -> str:
    return key.partition(":")[2]


def _of(key: str, person: str) -> str:
    """The code is one person's: nobody else can use it."""
    return f"{key} {person}"


def _counted(cases: Cases, what: str) -> str:
    """Under what it is counted: nobody reads there who it was."""
    return hmac.digest((cases.secret or "").encode(), what.encode(), hashlib.sha256).hex()[:24]
