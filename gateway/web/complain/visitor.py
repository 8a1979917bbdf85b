"""Who a visitor is: whoever has the secret in their cookie. There is no account, and no name is asked.

The secret is 20 digits of chance, so that it can be written on paper and typed in any script; it is the code to come
back with. We keep what is made of it with the web's key, and not the secret itself: who reads our tables cannot come
back as anybody.
"""

import hashlib
import hmac
import re
import secrets
from urllib.parse import urlsplit

from flask import Response, g, request
from sqlalchemy.orm import Session

from channels.web.channel import person_of
from core.services.cases import Cases
from core.store.persons import addresses
from core.text.normalise import fold_digits

COOKIE = "visitor"
DIGITS = 20
_CODE = re.compile(rf"[0-9]{{{DIGITS}}}")
_LASTS_S = 400 * 86400
"""As long as browsers keep a cookie (RFC 6265bis, 5.5)."""


def code() -> str | None:
    """The secret of this browser; None where it has none."""
    if "visitor_code" in g:
        return g.visitor_code or None
    found = request.cookies.get(COOKIE, "")
    return found if _CODE.fullmatch(found) else None


def begin(chosen: str | None = None) -> str:
    """From this answer on the browser has a secret: this one, or a new one."""
    g.visitor_code = chosen or f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    g.visitor_new = True
    return str(g.visitor_code)


def leave() -> None:
    """The browser forgets it."""
    g.visitor_code, g.visitor_new = "", True


def remember(response: Response, *, secure: bool) -> None:
    """Writes the cookie where something began or ended. Each visit lets it last anew."""
    if g.get("visitor_new") and not g.visitor_code:
        response.delete_cookie(COOKIE, path="/complain", httponly=True, samesite="Lax", secure=secure)
    elif g.get("visitor_new") or (request.method == "POST" and code() is not None):
        response.set_cookie(
            COOKIE, code() or "", max_age=_LASTS_S, path="/complain", httponly=True, samesite="Lax", secure=secure
        )


def read_code(written: str) -> str | None:
    """A code as somebody typed it, in digits of any script, with blanks or dashes; None where it cannot be one."""
    digits = "".join(filter(str.isdigit, fold_digits(written[:200])))
    return digits if _CODE.fullmatch(digits) else None


def in_groups(one: str) -> str:
    """A code as it is shown: 4821 0937 5526 1184 7203."""
    return " ".join(one[at : at + 4] for at in range(0, len(one), 4))


def address_of(cases: Cases, one: str) -> str:
    """The address of the channel "web" that a secret opens."""
    key = (cases.secret or "").encode()
    return hmac.digest(key, f"visitor:{one}".encode(), hashlib.sha256).hex()[:32]


def of_draft(cases: Cases, draft: str, told: bytes) -> str:
    """The secret of somebody whose browser keeps no cookies: of this very form, so that sending it twice makes one."""
    key = (cases.secret or "").encode()
    made = hmac.digest(key, f"draft:{draft}:".encode() + hashlib.sha256(told).digest(), hashlib.sha256)
    return f"{int.from_bytes(made) % 10**DIGITS:0{DIGITS}d}"


def person(session: Session, address: str) -> str:
    """Whose an address of the web app is (core.store.persons.addresses)."""
    return addresses.person_of(session, person_of(address))


def from_elsewhere(public_url: str) -> bool:
    """Does another site send this form? Browsers say so by Sec-Fetch-Site, older ones by Origin; from one that says
    neither, SameSite keeps the cookie away."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc not in (request.host, urlsplit(public_url).netloc)
