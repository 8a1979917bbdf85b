"""Accepting webhooks: signed WhatsApp messages into the whole gateway, beside bare Flask that commits one row."""

import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from core.store.engine import open_engine
from gateway.running.supervise.pages import answers
from workbench.bench import bare
from workbench.bench.load import Request, Round, send
from workbench.bench.place import PUBLIC_URL, Place, free_port, temporary_place
from workbench.bench.postgres import databases
from workbench.bench.results import Measure, Tell, spread

CONNECTIONS = 16
GOAL = "≥ 0.8"
_numbers = count(1)


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """On each database, in short rounds: first bare, then ours, and again."""
    rounds, size = (2, 200) if quick else (7, 800)
    with databases(tell) as found:
        return [_measure(config, name, changes, rounds, size, tell) for name, changes in found.items()]


def _measure(config: Path, database: str, changes: Mapping[str, str], rounds: int, size: int, tell: Tell) -> Measure:
    with temporary_place(config, **changes) as place:
        tell(f"accept on {database}: starting the gateway, and bare Flask beside it")
        place.start_redis()
        place.migrate()
        ours_at, bare_at = place.start_web(), _start_bare(place)
        token = place.environment["ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN"]
        ours, limit = [], []
        for number in range(rounds + 1):
            limit.append(send(bare_at, [_request("/bare", token) for _ in range(size)], CONNECTIONS))
            ours.append(send(ours_at, [_request("/in/whatsapp", token) for _ in range(size)], CONNECTIONS))
            rates = f"{ours[-1].rate:.0f}/s, bare {limit[-1].rate:.0f}/s"
            tell(f"accept on {database}: round {number} of {rounds}: {rates}")
    return _summed_up(database, ours[1:], limit[1:])  # the first one warms up


def _summed_up(database: str, ours: list[Round], limit: list[Round]) -> Measure:
    return Measure(
        name=f"accept a webhook ({database})",
        ours=median(one.rate for one in ours),
        limit=median(one.rate for one in limit),
        unit="1/s",
        limit_is=f"bare Flask under gunicorn, one row committed as durably; {CONNECTIONS} connections",
        goal=GOAL,
        ours_ms=spread([second for one in ours for second in one.times]),
        limit_ms=spread([second for one in limit for second in one.times]),
        rounds=tuple(one.rate / bare.rate for one, bare in zip(ours, limit, strict=True)),
    )


def _start_bare(place: Place) -> str:
    web = place.settings.web
    bind = f"127.0.0.1:{free_port()}"
    given = place.settings.database_url
    url = f"sqlite:///{place.folder}/bare.db" if given.startswith("sqlite") else given
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(bare.TABLE)
    engine.dispose()
    command = [sys.executable, "-m", bare.__name__, bind, str(web.processes), str(web.threads)]
    place.start(command, lambda: answers(f"http://{bind}/"), more={bare.URL: url})
    return f"http://{bind}"


def _request(path: str, token: str) -> Request:
    """A message of its own, from one of a thousand citizens."""
    return message(path, token, f"9230012{next(_numbers) % 1000:05d}", "3 din se hamare mohalle mein bijli nahi hai")


def message(path: str, token: str, phone: str, words: str) -> Request:
    """A WhatsApp message as Twilio sends it, with an id of its own."""
    number = next(_numbers)
    fields = {
        "SmsMessageSid": f"SM{number:032x}",
        "MessageSid": f"SM{number:032x}",
        "AccountSid": "AC00000000000000000000000000000000",
        "From": f"whatsapp:+{phone}",
        "To": "whatsapp:+14155238886",
        "WaId": phone,
        "ProfileName": "Gul Khan",
        "Body": words,
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
    }
    return Request(path, _headers(path, fields, token), urlencode(fields).encode())


def _headers(path: str, fields: Mapping[str, str], token: str) -> dict[str, str]:
    signature = RequestValidator(token).compute_signature(PUBLIC_URL + path, dict(fields))
    return {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
