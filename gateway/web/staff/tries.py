"""Wrong passwords are counted in the database, for all processes, so that guessing is slow and nobody is shut out.

A stranger can only shut out where they are: after a few wrong passwords a name is closed for their block of addresses.
Where somebody signed in before, the browser holds a cookie that says so, and is counted by itself: whoever shares the
office's address with one who guesses still gets in (OWASP, "Slow down online guessing attacks with device cookies").
A passkey is never closed: nothing about it can be guessed.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from ipaddress import ip_address

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.store.casework import wrong_proofs
from gateway.web.shared.client import client_address

MOST_OF_NAME, MOST_OF_BLOCK, MOST_OF_DEVICE, MOST_CODES = 5, 100, 10, 10
"""Wrong ones in half an hour: of one name from one block of addresses, of all names from it, of a known browser, and of
the second factor's codes, which are asked only of who knows the password."""
_COOKIE, _YEAR_S, _MOST_KNOWN = "known", 365 * 86400, 10


def closed(session: Session, username: str, staff_id: int | None, now: datetime) -> bool:
    """Is this name closed, here, for a while?"""
    if _open_device(session, staff_id, now) is not None:
        return False
    return wrong_proofs.too_many(session, _of_name(username), now, MOST_OF_NAME) or wrong_proofs.too_many(
        session, _of_block(), now, MOST_OF_BLOCK
    )


def count(session: Session, username: str, staff_id: int | None, now: datetime) -> None:
    """A wrong one."""
    device = _open_device(session, staff_id, now)
    keys = [_key("device", device)] if device is not None else [_of_name(username), _of_block()]
    wrong_proofs.count(session, keys, now)


def codes_closed(session: Session, staff_id: int, now: datetime) -> bool:
    """Were too many wrong codes given after the right password?"""
    return wrong_proofs.too_many(session, _key("codes", str(staff_id)), now, MOST_CODES)


def count_code(session: Session, staff_id: int, now: datetime) -> None:
    wrong_proofs.count(session, [_key("codes", str(staff_id))], now)


def remember(response: Response, staff_id: int) -> None:
    """This browser is one in which they signed in."""
    known = _known()
    known.pop(str(staff_id), None)
    known = dict([*known.items(), (str(staff_id), secrets.token_urlsafe(9))][-_MOST_KNOWN:])
    response.set_cookie(
        _COOKIE,
        _signer().dumps(known),
        max_age=_YEAR_S,
        path="/staff",
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def _open_device(session: Session, staff_id: int | None, now: datetime) -> str | None:
    """The known browser that asks, while it is counted by itself."""
    device = _known().get(str(staff_id)) if staff_id is not None else None
    if device is None or wrong_proofs.too_many(session, _key("device", device), now, MOST_OF_DEVICE):
        return None
    return device


def _known() -> dict[str, str]:
    try:
        found = _signer().loads(request.cookies.get(_COOKIE, ""))
    except BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(_secret(), salt="known browsers")


def _of_name(username: str) -> str:
    return _key("name", f"{username.strip().casefold()} {block()}")


def _of_block() -> str:
    return _key("block", block())


def block() -> str:
    """The block of addresses from which is asked, as a hash."""
    return wrong_proofs.block_of(client_address(), _secret())


def place() -> str:
    """The address from which is asked, for the list of one's sessions."""
    try:
        return str(ip_address(client_address()))
    except ValueError:
        return ""


def _key(kind: str, what: str) -> str:
    return hmac.digest(_secret().encode(), f"staff {kind}:{what}".encode(), hashlib.sha256).hex()[:32]


def _secret() -> str:
    return str(current_app.secret_key)
