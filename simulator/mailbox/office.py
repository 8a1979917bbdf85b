"""The office as its citizens know it: an address, the mail server behind it, and where its answers go."""

from dataclasses import dataclass
from typing import Literal

from channels.email.settings import Settings as Email
from channels.email.settings import SmtpListener
from gateway.config import Settings, channel_settings

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only compared


@dataclass(frozen=True, slots=True)
class Office:
    """``host`` and ``port`` of the gateway's mail server; ``port`` is None where it has none."""

    address: str
    name: str
    host: str = "127.0.0.1"
    port: int | None = None
    protocol: Literal["smtp", "lmtp"] = "smtp"


def office(settings: Settings) -> Office | None:
    """The office that the settings describe; None without email. Raises ConfigInvalid."""
    if "email" not in settings.enabled_channels:
        return None
    email = channel_settings(settings, "email", Email)
    server = email.smtp
    return Office(
        email.address, email.name, _reachable(server), server.port if server.enabled else None, server.protocol
    )


def _reachable(server: SmtpListener) -> str:
    return _EVERYWHERE.get(server.host, server.host)
