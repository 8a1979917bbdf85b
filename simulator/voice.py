"""How a simulated call reaches the gateway: signed requests, as Twilio sends them."""

from collections.abc import Mapping
from urllib.parse import urlencode

import httpx

from simulator.account import Account
from simulator.twiml import Answer, Fetch


def signed_fetch(account: Account, client: httpx.Client, timeout: float = 15.0) -> Fetch:
    """A ``Fetch`` for StrictCaller. Requests are signed over the public URL and go to the gateway's own.

    ``client`` may have ``httpx.WSGITransport(app=…)``: then no server is needed. What Twilio would make of no answer in
    time, no connection or a foreign URL is an answer of status 599.
    """

    def fetch(method: str, url: str, params: Mapping[str, str]) -> Answer:
        full = url if method == "POST" or not params else f"{url}{'&' if '?' in url else '?'}{urlencode(dict(params))}"
        target = account.reachable(full)
        if target is None:
            return Answer(599, f"{url} is not the gateway's")
        form = dict(params) if method == "POST" else {}
        headers = {"X-Twilio-Signature": account.sign(full, form), **account.as_a_proxy_would()}
        try:
            found = client.request(method, target, data=form or None, headers=headers, timeout=timeout)
        except httpx.HTTPError as problem:
            return Answer(599, type(problem).__name__)
        kind = found.headers.get("Content-Type", "")
        if kind.startswith("audio/"):
            return Answer(found.status_code, "", kind)
        return Answer(found.status_code, found.text, kind)

    return fetch
