"""What the tests of mail share: a channel without any network, and envelopes."""

import functools
from collections.abc import Mapping
from datetime import UTC, datetime

from channels.email import Email, Settings, build
from core.messages import Envelope
from core.ports import Surroundings

OFFICE = "complaints@arzi.example"
NOW = datetime(2025, 11, 14, 12, 0, tzinfo=UTC)
KEY = "a key that only tests know"


def settings(**changes: object) -> Settings:
    return Settings.model_validate({"address": OFFICE, "key": KEY, "verify_senders": False, **changes})


@functools.cache
def channel() -> Email:
    return build(settings(), Surroundings(public_url="http://127.0.0.1"))


def envelope(raw: bytes, *, id: str = "1", facts: Mapping[str, str] | None = None) -> Envelope:
    return Envelope("email", id, raw, NOW, facts or {})
