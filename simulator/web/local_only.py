"""Only this machine and its neighbours may play the outside world: whoever can, writes in any citizen's name.

A development gateway may be open to the internet through a tunnel, so that Twilio reaches it. The simulator is not:
what came through a proxy is refused, and what asks for a host by a name of the outside, which also keeps away pages
that point a name of theirs at this machine.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

_PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded")


def refuse_strangers(blueprint: Blueprint, local_url: str) -> None:
    """Answer 403 to what does not come from here. ``local_url`` is where the gateway is on this machine."""
    own = {"localhost", urlsplit(local_url).hostname}

    @blueprint.before_request
    def check() -> Response | None:
        host = urlsplit(f"//{request.host}").hostname or ""
        if (host in own or _is_address(host)) and not any(name in request.headers for name in _PASSED_ON):
            return None
        return Response("The simulator is for this machine only.\n", 403, content_type="text/plain")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
