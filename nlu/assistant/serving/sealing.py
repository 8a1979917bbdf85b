"""What people write stands sealed in the conversations' database: AES-GCM, with a key out of the gateway's secret.

Rasa has no other secret, and needs none: its memory of a conversation is short, and the gateway's record is the
authority. With a new secret what was kept before cannot be opened, and counts as a conversation begun anew.
Sources: NIST SP 800-38D (GCM), RFC 5869 (HKDF).
"""

from __future__ import annotations

import base64
import os
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.types import TypeDecorator

SEALED = "~r1~"
_NONCE = 12
_SHUT = '{"event": "restart", "timestamp": 0}'
"""What cannot be opened, as Rasa reads it."""


class SealedText(TypeDecorator):
    """A text that is sealed in the database. One of a time before is read as it is."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, secret: str) -> None:
        super().__init__()
        key = HKDF(SHA256(), 32, salt=None, info=b"arzi rasa tracker").derive(secret.encode())
        self._cipher = AESGCM(key)

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        if value is None:
            return None
        nonce = os.urandom(_NONCE)
        return SEALED + base64.b64encode(nonce + self._cipher.encrypt(nonce, value.encode(), None)).decode()

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        if value is None or not value.startswith(SEALED):
            return value
        kept = base64.b64decode(value[len(SEALED) :])
        try:
            return self._cipher.decrypt(kept[:_NONCE], kept[_NONCE:], None).decode()
        except InvalidTag:
            return _SHUT
