"""The second reader's adapter against the simulator's stand-in, and against one that misbehaves."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, Response, request
from werkzeug.serving import make_server

from core.errors import ReaderUnavailable
from nlu.chat_reader import ChatReader
from nlu.wire import Breaker
from simulator.stand_ins.second_reader import beside_a_place_word, blueprint


@dataclass
class House:
    """A stand-in. ``says`` is its answer to a message; ``asked`` are the requests that it had."""

    url: str = ""
    says: Any = beside_a_place_word
    asked: list[tuple[dict[str, Any], str | None]] = field(default_factory=list)


@pytest.fixture
def house() -> Iterator[House]:
    made, app = House(), Flask(__name__)

    @app.before_request
    def note() -> None:
        made.asked.append((request.get_json(), request.headers.get("Authorization")))

    app.register_blueprint(blueprint(lambda message: made.says(message)))

    @app.post("/drip/v1/chat/completions")
    def drip() -> Response:
        def parts() -> Iterator[bytes]:
            while True:
                yield b" "
                time.sleep(0.05)

        return Response(parts(), content_type="application/json")

    server = make_server("127.0.0.1", 0, app, threaded=True)
    made.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def reader(house: House, **more: Any) -> ChatReader:
    return ChatReader(f"{house.url}/simulator/second_reader/", "small", "secret", **more)


def test_it_points_at_words_of_the_message(house: House) -> None:
    assert reader(house).point("the tap is dry in Bala Kot since xxxxx", "address", "en") == "Bala Kot"
    [(asked, key)] = house.asked
    assert key == "Bearer secret"
    assert (asked["model"], asked["temperature"]) == ("small", 0)
    assert asked["response_format"]["json_schema"]["schema"]["required"] == ["words"]
    assert json.loads(asked["messages"][1]["content"])["message"] == "the tap is dry in Bala Kot since xxxxx"


def test_it_may_find_nothing(house: House) -> None:
    assert reader(house).point("no idea", "address", "en") is None


@pytest.mark.parametrize(
    "said",
    [
        '{"words": "Peshawar"}',
        '{"words": "dry", "note": "hello"}',
        '{"words": ["dry"]}',
        '["dry"]',
        "Your place is Bala Kot.",
        "{}",
    ],
)
def test_what_the_message_does_not_have_or_another_shape_is_a_fault(house: House, said: str) -> None:
    house.says = lambda _: said
    with pytest.raises(ReaderUnavailable):
        reader(house).point("the tap is dry", "address", "en")


def test_after_three_faults_it_is_left_alone_for_a_while(house: House) -> None:
    now = [0.0]
    asking = reader(house, breaker=Breaker(rest=30, clock=lambda: now[0]))
    house.says = lambda _: "nonsense"
    for _ in range(5):
        with pytest.raises(ReaderUnavailable):
            asking.point("the tap is dry", "address", "en")
    assert len(house.asked) == 3
    now[0], house.says = 31.0, beside_a_place_word
    assert asking.point("dry in Toru", "address", "en") == "Toru"


def test_an_answer_that_drips_is_cut_off(house: House) -> None:
    with pytest.raises(ReaderUnavailable):
        ChatReader(f"{house.url}/drip", "small", timeout=0.3).point("the tap is dry", "address", "en")


def test_nobody_there() -> None:
    with pytest.raises(ReaderUnavailable):
        ChatReader("http://127.0.0.1:9", "small", timeout=0.5).point("the tap is dry", "address", "en")
