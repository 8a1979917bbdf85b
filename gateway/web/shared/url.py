"""The URL by which the outside reached us: what a signature was made over.

Behind a proxy the local URL is not it. A configured public URL always wins; without one, X-Forwarded-* are believed of
the proxies that the config names, and of nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address

from flask import Request, request

from core.messages import WebhookRequest


@dataclass(frozen=True, slots=True)
class PublicUrl:
    """``base`` is the configured public URL without a slash at its end, or empty."""

    base: str
    trusted_proxies: Sequence[IPv4Network | IPv6Network] = ()

    def of(self, request: Request) -> str:
        """The request's public URL, with its query exactly as it was sent."""
        path = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.full_path.rstrip("?")
        if "://" in path:  # an absolute-form request line
            path = "/" + path.split("://", 1)[1].partition("/")[2]
        return f"{self._base(request)}{path}"

    def _base(self, request: Request) -> str:
        if self.base:
            return self.base
        if self.forwarded(request):
            scheme = _first(request.headers.get("X-Forwarded-Proto")) or request.scheme
            host = _first(request.headers.get("X-Forwarded-Host")) or request.host
            prefix = _first(request.headers.get("X-Forwarded-Prefix")).rstrip("/")
            return f"{scheme}://{host}{prefix}"
        return f"{request.scheme}://{request.host}"

    def forwarded(self, request: Request) -> bool:
        """Does the request come from a proxy whose word counts?"""
        try:
            peer = ip_address(request.remote_addr or "")
        except ValueError:
            return False
        return any(peer in network for network in self.trusted_proxies)


def as_webhook(url: PublicUrl) -> WebhookRequest:
    """The present request as a channel needs it."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return WebhookRequest(request.method, url.of(request), headers, request.get_data(cache=False))


def _first(header: str | None) -> str:
    return (header or "").split(",")[0].strip()
