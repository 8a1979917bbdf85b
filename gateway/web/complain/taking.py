"""A form of the web app becomes a message of the channel ``web``, by the way of all (pipeline/accept.py).

Whom we know is never held up by what others send from the same network; of newcomers, more than many from one network
are asked a small sum, which a person answers in a moment: behind one operator's address stand thousands.
"""

import hashlib
import hmac
from datetime import datetime

from flask import request
from sqlalchemy.orm import Session

from channels.web import Web
from channels.web.body import Said, envelope_id, pack
from core.messages import Envelope
from core.services.cases import Cases
from core.store.casework import wrong_proofs
from core.store.pipeline import visits
from core.text.normalise import fold_digits
from gateway.house import House
from gateway.pipeline.accept import accept
from gateway.web.complain import visitor
from gateway.web.complain.forms import Problem
from gateway.web.shared.client import client_address


def take(house: House, channel: Web, said: Said) -> None:
    """Keep it. Raises Problem where it is too much; as ``accept`` where nothing can be kept now."""
    now = house.clock.now()
    with house.store.read() as session:
        person = visitor.person(session, said.visitor)
        new = visits.is_new(session, person)
        size = visits.bytes_of_day(session, person, now) if said.files else 0
    if size + sum(len(one.content) for one in said.files) > channel.settings.max_bytes_a_day:
        raise Problem("much")
    if new:
        _newcomer(house, channel, said.id, now)
    accept(house, channel, Envelope(channel.name, envelope_id(said), pack(said), now))


def sum_of(cases: Cases, draft: str) -> tuple[int, int]:
    """Two small numbers to be added, of this draft: nothing is stored for them."""
    made = hmac.digest((cases.secret or "").encode(), f"sum:{draft}".encode(), hashlib.sha256)
    return made[0] % 9 + 1, made[1] % 9 + 1


def _newcomer(house: House, channel: Web, draft: str, now: datetime) -> None:
    key = f"web {wrong_proofs.block_of(client_address(), house.cases.secret or '')}"
    with house.store.read() as session:
        many = wrong_proofs.too_many(session, key, now, channel.settings.newcomers)
    if many and not _added(house.cases, draft):
        raise Problem("sum")
    with house.store.write() as session:
        _count(session, key, now)


def _added(cases: Cases, draft: str) -> bool:
    return fold_digits(request.form.get("sum", "")).strip() == str(sum(sum_of(cases, draft)))


def _count(session: Session, key: str, now: datetime) -> None:
    wrong_proofs.count(session, [key], now)
