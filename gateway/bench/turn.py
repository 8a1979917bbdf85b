"""A turn of the dialogue: from a kept message to its staged reply, beside Rasa asked directly."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from core.messages import Envelope
from core.store.migrate import migrate
from gateway.accept import accept
from gateway.bench.place import BenchFailed, Place, temporary_place
from gateway.bench.results import Measure, Tell, spread
from gateway.bootstrap import build
from gateway.house import House
from gateway.ingest import ingest

GOAL = "≤ 1.15"
WORDS = ("3 din se bijli nahi hai", "Peshawar", "Hayatabad Phase 3", "mera naam Gul Khan hai", "جی ہاں", "status?")
_numbers = count(1)


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """One after the other, each turn of ours followed by one of Rasa's own with the same words."""
    turns = 60 if quick else 600
    with temporary_place(config) as place:
        tell("turn: starting Rasa")
        place.start_redis()
        place.start_rasa()
        house = build(place.settings)
        migrate(house.store.engine)
        alone = _rasa_alone(place)
        ours, limit = [], []
        for number in range(turns + len(WORDS)):
            words = WORDS[number % len(WORDS)]
            conversation = number // len(WORDS)
            limit.append(_timed(partial(alone, f"bench-{conversation}", words)))
            ours.append(_our_turn(house, f"9230112{conversation:05d}", words))
            if number % 60 == 59:
                tell(
                    f"turn: {number + 1} of {turns}: ours {spread(ours).p50:g} ms, Rasa alone {spread(limit).p50:g} ms"
                )
        house.store.close()
    ours_ms, limit_ms = spread(ours[len(WORDS) :]), spread(limit[len(WORDS) :])  # the first ones warm up
    return [
        Measure(
            name="turn of the dialogue (SQLite)",
            ours=ours_ms.p50,
            limit=limit_ms.p50,
            unit="ms p50",
            limit_is="our Rasa with its own stores, asked directly with the same words",
            goal=GOAL,
            ours_ms=ours_ms,
            limit_ms=limit_ms,
        )
    ]


def _our_turn(house: House, phone: str, words: str) -> float:
    """Keep a message; then the time from there to the reply in the outbox."""
    number = next(_numbers)
    fields = {"MessageSid": f"SM{number:032x}", "From": f"whatsapp:+{phone}", "WaId": phone, "Body": words}
    more = {"To": "whatsapp:+14155238886", "NumMedia": "0", "ProfileName": "Gul Khan"}
    body = urlencode({**fields, **more}).encode()
    envelope = Envelope("whatsapp", fields["MessageSid"], body, datetime.now(UTC))
    person = accept(house, house.channels["whatsapp"], envelope).person
    return _timed(partial(ingest, house, person))


def _rasa_alone(place: Place) -> Callable[[str, str], None]:
    connection = HTTPConnection(urlsplit(place.settings.rasa.url).netloc, timeout=30)
    secret = place.settings.rasa.secret.get_secret_value()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {secret}"}

    def turn(conversation: str, words: str) -> None:
        asked = {
            "conversation": conversation,
            "id": f"alone-{next(_numbers)}",
            "text": words,
            "language": "ur-Latn",
            "known": dict[str, str](),
            "asking": None,
            "choice": None,
        }
        connection.request("POST", "/webhooks/arzi/turn", json.dumps(asked), headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise BenchFailed(f"Rasa answered {answer.status}: {said[:200]!r}")

    return turn


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
