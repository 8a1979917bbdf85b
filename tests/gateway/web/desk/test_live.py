"""What happens is told at once to those who may know it, and no listener holds the server for long."""

import pytest
from flask.testing import FlaskClient

from gateway.web.desk import live
from gateway.web.shared import streams
from tests.gateway.web.desk.room import Room


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "EVERY_S", 0.0)  # what was done before the question is known, however fast it came
    monkeypatch.setattr(streams, "LASTS_S", 0.0)


def hear(client: FlaskClient, after: int, **more: str) -> str:
    answer = client.get("/desk/live", query_string={"after": after, **more})
    assert answer.content_type.startswith("text/event-stream")
    return answer.get_data(as_text=True)


def last(told: str) -> int:
    return max(int(line[4:]) for line in told.splitlines() if line.startswith("id: "))


def test_a_change_is_told_to_those_in_whose_scope_it_is(room: Room) -> None:
    own, other = room.numbers
    client = room.sign_in()
    told = hear(client, 0)
    assert own in told
    assert other not in told
    after = last(told)
    assert "event: tickets" not in hear(client, after)
    room.do(client, own, "note", words="x")
    told = hear(client, after)
    assert f'data: {{"numbers": ["{own}"]}}' in told
    assert last(told) > after


def test_a_ticket_has_its_own_news(room: Room) -> None:
    number, client = room.numbers[0], room.sign_in()
    after = last(hear(client, 0))
    room.open("another")
    told = hear(client, after, ticket=number)
    assert "event: tickets" not in told
    room.do(room.sign_in("head"), number, "note", words="x")
    assert "event: tickets" in hear(client, after, ticket=number)


def test_listening_to_a_ticket_is_being_there(room: Room) -> None:
    number = room.numbers[0]
    client, second = room.sign_in(), room.sign_in("second")
    assert '"names": []' in hear(client, 0, ticket=number)
    hear(second, 0, ticket=number)
    assert '"names": ["Second"]' in hear(client, 0, ticket=number)
    assert '"names": ["Officer"]' in hear(second, 0, ticket=number)


def test_the_browser_goes_on_where_it_was(room: Room) -> None:
    client = room.sign_in()
    after = last(hear(client, 0))
    answer = client.get("/desk/live", headers={"Last-Event-ID": str(after)})
    assert "event: tickets" not in answer.get_data(as_text=True)


def test_what_is_too_long_ago_is_said_to_be_something(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    client = room.sign_in()
    for n in range(6):
        room.open(f"case {n}")
    monkeypatch.setattr(live, "_REMEMBERED", 4)
    assert 'data: {"numbers": ["' in hear(client, 14)
    told = hear(client, 2)
    assert "event: tickets" in told, "not all that happened is known, but that something did"
    assert room.numbers[0] not in told


def test_only_so_many_streams_last(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LASTS_S", 60.0)
    room.app.config[streams.STREAMS] = 1
    client, second = room.sign_in(), room.sign_in("second")
    with client.get("/desk/live?after=0", environ_overrides={"wsgi.multithread": True}) as first:
        assert next(iter(first.response)) == b"retry: 4000\n\n"
        told = second.get("/desk/live?after=0", environ_overrides={"wsgi.multithread": True})
        assert "event: tickets" in told.get_data(as_text=True), "told at once, and ended"
    monkeypatch.setattr(streams, "LASTS_S", 0.3)
    told = second.get("/desk/live?after=0", environ_overrides={"wsgi.multithread": True})
    assert ":\n\n" in told.get_data(as_text=True), "the place is free again"
