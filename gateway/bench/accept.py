"""Accepting webhooks: signed WhatsApp messages into the whole gateway, beside bare Flask that commits one row."""

import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from core.store.engine import open_engine
from core.store.migrate import migrate
from gateway.bench import bare
from gateway.bench.load import Request, Round, send
from gateway.bench.place import PUBLIC_URL, Place, free_port, temporary_place
from gateway.bench.results import Measure, Tell, spread
from gateway.supervise.pages import answers

CONNECTIONS = 16
GOAL = "≥ 0.8"
_numbers = count(1)


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """On SQLite, as it comes."""
    rounds, size = (2, 200) if quick else (7, 1500)
    with temporary_place(config) as place:
        tell("accept: starting the gateway, and bare Flask beside it")
        place.start_redis()
        engine = open_engine(place.settings.database_url)
        migrate(engine)
        engine.dispose()
        ours_at, bare_at = place.start_web(), _start_bare(place)
        token = place.environment["ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN"]
        ours, limit = [], []
        for number in range(rounds + 1):
            limit.append(send(bare_at, [_request("/bare", token) for _ in range(size)], CONNECTIONS))
            ours.append(send(ours_at, [_request("/in/whatsapp", token) for _ in range(size)], CONNECTIONS))
            tell(f"accept: round {number} of {rounds}: {ours[-1].rate:.0f}/s, bare {limit[-1].rate:.0f}/s")
    return [_summed_up(ours[1:], limit[1:])]  # the first one warms up


def _summed_up(ours: list[Round], limit: list[Round]) -> Measure:
    return Measure(
        name="accept a webhook (SQLite)",
        ours=median(one.rate for one in ours),
        limit=median(one.rate for one in limit),
        unit="1/s",
        limit_is=f"bare Flask under gunicorn, one row committed as durably; {CONNECTIONS} connections",
        goal=GOAL,
        ours_ms=spread([second for one in ours for second in one.times]),
        limit_ms=spread([second for one in limit for second in one.times]),
    )


def _start_bare(place: Place) -> str:
    web = place.settings.web
    bind = f"127.0.0.1:{free_port()}"
    url = f"sqlite:///{place.folder}/bare.db"
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(bare.TABLE)
    engine.dispose()
    command = [sys.executable, "-m", bare.__name__, bind, str(web.processes), str(web.threads)]
    place.start(command, lambda: answers(f"http://{bind}/"), more={bare.URL: url})
    return f"http://{bind}"


def _request(path: str, token: str) -> Request:
    """A message of its own, from one of a thousand citizens, as Twilio sends it."""
    number = next(_numbers)
    phone = f"9230012{number % 1000:05d}"
    fields = {
        "SmsMessageSid": f"SM{number:032x}",
        "MessageSid": f"SM{number:032x}",
        "AccountSid": "AC00000000000000000000000000000000",
        "From": f"whatsapp:+{phone}",
        "To": "whatsapp:+14155238886",
        "WaId": phone,
        "ProfileName": "Gul Khan",
        "Body": "3 din se hamare mohalle mein bijli nahi hai",
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
    }
    return Request(path, _headers(path, fields, token), urlencode(fields).encode())


def _headers(path: str, fields: Mapping[str, str], token: str) -> dict[str, str]:
    signature = RequestValidator(token).compute_signature(PUBLIC_URL + path, dict(fields))
    return {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
