"""Encryption of personal data at rest: AES-SIV of the cryptography package, keys derived from one secret.

Two ways. ``seal``: with a fresh nonce, so that the same text looks different each time. ``seal_key``: the same text
always gives the same, so that the database can look for equality and nothing else. ``blind`` is a keyed hash for an
index that nobody needs to read back.

Sources: RFC 5297 (AES-SIV), RFC 5869 (HKDF), RFC 2104 (HMAC).
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import ConfigInvalid

FRESH, FIXED = "~s1~", "~k1~"
"""What sealed values begin with."""
_NONCE = 16
_PAD = b"."
"""The cipher takes no empty texts."""


class Vault:
    """Seals with the first secret, and opens what any of them sealed (while keys are changed)."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise ConfigInvalid("privacy.key: is missing")
        self._ciphers = [AESSIV(_derive(secret, b"arzi at rest", 64)) for secret in secrets]
        self.fingerprints = tuple(_derive(secret, b"arzi fingerprint", 8).hex() for secret in secrets)
        """By which keys are told apart: the present one's first. Neither key nor cipher can be derived from one."""
        self._index = _derive(secrets[0], b"arzi blind index", 32)

    def seal(self, text: str) -> str:
        return FRESH + _b64(self._fresh(text.encode()))

    def seal_key(self, text: str) -> str:
        return FIXED + _b64(self._ciphers[0].encrypt(_PAD + text.encode(), [b"key"]))

    def seal_bytes(self, content: bytes) -> bytes:
        return FRESH.encode() + self._fresh(content)

    def blind(self, kind: str, value: str) -> str:
        """The entry of a value in the blind index."""
        return hmac.new(self._index, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()

    def token(self, word: str) -> str:
        """As ``blind``, in eight letters and digits: for an index of words. Of a million words, two may share one."""
        hashed = hashlib.blake2b(word.encode(), digest_size=5, key=self._index).digest()
        return base64.b32hexencode(hashed).decode().lower()

    def open(self, kept: str) -> str:
        """What was sealed; a value that never was comes back as it is. Raises ConfigInvalid when no key fits."""
        if kept.startswith(FIXED):
            return self._decrypt(_unb64(kept[len(FIXED) :]), b"key").decode()
        if kept.startswith(FRESH):
            return self._open_fresh(_unb64(kept[len(FRESH) :])).decode()
        return kept

    def open_bytes(self, kept: bytes) -> bytes:
        """As ``open``."""
        mark = FRESH.encode()
        return self._open_fresh(kept[len(mark) :]) if kept.startswith(mark) else kept

    def opens_with_present(self, kept: bytes) -> bool:
        """Are these bytes sealed, and with the first secret?"""
        return self.opened_by(kept) == self.fingerprints[0]

    def opened_by(self, kept: bytes | str) -> str | None:
        """The fingerprint of the key that opens this; None where it is not sealed, or by none of ours."""
        if isinstance(kept, str) and kept.startswith(FIXED):
            sealed, nonce = _unb64(kept[len(FIXED) :]), b"key"
        else:
            mark = FRESH.encode()
            fresh = kept.encode() if isinstance(kept, str) else kept
            if not fresh.startswith(mark):
                return None
            body = _unb64(fresh[len(mark) :].decode()) if isinstance(kept, str) else fresh[len(mark) :]
            sealed, nonce = body[_NONCE:], body[:_NONCE]
        for cipher, fingerprint in zip(self._ciphers, self.fingerprints, strict=True):
            try:
                cipher.decrypt(sealed, [nonce])
            except (InvalidTag, ValueError):
                continue
            return fingerprint
        return None

    def _fresh(self, content: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._ciphers[0].encrypt(_PAD + content, [nonce])

    def _open_fresh(self, sealed: bytes) -> bytes:
        return self._decrypt(sealed[_NONCE:], sealed[:_NONCE])

    def _decrypt(self, sealed: bytes, nonce: bytes) -> bytes:
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed, [nonce]).removeprefix(_PAD)
            except InvalidTag:
                continue
        raise ConfigInvalid("privacy.key: the data in the database were sealed with another key")


def _derive(secret: str, purpose: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=purpose).derive(secret.encode())


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
