"""A step of a call: 50 calls at once, each pressing keys, beside bare Flask that commits one row and says the same."""

import secrets
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import RequestValidator

from core.store.engine import open_engine
from gateway.running.supervise.pages import answers
from workbench.bench import bare, bare_call
from workbench.bench.load import Request, Round, send
from workbench.bench.place import PUBLIC_URL, BenchFailed, Place, free_port, temporary_place
from workbench.bench.postgres import databases
from workbench.bench.results import Measure, Tell, spread

CALLS = 50
GOAL = "≥ 0.8"
_numbers = count(1)


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """On each database. Each caller changes what they told, again and again: a long list every third answer, and
    something learnt as often."""
    rounds, steps = (2, 6) if quick else (5, 20)
    with databases(tell) as found:
        each = [_measure(config, name, changes, rounds, steps, tell) for name, changes in found.items()]
    return [measure for measures in each for measure in measures]


def _measure(
    config: Path, database: str, changes: Mapping[str, str], rounds: int, steps: int, tell: Tell
) -> list[Measure]:
    with temporary_place(config, ARZI_CHANNELS__IVR__AUTH_TOKEN=secrets.token_hex(16), **changes) as place:
        tell(f"ivr on {database}: starting the gateway, and bare Flask beside it")
        place.start_redis()
        place.migrate()
        ours_at = place.start_web()
        token = place.environment["ARZI_CHANNELS__IVR__AUTH_TOKEN"]
        bare_at = _start_bare(place, _document(ours_at, token))
        ours, limit = [], []
        for number in range(rounds + 1):
            calls = [_Call(token) for _ in range(CALLS)]
            for call in calls:
                call.begin(ours_at)
            limit.append(_at_once(bare_at, [call.requests("/bare", steps) for call in calls]))
            ours.append(_at_once(ours_at, [call.requests("/in/ivr/step", steps) for call in calls]))
            rates = f"{ours[-1].rate:.0f}/s, bare {limit[-1].rate:.0f}/s"
            tell(f"ivr on {database}: round {number} of {rounds}: {rates}")
    return _summed_up(database, ours[1:], limit[1:])  # the first one warms up


def _summed_up(database: str, ours: list[Round], limit: list[Round]) -> list[Measure]:
    ours_ms = spread([second for one in ours for second in one.times])
    limit_ms = spread([second for one in limit for second in one.times])
    what = f"bare Flask under gunicorn, one row committed as durably, the same TwiML; {CALLS} calls at once"
    rate = median(one.rate for one in ours), median(one.rate for one in limit)
    ratios = tuple(one.rate / bare.rate for one, bare in zip(ours, limit, strict=True))
    return [
        Measure(f"steps of calls ({database})", *rate, "1/s", what, GOAL, ours_ms, limit_ms, ratios),
        Measure(f"one step of {CALLS} calls ({database})", ours_ms.p95, limit_ms.p95, "ms p95", what, "≤ 2"),
    ]


class _Call:
    """One caller, who has told a complaint in Pashto and hears it said back."""

    def __init__(self, token: str) -> None:
        number = next(_numbers)
        self._token = token
        self._usual = {
            "CallSid": f"CA{number:032x}",
            "AccountSid": "AC00000000000000000000000000000000",
            "From": f"+92300{number % 10_000_000:07d}",
            "To": "+92911334433",
            "CallStatus": "in-progress",
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
        }

    def begin(self, base: str) -> None:
        """Dial, Pashto, a complaint, its category and place, a recording."""
        told = [self.request("/in/ivr")]
        told += [self.request(f"/in/ivr/step?turn={turn}", Digits=keys) for turn, keys in enumerate("21111", 1)]
        sid = self._usual["CallSid"].replace("CA", "RE")
        recording = {"RecordingSid": sid, "RecordingUrl": f"https://api.twilio.com/{sid}", "RecordingDuration": "9"}
        send(base, [*told, self.request("/in/ivr/step?turn=6", **recording)], 1)

    def requests(self, path: str, steps: int) -> list[Request]:
        """Something is to be changed, what it is about, to this: again and again."""
        keys = cycle(("2", "1", "1"))
        return [self.request(f"{path}?turn={turn}", Digits=next(keys)) for turn in range(7, 7 + steps)]

    def request(self, path: str, **more: str) -> Request:
        """One signed webhook."""
        form = {**self._usual, **more}
        signature = RequestValidator(self._token).compute_signature(PUBLIC_URL + path, form)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        return Request(path, headers, urlencode(form).encode())


def _at_once(base: str, calls: Sequence[list[Request]]) -> Round:
    """All calls side by side, each with its steps in order."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(calls)) as pool:
        parts = list(pool.map(lambda requests: send(base, requests, 1), calls))
    took = time.perf_counter() - began
    return Round(sum(map(len, calls)) / took, [second for part in parts for second in part.times])


def _document(base: str, token: str) -> str:
    """What a step answers with."""
    call = _Call(token)
    call.begin(base)
    request = call.requests("/in/ivr/step", 1)[0]
    connection = HTTPConnection(urlsplit(base).netloc, timeout=30)
    connection.request("POST", request.path, request.body, request.headers)
    answer = connection.getresponse()
    document = answer.read().decode()
    connection.close()
    if answer.status != 200 or "<Gather" not in document:
        raise BenchFailed(f"a step was answered with {answer.status}: {document[:200]}")
    return document


def _start_bare(place: Place, document: str) -> str:
    web = place.settings.web
    bind = f"127.0.0.1:{free_port()}"
    file = place.folder / "document.xml"
    file.write_text(document, encoding="utf-8")
    given = place.settings.database_url
    url = f"sqlite:///{place.folder}/bare.db" if given.startswith("sqlite") else given
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(bare.TABLE)
    engine.dispose()
    command = [sys.executable, "-m", bare_call.__name__, bind, str(web.processes), str(web.threads)]
    more = {bare.URL: url, bare_call.DOCUMENT: str(file)}
    place.start(command, lambda: answers(f"http://{bind}/"), more=more)
    return f"http://{bind}"
