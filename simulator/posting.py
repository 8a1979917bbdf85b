"""Posting signed forms to the gateway, as Twilio posts them."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx

from simulator.account import Account
from simulator.database import Transaction

KEPT = 500
"""So many posts are remembered for the page and for tests."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """How stubborn Twilio is with one webhook: what the fragment of its URL says, else Twilio's defaults.

    Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides. Times in seconds.
    """

    retries: int = 1
    on: frozenset[str] = frozenset({"ct"})
    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0

    @classmethod
    def of(cls, url: str) -> "Overrides":
        """The overrides in a URL's fragment (#rc=3&rp=5xx,ct)."""
        values = {name: found[-1] for name, found in parse_qs(urlsplit(url).fragment).items()}
        return cls(
            retries=min(int(values.get("rc", 1)), 5),
            on=frozenset(values.get("rp", "ct").split(",")),
            connect=int(values.get("ct", 5000)) / 1000,
            read=int(values.get("rt", 15000)) / 1000,
            total=int(values.get("tt", 15000)) / 1000,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gateway said. ``problem``: ct (no connection), rt (no answer in time), outside (not a URL of ours)."""

    status: int | None = None
    problem: str | None = None
    body: str = ""
    content_type: str = ""

    @property
    def accepted(self) -> bool:
        """Was it a success?"""
        return self.status is not None and 200 <= self.status < 300

    @property
    def code(self) -> int:
        """Twilio's code for what went wrong."""
        return 11205 if self.problem == "ct" else 11200

    def told(self) -> str:
        """What went wrong, for the page."""
        if self.status is not None:
            return f"the gateway answered {self.status}"
        reasons = {"ct": "the gateway cannot be reached", "rt": "the gateway did not answer in time"}
        return reasons.get(self.problem or "", "the URL is not the gateway's")

    def worth_retrying(self, overrides: Overrides) -> bool:
        """Is this an answer after which Twilio tries again?"""
        kind = self.problem if self.status is None else f"{self.status // 100}xx"
        return kind in overrides.on or ("all" in overrides.on and kind in ("4xx", "5xx", "ct", "rt"))


def post(client: httpx.Client, account: Account, url: str, form: Mapping[str, str], token: str = "") -> Answer:
    """Post a form to a URL of the gateway, signed. ``token`` is the same for every try of the same webhook."""
    plain = url.partition("#")[0]
    target = account.reachable(plain)
    if target is None:
        return Answer(problem="outside")
    limits = Overrides.of(url)
    headers = {
        "X-Twilio-Signature": account.sign(plain, form),
        "I-Twilio-Idempotency-Token": token,
        "User-Agent": "TwilioProxy/1.1",
        "Accept": "*/*",
        **account.as_a_proxy_would(),
    }
    try:
        answer = client.post(
            target, data=dict(form), headers=headers, timeout=httpx.Timeout(limits.read, connect=limits.connect)
        )
    except (httpx.ConnectError, httpx.ConnectTimeout):
        return Answer(problem="ct")
    except httpx.HTTPError:
        return Answer(problem="rt")
    return Answer(answer.status_code, None, answer.text, answer.headers.get("Content-Type", ""))


def remember(tx: Transaction, subject: str, url: str, form: Mapping[str, str], answer: Answer) -> None:
    """Note a post and its answer."""
    row = tx.execute(
        "INSERT INTO posts (subject, url, form, status, problem, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        (subject, url.partition("#")[0], json.dumps(dict(form)), answer.status, answer.problem, time.time()),
    ).fetchone()
    tx.execute("DELETE FROM posts WHERE id <= ?", (row["id"] - KEPT,))


def remembered(tx: Transaction, subject: str | None = None) -> list[dict[str, object]]:
    """The posts that were made, oldest first; those about one message or call, or all."""
    rows = tx.execute("SELECT * FROM posts WHERE ? IN (subject, '') ORDER BY id", (subject or "",))
    return [{**dict(row), "form": json.loads(row["form"])} for row in rows]
