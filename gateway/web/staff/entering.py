"""What is the same however somebody comes in, by a password, a passkey or the identity provider. It is written down."""

from flask import after_this_request, request, session
from flask_login import login_user
from werkzeug.wrappers import Response

from core.offices.staff import Staff
from core.store.staff import access_log, sessions
from gateway.house import House
from gateway.web.staff import tries
from gateway.web.staff.users import SignedIn

SIGNED_IN, SIGNED_OUT, REFUSED = "signed in", "signed out", "not signed in"
"""What the audit has of it."""
NOBODY = -2
"""In the audit, where a user name is nobody's: what was typed there may be a password, and is not kept."""


def enter(house: House, person: Staff, how: str, *, factor: str | None = None) -> None:
    """Begin a session in this browser; what the browser held before ends."""
    now = house.clock.now()
    agent, place = request.user_agent.string, tries.place()
    with house.store.write() as db:
        kept = sessions.begin(db, person, now, how, factor=factor, agent=agent, address=place)
        access_log.write_down(db, person.id, SIGNED_IN, f"{how}, {factor}" if factor else how, now)
    session.clear()
    session.permanent = True
    login_user(SignedIn(person, kept))

    @after_this_request
    def known(response: Response) -> Response:
        tries.remember(response, person.id)
        return response


def refused(house: House, person: Staff | None, why: str) -> None:
    """Somebody was not let in."""
    with house.store.write() as db:
        access_log.write_down(db, person.id if person else NOBODY, REFUSED, why, house.clock.now())
