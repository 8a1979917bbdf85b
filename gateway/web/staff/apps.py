"""Apps that show codes: RFC 6238 by pyotp, six digits of half a minute."""

from datetime import datetime

import pyotp
import segno
from sqlalchemy.orm import Session

from core.store.staff import factors
from core.text.normalise import fold_digits

_STEP_S = 30
_EITHER_SIDE = 1
"""Steps by which a phone's clock may be wrong (RFC 6238, section 5.2)."""


def new_secret() -> str:
    """For an app that is being added."""
    return pyotp.random_base32()


def address_of(secret: str, username: str) -> str:
    """The otpauth: address which the app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="Arzi")


def picture_of(address: str) -> str:
    """The address as a QR code, as a data: address of an SVG."""
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=3)


def step_of(secret: str, written: str, now: datetime) -> int | None:
    """The time step whose code this is; None where it is none of those that are good now."""
    code = "".join(filter(str.isdigit, fold_digits(written)))
    here = int(now.timestamp()) // _STEP_S
    totp = pyotp.TOTP(secret)
    steps = range(here - _EITHER_SIDE, here + _EITHER_SIDE + 1)
    return next((step for step in steps if pyotp.utils.strings_equal(totp.at(step * _STEP_S), code)), None)


def is_right(session: Session, staff_id: int, written: str, now: datetime) -> bool:
    """Is it a code of one of their apps? Each is good once."""
    for row in factors.of(session, staff_id):
        step = step_of(row.secret, written, now) if row.kind == factors.APP else None
        if step is not None:
            return factors.step_taken(session, row, step, now)
    return False
