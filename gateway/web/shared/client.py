"""Who asks: the address behind the proxies that the config names (``web.trusted_proxies``), and of nobody else's word.

Without this everybody behind a reverse proxy would be one address, and one who guesses would shut out all.
"""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

from flask import current_app, request

TRUSTED_PROXIES = "TRUSTED_PROXIES"
"""The application's setting: their networks."""


def client_address() -> str:
    """The address of who sent this request; empty where there is none (a Unix socket)."""
    trusted: Sequence[IPv4Network | IPv6Network] = current_app.config.get(TRUSTED_PROXIES, ())
    told = [request.remote_addr or ""]
    told += [one.strip() for one in reversed(request.headers.get("X-Forwarded-For", "").split(",")) if one.strip()]
    for here, before in zip(told, [*told[1:], ""], strict=True):
        if not before or not _within(here, trusted):
            return here
    return told[-1]


def _within(address: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
