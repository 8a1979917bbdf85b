"""RasaEngine against a Rasa that misbehaves: whatever it does, the caller hears DialogueUnavailable, and soon."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from core.errors import DialogueUnavailable
from core.ports import Outcome, Reply, Turn, TurnResult, Understanding
from nlu.client import RasaEngine
from nlu.fallback import PlainQuestions, with_fallback
from nlu.wire import Answer, Breaker, Unheard, WireFault
from tests.services.rasa import free_port

TURN = Turn("c", "c:1", "3 din se bijli nahi hai", "und", {"phone": "+923001112233"})
HEARD = {
    "language": "roman_ur",
    "intent": "file_complaint",
    "category": "electricity",
    "district": None,
    "confidence": {"intent": 0.9, "category": 0.9, "district": 0.0},
    "entities": {},
    "urgent": False,
}
GOOD = {
    "replies": [{"text": "Kis zile mein?", "buttons": [{"title": "Skip", "payload": "skip"}]}],
    "fields": {"category": {"value": "electricity", "confidence": 0.9, "source": "text"}},
    "asking": "district",
    "outcome": "asking",
    "language": "roman_ur",
    "understanding": HEARD,
}


class Answering:
    """A wire at whose other end a function answers."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self._answer = answer

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        answer = self._answer(httpx.Request(method, url, content=body, headers=dict(headers)))
        return Answer(answer.status_code, answer.content)

    def close(self) -> None:
        """Nothing is held."""


def engine(answer: Callable[[httpx.Request], httpx.Response], breaker: Callable[[], Breaker] = Breaker) -> RasaEngine:
    return RasaEngine("http://rasa", "s" * 20, wire=Answering(answer), breaker=breaker)


def test_a_turn_is_one_call_with_the_secret_in_a_header() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=GOOD)

    result = engine(answer).turn(TURN)
    assert result.outcome is Outcome.ASKING
    assert (result.asking, result.language, result.engine) == ("district", "roman_ur", "rasa")
    assert result.fields["category"].value == "electricity"
    assert result.replies[0].buttons[0].payload == "skip"
    assert [request.url.path for request in seen] == ["/webhooks/arzi/turn"]
    assert seen[0].headers["authorization"] == f"Bearer {'s' * 20}"
    assert json.loads(seen[0].content)["known"] == {"phone": "+923001112233"}


def _breaks(_: httpx.Request) -> httpx.Response:
    raise WireFault("ReadTimeoutError")


BAD = {
    "store away": lambda _: httpx.Response(503, json={"error": "store"}),
    "wrong secret": lambda _: httpx.Response(401, json={}),
    "its own fault": lambda _: httpx.Response(500, text="<html>"),
    "no JSON": lambda _: httpx.Response(200, text="<html>"),
    "an empty list": lambda _: httpx.Response(200, json=[]),
    "null": lambda _: httpx.Response(200, json=None),
    "an unknown outcome": lambda _: httpx.Response(200, json={**GOOD, "outcome": "dancing"}),
    "an unknown source": lambda _: httpx.Response(
        200, json={**GOOD, "fields": {"category": {"value": "x", "confidence": 1, "source": "moon"}}}
    ),
    "a key missing": lambda _: httpx.Response(200, json={k: v for k, v in GOOD.items() if k != "replies"}),
    "too slow": _breaks,
    "a redirect": lambda _: httpx.Response(302, headers={"location": "http://elsewhere"}),
}


@pytest.mark.parametrize("name", BAD)
def test_every_fault_is_dialogue_unavailable(name: str) -> None:
    with pytest.raises(DialogueUnavailable):
        engine(BAD[name]).turn(TURN)


@pytest.mark.parametrize("name", BAD)
def test_with_a_fallback_the_question_is_asked_all_the_same(name: str) -> None:
    result = with_fallback(engine(BAD[name]), PlainQuestions()).turn(TURN)
    assert (result.engine, result.asking) == ("plain", "district")


def test_nothing_listens() -> None:
    nobody = RasaEngine(f"http://127.0.0.1:{free_port()}", "s" * 20)
    with pytest.raises(DialogueUnavailable):
        nobody.turn(TURN)
    with pytest.raises(DialogueUnavailable):
        nobody.ping()


