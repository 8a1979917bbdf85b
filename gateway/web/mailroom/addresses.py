"""Which addresses are one citizen's, and what joined them; a clerk parts them again, or joins two, with a reason.

All by POST: whom somebody asked about stands in no address and no server's log. Whoever looks gives a reason too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from core.errors import NotFound, Rejected
from core.store.casework import tickets
from core.store.persons import addresses
from core.store.persons.addresses import PersonAddress, Proof
from core.store.staff import access_log
from core.store.staff.admin_log import write_down
from core.text.normalise import clean_text
from gateway.addresses import key_of
from gateway.channels import declarations
from gateway.house import House
from gateway.reasons import explain
from gateway.web.shared.labels import channel_name
from gateway.web.shared.languages import page_language
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me

LOOK = "addresses"
"""As the audit calls it."""
_LONGEST, _MOST_CASES = 200, 10_000
_KINDS = {"tel": _("Phone"), "mailto": _("Email"), "twilio": _("WhatsApp, without a number")}
Answer = str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """An address on the page. ``by``: what joined it. ``cases``: how many would go with it, without their numbers: one
    may be of somebody who wishes not to be named."""

    key: str
    kind: str
    value: str
    since: datetime
    by: str
    is_name: bool
    apart: bool
    cases: int


def add_addresses(desk: Blueprint, house: House) -> None:
    """Adds /mailroom/addresses."""

    @desk.get("/addresses")
    def addresses() -> str:
        return _page()

    @desk.post("/addresses")
    def addresses_shown() -> Answer:
        who, reason, what = _written("who"), _written("reason"), request.form.get("do", "show")
        try:
            if not reason:
                raise Rejected("no reason", tell="Please write the reason.")
            key = key_of(who)
            done = _CHANGES[what](house, key, reason) if what in _CHANGES else None
            return _shown(house, key, who, reason, done)
        except (Rejected, NotFound) as error:
            status = 404 if isinstance(error, NotFound) else 400
            return _page(who, reason=reason, problem=explain(error, page_language())), status


def _demand_all(house: House, session: Session, *keys: str) -> None:
    """Whoever may not see a case of somebody's, because it is another office's or about themselves, does not see where
    they write from either. Raises NotFound."""
    scope = scope_of(house, session, me())
    for key in keys:
        theirs = tickets.of_person(session, addresses.person_of(session, key), _MOST_CASES)
        if not all(scope.allows(one) for one in theirs):
            raise NotFound("a case of theirs is not for this colleague")


def _split(house: House, key: str, reason: str) -> str:
    """Part the address that was pressed from the others. Raises NotFound, Rejected."""
    parted, now = _written("address"), house.clock.now()
    with house.store.write() as session:
        _demand_all(house, session, key)
        if all(one.address != parted for one in _of(session, key)):
            raise NotFound("not this person's", tell="This address is joined to nobody.")
        cases = addresses.goes_with(session, parted)
        addresses.split(session, parted, reason, now)
        write_down(session, me().id, "person_split", _scheme(parted), now, cases=cases, reason=reason)
    return str(gettext("It is a person of its own again, with what was told from it alone."))


def _join(house: House, key: str, reason: str) -> str:
    """Join another address to these. Raises Rejected."""
    other, now = key_of(_written("other")), house.clock.now()
    with house.store.write() as session:
        _demand_all(house, session, key, other)
        addresses.join_by_clerk(session, key, other, reason, now)
        write_down(session, me().id, "person_join", f"{_scheme(key)}, {_scheme(other)}", now, reason=reason)
    return str(gettext("Both are one person's from now on."))


_CHANGES: dict[str, Callable[[House, str, str], str]] = {"split": _split, "join": _join}


def _shown(house: House, key: str, who: str, reason: str, done: str | None) -> str:
    now = house.clock.now()
    with house.store.write() as session:
        _demand_all(house, session, key)
        access_log.write_down(session, me().id, LOOK, _scheme(key), now, reason=reason)
        found = [_as_shown(session, one) for one in _of(session, key)]
    return _page(who, found, reason, done=done)


def _of(session: Session, key: str) -> list[PersonAddress]:
    return addresses.of_person(session, addresses.person_of(session, key))


def _as_shown(session: Session, one: PersonAddress) -> Shown:
    scheme, _sep, value = one.address.partition(":")
    is_name = one.address == one.person
    cases = 0 if is_name else len(addresses.goes_with(session, one.address))
    kind = str(_KINDS.get(scheme) or (channel_name(scheme) if scheme in declarations() else scheme))
    return Shown(one.address, kind, value, one.since, _by(one), is_name, one.apart, cases)


def _by(one: PersonAddress) -> str:
    """What joined it, in words."""
    told = one.reason or ""
    if one.apart:
        return str(gettext("parted by a clerk: %(reason)s", reason=told))
    if one.proven is Proof.CLERK:
        return str(gettext("joined by a clerk: %(reason)s", reason=told))
    channel, _sep, message = told.partition(" ")
    by = channel_name(channel) if message else "?"
    if one.proven is Proof.CODE:
        return str(gettext("a code that was sent to it, told on %(channel)s", channel=by))
    if not message:
        return str(gettext("one message that came from both"))
    return str(gettext("one message on %(channel)s that came from both (%(message)s)", channel=by, message=message))


def _page(
    who: str = "", found: list[Shown] | None = None, reason: str = "", *, problem: str = "", done: str | None = None
) -> str:
    return render_template("mailroom/addresses.html", who=who, found=found, reason=reason, problem=problem, done=done)


def _scheme(key: str) -> str:
    """The log says what kind of address it was, and not which."""
    return key.partition(":")[0]


def _written(name: str) -> str:
    return clean_text(request.form.get(name, "")).strip()[:_LONGEST]
