"""Time stamps of an authority outside: it signs that it saw a head's hash, and when (RFC 3161)."""

import base64
import binascii
from pathlib import Path

import httpx
from cryptography.x509 import load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from core.casework.heads import Signed
from core.errors import ConfigInvalid, DeliveryDelayed

_TIMEOUT_S = 30


def stamp(url: str, roots: Path | None, signed: Signed) -> str:
    """A stamp over the head's body, as base64 of the response. Raises DeliveryDelayed, also for one that does not hold
    by the certificates in ``roots`` (PEM; None: it is kept unchecked); ConfigInvalid."""
    body = signed.body.encode()
    request = TimestampRequestBuilder().data(body).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        answer = httpx.post(
            url,
            content=request.as_bytes(),
            headers={"Content-Type": "application/timestamp-query"},
            timeout=_TIMEOUT_S,
        )
        answer.raise_for_status()
        response = decode_timestamp_response(answer.content)
        if response.status not in (0, 1):  # granted, granted with changes (RFC 3161, 2.4.2)
            raise DeliveryDelayed(f"time stamp: refused with status {response.status}")
    except (httpx.HTTPError, ValueError) as error:
        raise DeliveryDelayed(f"time stamp: {type(error).__name__}") from error
    receipt = base64.b64encode(answer.content).decode()
    if roots is not None and (fault := stamp_fault(receipt, roots, signed)) is not None:
        raise DeliveryDelayed(f"time stamp: {fault}")
    return receipt


def stamp_fault(receipt: str, roots: Path, signed: Signed) -> str | None:
    """Why a kept stamp does not hold for this head; None where it does. Raises ConfigInvalid."""
    try:
        certificates = load_pem_x509_certificates(roots.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigInvalid(f"heads.timestamp_roots: {roots} cannot be read: {error}") from None
    builder = VerifierBuilder()
    for certificate in certificates:
        builder = builder.add_root_certificate(certificate)
    try:
        response = decode_timestamp_response(base64.b64decode(receipt, validate=True))
        builder.build().verify_message(response, signed.body.encode())
    except (VerificationError, ValueError, binascii.Error) as error:
        return f"does not hold: {error}"
    return None
