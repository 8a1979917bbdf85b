"""Heads: a day's signed word on everything that happened until then.

A head names, for each log that only grows (the histories' events, administrators' acts, what staff looked at), how many
entries it has and the root of a Merkle tree over all of them, some counters that never fall, and the hash of the head
before. It is signed with Ed25519 (RFC 8032): whoever may write the database and has not the key can make no other.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FIRST = "0" * 64
"""The hash before the first head."""


@dataclass(frozen=True, slots=True)
class Log:
    """``size`` entries up to the one with the id ``upto`` (0: none), and their tree's ``root``, as hex."""

    size: int
    upto: int
    root: str


@dataclass(frozen=True, slots=True)
class Head:
    """``number`` counts from 1; ``before`` is the hash of the head before."""

    number: int
    at: datetime
    logs: Mapping[str, Log]
    counters: Mapping[str, int]
    before: str

    def body(self) -> str:
        """What is signed: canonical JSON (sorted keys, no blanks)."""
        logs = {name: {"size": log.size, "upto": log.upto, "root": log.root} for name, log in self.logs.items()}
        content = {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="seconds"),
            "logs": logs,
            "counters": dict(self.counters),
            "before": self.before,
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Signed:
    """A head's body with its signature and the public key that it is signed with, both as hex."""

    body: str
    signature: str
    key: str

    @cached_property
    def head(self) -> Head:
        """Raises ValueError where the body is none."""
        try:
            read = json.loads(self.body)
            logs = {name: Log(log["size"], log["upto"], log["root"]) for name, log in read["logs"].items()}
            at = datetime.fromisoformat(read["at"])
            return Head(int(read["number"]), at, logs, dict(read["counters"]), read["before"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"no head: {type(error).__name__}") from None

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.body.encode()).hexdigest()

    def fault(self, keys: Collection[str]) -> str | None:
        """Why it does not count; None where it was signed with one of these public keys."""
        if self.key not in keys:
            return "is signed with a key that is not ours"
        try:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            public.verify(bytes.fromhex(self.signature), self.body.encode())
        except (InvalidSignature, ValueError):
            return "has another signature than its words ask for"
        return None

    def to_json(self) -> str:
        """As it leaves the house."""
        return json.dumps({"body": self.body, "signature": self.signature, "key": self.key}, indent=1) + "\n"


def from_json(text: str) -> Signed:
    """What ``to_json`` made. Raises ValueError."""
    read = json.loads(text)
    if not isinstance(read, dict) or not all(isinstance(read.get(name), str) for name in ("body", "signature", "key")):
        raise ValueError("no head")
    return Signed(read["body"], read["signature"], read["key"])


class Signer:
    """The key, derived from a secret."""

    def __init__(self, secret: str) -> None:
        seed = HKDF(SHA256(), 32, salt=None, info=b"arzi heads").derive(secret.encode())
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = self._private.public_key().public_bytes_raw().hex()
        """The public key, as hex."""

    def sign(self, head: Head) -> Signed:
        body = head.body()
        return Signed(body, self._private.sign(body.encode()).hex(), self.key)