def test_after_three_faults_it_is_left_alone_and_then_tried_once() -> None:
    now, calls = [0.0], []

    def answer(_: httpx.Request) -> httpx.Response:
        calls.append(now[0])
        return httpx.Response(200, json=GOOD) if now[0] > 20 else httpx.Response(503)

    tried = engine(answer, lambda: Breaker(faults=3, rest=5, clock=lambda: now[0]))
    for _ in range(10):
        with pytest.raises(DialogueUnavailable):
            tried.turn(TURN)
    assert len(calls) == 3
    now[0] = 6.0
    for _ in range(5):
        with pytest.raises(DialogueUnavailable):
            tried.turn(TURN)
    assert len(calls) == 4
    now[0] = 21.0
    assert [tried.turn(TURN).engine for _ in range(3)] == ["rasa"] * 3


def test_what_is_kept_is_never_cut() -> None:
    long = "bijli nahi hai. " * 5000

    def answer(request: httpx.Request) -> httpx.Response:
        told = json.loads(request.content)["text"]
        assert len(told) <= 6000
        field = {"value": told.strip(), "confidence": 0.9, "source": "text"}
        return httpx.Response(200, json={**GOOD, "fields": {"description": field}})

    result = engine(answer).turn(Turn("c", "1", long, "und", {}))
    assert result.fields["description"].value == long.rstrip()


def test_many_texts_are_understood_in_parts_and_in_order() -> None:
    sizes: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        texts = json.loads(request.content)["texts"]
        sizes.append(len(texts))
        return httpx.Response(200, json=[{**HEARD, "intent": text} for text in texts])

    heard = engine(answer).understand([str(n) for n in range(250)])
    assert [one.intent for one in heard] == [str(n) for n in range(250)]
    assert sizes == [100, 100, 50]


class Dead:
    """An engine that is away."""

    def turn(self, turn: Turn) -> TurnResult:
        raise DialogueUnavailable("dead")

    def ping(self) -> None:
        raise DialogueUnavailable("dead")

    def ask_all(self, missing: Any, language: str) -> Reply:
        return Reply("all")

    def understand(self, texts: Any) -> list[Understanding]:
        raise DialogueUnavailable("dead")


def test_ping_tells_the_truth_about_the_first_engine() -> None:
    both = with_fallback(Dead(), PlainQuestions())
    with pytest.raises(DialogueUnavailable):
        both.ping()
    assert both.understand(["bijli nahi hai"])[0].category == "electricity"


def test_of_several_a_conversation_keeps_to_one_and_another_takes_over_when_it_is_away() -> None:
    heard: list[tuple[str, str]] = []
    away: set[str] = set()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host in away:
            raise Unheard("NewConnectionError")
        heard.append((json.loads(request.content)["conversation"], request.url.host))
        return httpx.Response(200, json=GOOD)

    several = RasaEngine(["http://a", "http://b", "http://c/"], "s" * 20, wire=Answering(answer))
    for _ in range(2):
        for n in range(30):
            several.turn(Turn(f"c{n}", "1", "salam", "und", {}))
    assert len(set(heard)) == 30
    shares = [sum(host == one for _, host in set(heard)) for one in "abc"]
    assert min(shares) >= 4

    (home,) = {host for conversation, host in heard if conversation == "c1"}
    away.add(home)
    several.turn(Turn("c1", "2", "salam", "und", {}))
    assert heard[-1][1] != home
    away.clear()
    several.turn(Turn("c1", "3", "salam", "und", {}))
    assert heard[-1][1] == home
    away.update("abc")
    with pytest.raises(DialogueUnavailable):
        several.turn(Turn("c1", "4", "salam", "und", {}))


def test_a_fault_in_the_middle_of_a_turn_is_not_tried_elsewhere() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        raise WireFault("ReadTimeoutError")

    several = RasaEngine(["http://a", "http://b"], "s" * 20, wire=Answering(answer))
    with pytest.raises(DialogueUnavailable):
        several.turn(TURN)
    assert len(asked) == 1


def test_ping_is_content_with_one_that_is_well() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503 if request.url.host == "a" else 200, json={})

    RasaEngine(["http://a", "http://b"], "s" * 20, wire=Answering(answer)).ping()
    with pytest.raises(DialogueUnavailable):
        RasaEngine(["http://a"], "s" * 20, wire=Answering(answer)).ping()
