"""A turn of the dialogue: from a kept message to its staged reply, beside Rasa asked directly for the same turn."""

import dataclasses
import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode, urlsplit

from core.messages import Envelope
from gateway.bootstrap import build
from gateway.house import House
from gateway.pipeline.accept import accept
from gateway.pipeline.ingest import ingest
from workbench.bench.place import BenchFailed, Place, temporary_place
from workbench.bench.postgres import databases
from workbench.bench.results import Measure, Tell, spread

GOAL = "≤ 1.15"
WORDS = ("3 din se bijli nahi hai", "Peshawar", "Hayatabad Phase 3", "mera naam Gul Khan hai", "جی ہاں", "status?")
A_ROUND = 10 * len(WORDS)
_numbers = count(1)


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """On each database, one after the other: each turn of ours follows one of Rasa's own with the same words."""
    rounds = 1 if quick else 5
    with databases(tell) as found:
        return [_measure(config, name, changes, rounds, tell) for name, changes in found.items()]


def _measure(config: Path, database: str, changes: Mapping[str, str], rounds: int, tell: Tell) -> Measure:
    ours: list[float] = []
    limit: list[float] = []
    with temporary_place(config, **changes) as place:
        tell(f"turn on {database}: starting Rasa")
        place.start_redis()
        place.migrate()
        place.start_rasa()
        house = build(place.settings)
        alone = Alone(place)
        for number in range((rounds + 1) * A_ROUND):
            words, conversation = WORDS[number % len(WORDS)], number // len(WORDS)
            limit.append(_timed(partial(alone.turn, f"alone-{conversation}", words)))
            ours.append(our_turn(house, f"9230112{conversation:05d}", words))
            if (number + 1) % A_ROUND == 0:
                medians = f"{_ms(ours[-A_ROUND:]):.1f} ms, Rasa alone {_ms(limit[-A_ROUND:]):.1f} ms"
                tell(f"turn on {database}: round {number // A_ROUND} of {rounds}: {medians}")
        house.store.close()
    starts = range(A_ROUND, len(ours), A_ROUND)  # the first round warms up
    ours_ms, limit_ms = spread(ours[A_ROUND:]), spread(limit[A_ROUND:])
    return Measure(
        name=f"turn of the dialogue ({database})",
        ours=ours_ms.p50,
        limit=limit_ms.p50,
        unit="ms p50",
        limit_is="our Rasa with its own stores, asked directly for the same turns",
        goal=GOAL,
        ours_ms=ours_ms,
        limit_ms=limit_ms,
        rounds=tuple(_ms(ours[n : n + A_ROUND]) / _ms(limit[n : n + A_ROUND]) for n in starts),
    )


def keep(house: House, phone: str, words: str) -> str:
    """Keep a message; whose it is. Nobody is told: who accepts is another process, whose threads are not ours."""
    number = next(_numbers)
    fields = {"MessageSid": f"SM{number:032x}", "From": f"whatsapp:+{phone}", "WaId": phone, "Body": words}
    more = {"To": "whatsapp:+14155238886", "NumMedia": "0", "ProfileName": "Gul Khan"}
    body = urlencode({**fields, **more}).encode()
    envelope = Envelope("whatsapp", fields["MessageSid"], body, datetime.now(UTC))
    return accept(dataclasses.replace(house, queue=_Nobody()), house.channels["whatsapp"], envelope).person


def our_turn(house: House, phone: str, words: str) -> float:
    """Keep a message; then the time from there to the reply in the outbox."""
    person = keep(house, phone, words)
    return _timed(partial(ingest, house, person))


class _Nobody:
    """A queue that tells nobody."""

    def ingest(self, person: str) -> None: ...

    def deliver(self, person: str) -> None: ...

    def fetch(self, media_id: int) -> None: ...

    def standing(self) -> Mapping[str, int]:
        return {}

    def ping(self) -> None: ...


class Alone:
    """Rasa asked by somebody who only remembers what it said: a conversation goes on as it does in the house."""

    def __init__(self, place: Place, number: int = 0) -> None:
        urls = place.settings.rasa.urls
        self._connection = HTTPConnection(urlsplit(urls[number % len(urls)]).netloc, timeout=60)
        secret = place.settings.rasa.secret.get_secret_value()
        self._headers = {"Content-Type": "application/json", "Authorization": f"Bearer {secret}"}
        self._conversation = ""
        self._known: dict[str, str] = {}
        self._asking: str | None = None

    def turn(self, conversation: str, words: str) -> None:
        """One turn. Raises BenchFailed."""
        if conversation != self._conversation:
            self._conversation, self._known, self._asking = conversation, {}, None
        asked: dict[str, Any] = {
            "conversation": conversation,
            "id": f"alone-{next(_numbers)}",
            "text": words,
            "language": "und",
            "known": self._known,
            "asking": self._asking,
            "choice": None,
        }
        self._connection.request("POST", "/webhooks/arzi/turn", json.dumps(asked), self._headers)
        answer = self._connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise BenchFailed(f"Rasa answered {answer.status}: {said[:200]!r}")
        content = json.loads(said)
        self._known = {**self._known, **{name: one["value"] for name, one in content["fields"].items()}}
        self._asking = content["asking"]


def _ms(seconds: list[float]) -> float:
    return 1000 * median(seconds)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
