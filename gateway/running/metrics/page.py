"""/metrics: what this machine's processes counted, and how things stand. For the networks that the config names."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path

from flask import Blueprint, Response, abort, request

from gateway.house import House
from gateway.running.metrics.prometheus import shared_text

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def blueprint(house: House, folder: Path, networks: Sequence[IPv4Network | IPv6Network]) -> Blueprint:
    """The page that Prometheus asks."""
    pages = Blueprint("metrics", __name__)

    @pages.get("/metrics")
    def metrics() -> Response:
        asks = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - an address that is in no network
        if "X-Forwarded-For" in request.headers or not any(asks in network for network in networks):
            abort(404)
        from gateway.running.metrics.standing import (
            standing_text,  # it imports the library: not before its folder is set
        )

        return Response(shared_text(folder) + standing_text(house), content_type=_TEXT)

    return pages
