"""Passkeys: WebAuthn by py_webauthn. https://www.w3.org/TR/webauthn-3/

A challenge is signed by us, good for five minutes and once, so that nothing is kept for those who only ask. The person
must be verified by the device (finger, face, number): so a passkey is two factors.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from sqlalchemy.orm import Session

from core.errors import Rejected
from core.offices.staff import Staff
from core.ports import Clock
from core.store.casework import wrong_proofs
from core.store.staff import factors
from gateway.house import House

_GOOD_FOR = timedelta(minutes=5)
_LONGEST = 20_000


def possible(house: House) -> bool:
    """Can they be had here? The address must be a name's by https, or localhost (WebAuthn, section 5.1.3)."""
    origin = urlsplit(_origin(house.public_url))
    host = origin.hostname or ""
    return host == "localhost" or (origin.scheme == "https" and not host.replace(".", "").isdigit() and ":" not in host)


def to_add(house: House, person: Staff, known: Sequence[str]) -> Any:
    """What the browser needs to make a new one."""
    from webauthn import base64url_to_bytes, generate_registration_options, options_to_json
    from webauthn.helpers import structs

    options = generate_registration_options(
        rp_id=_host(house.public_url),
        rp_name="Arzi",
        user_id=hmac.digest(_secret(), f"user {person.id}".encode(), hashlib.sha256),
        user_name=person.username,
        user_display_name=person.name,
        challenge=_challenge(house.clock),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known],
    )
    return json.loads(options_to_json(options))


def to_prove(house: House, known: Sequence[str]) -> Any:
    """What the browser needs to sign with one: of these, or (without any) whichever it has of ours."""
    from webauthn import base64url_to_bytes, generate_authentication_options, options_to_json
    from webauthn.helpers import structs

    options = generate_authentication_options(
        rp_id=_host(house.public_url),
        challenge=_challenge(house.clock),
        allow_credentials=[structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return json.loads(options_to_json(options))


def add(house: House, session: Session, person: Staff, name: str, written: str) -> bool:
    """Keep the one that the browser made; False where it is known. Raises Rejected."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    credential = _read(written)
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=_ours(house.clock, session, credential),
            expected_rp_id=_host(house.public_url),
            expected_origin=_origin(house.public_url),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Rejected(f"passkey: {error}") from None
    identity, key = (bytes_to_base64url(one) for one in (made.credential_id, made.credential_public_key))
    return factors.add_passkey(session, person.id, name, identity, key, made.sign_count, house.clock.now())


def prove(house: House, session: Session, written: str) -> int:
    """Whose passkey signed. Raises Rejected."""
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    credential = _read(written)
    row = factors.passkey(session, str(credential.get("id")))
    if row is None:
        raise Rejected("passkey: not known")
    try:
        done = verify_authentication_response(
            credential=credential,
            expected_challenge=_ours(house.clock, session, credential),
            expected_rp_id=_host(house.public_url),
            expected_origin=_origin(house.public_url),
            credential_public_key=base64url_to_bytes(row.secret),
            credential_current_sign_count=row.counter,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Rejected(f"passkey: {error}") from None
    factors.used(row, done.new_sign_count, house.clock.now())
    return row.staff


def _read(written: str) -> dict[str, Any]:
    try:
        found = json.loads(written[:_LONGEST])
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise Rejected("passkey: no credential")
    return found


def _challenge(clock: Clock) -> bytes:
    said = secrets.token_bytes(16) + int(clock.now().timestamp()).to_bytes(8)
    return said + _signature(said)


def _ours(clock: Clock, session: Session, credential: dict[str, Any]) -> bytes:
    """The challenge that was signed, where it is ours, of just now, and not used before. Raises ValueError."""
    from webauthn import base64url_to_bytes

    told = json.loads(base64url_to_bytes(str(credential["response"]["clientDataJSON"])))
    challenge = base64url_to_bytes(str(told["challenge"]))
    said, now = challenge[:24], clock.now()
    if not hmac.compare_digest(_signature(said), challenge[24:]):
        raise ValueError("not our challenge")
    made = datetime.fromtimestamp(int.from_bytes(said[16:]), UTC)
    if not timedelta() <= now - made < _GOOD_FOR:
        raise ValueError("an old challenge")
    if not wrong_proofs.only_once(session, f"challenge:{said[:16].hex()}", made):
        raise ValueError("a used challenge")
    return challenge


def _signature(said: bytes) -> bytes:
    return hmac.digest(_secret(), b"passkey challenge" + said, hashlib.sha256)


def _origin(public_url: str) -> str:
    """Where the page is: the public address, or in development this machine under whichever name it was opened."""
    public = urlsplit(public_url)
    if public.scheme == "https":
        return f"{public.scheme}://{public.netloc}"
    return request.host_url.rstrip("/")


def _host(public_url: str) -> str:
    return urlsplit(_origin(public_url)).hostname or ""


def _secret() -> bytes:
    return str(current_app.secret_key).encode()
