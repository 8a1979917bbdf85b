"""Addresses and ids of ours that prove themselves: a keyed hash in them says that we made them.

``office+cTOKENMAC@…`` is a reply address that belongs to a conversation; ``office+bTOKENMAC@…`` takes the bounces of
one message; ``<ID.MAC@…>`` is the Message-ID of one. A local part may be changed to lower case on its way, so tokens
are base32 in lower case. A reply address is sent only to the person whose conversation it is; in anybody else's mail it
opens nothing (core.intake.mentions). Sources: RFC 5233 (subaddresses), RFC 5321 4.5.3.1.1 (64 octets), RFC 2104 (HMAC).
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

CONVERSATION, BOUNCE, MESSAGE = "c", "b", "m"
_MAC_LETTERS = 16
_TOKEN = re.compile(r"(?P<kind>[cb])(?P<form>[0x])(?P<token>[a-z2-7]{2,60}?)(?P<mac>[a-z2-7]{16})")
_HEX = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and checks them. ``address`` is the office's own address."""

    address: str
    key: bytes = field(repr=False)

    def reply_address(self, conversation: str) -> str:
        """Where an answer in this conversation goes; the plain address where the local part would be too long."""
        return self._address(CONVERSATION, conversation)

    def bounce_address(self, message_id: str) -> str:
        """The envelope sender of one message."""
        return self._address(BOUNCE, message_id)

    def conversation(self, recipients: Iterable[str]) -> str | None:
        """The conversation that one of these addresses proves."""
        return self._first(CONVERSATION, recipients)

    def bounced(self, recipients: Iterable[str]) -> str | None:
        """Our id of the message whose bounce this is."""
        return self._first(BOUNCE, recipients)

    def message_id(self, our_id: str) -> str:
        """The Message-ID of a message of ours: the same each time it is sent."""
        return f"<{our_id}.{self._mac(MESSAGE, our_id)}@{self.domain}>"

    def is_ours(self, message_id: str) -> bool:
        """Is this a Message-ID that we made?"""
        local, at, domain = message_id.strip("<>").rpartition("@")
        our_id, dot, mac = local.rpartition(".")
        return bool(at and dot) and domain.lower() == self.domain and self._same(MESSAGE, our_id, mac.lower())

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()

    @property
    def local(self) -> str:
        return self.address.rpartition("@")[0]

    def _address(self, kind: str, value: str) -> str:
        form, token = _pack(value)
        local = f"{self.local}+{kind}{form}{token}{self._mac(kind, value)}"
        return f"{local}@{self.domain}" if len(local) <= 64 else self.address

    def _first(self, kind: str, recipients: Iterable[str]) -> str | None:
        for recipient in recipients:
            local, _, domain = recipient.strip().lower().rpartition("@")
            base, plus, token = local.partition("+")
            match = _TOKEN.fullmatch(token) if plus and base == self.local.lower() and domain == self.domain else None
            if match is None or match["kind"] != kind:
                continue
            value = _unpack(match["form"], match["token"])
            if value is not None and self._same(kind, value, match["mac"]):
                return value
        return None

    def _mac(self, kind: str, value: str) -> str:
        digest = hmac.new(self.key, f"{kind}:{value}".encode(), hashlib.sha256).digest()
        return base64.b32encode(digest).decode("ascii").lower()[:_MAC_LETTERS]

    def _same(self, kind: str, value: str, mac: str) -> bool:
        return hmac.compare_digest(self._mac(kind, value).encode(), mac.encode("utf-8", "replace"))


def _pack(value: str) -> tuple[str, str]:
    """A UUID in hexadecimal gets shorter (form ``x``); anything else is encoded as it is (form ``0``)."""
    raw, form = (bytes.fromhex(value), "x") if _HEX.fullmatch(value) else (value.encode(), "0")
    return form, base64.b32encode(raw).decode("ascii").lower().rstrip("=")


def _unpack(form: str, token: str) -> str | None:
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
        return raw.hex() if form == "x" else raw.decode()
    except ValueError:
        return None
