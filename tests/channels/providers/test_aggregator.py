"""A local aggregator's HTTP form, against a stand-in that takes what is posted to it."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from channels.providers.aggregator.send import send
from channels.providers.aggregator.settings import Aggregator
from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed, DeliveryUnknown
from tests.fakes.http import Answer, scripted_server

MADE = Answer(200, json.dumps({"id": "m-17"}).encode())
SECRET = "a-secret-for-tests-only"


def settings(url: str, **changes: Any) -> Aggregator:
    return Aggregator.model_validate(
        {"url": f"{url}/send", "secret": SecretStr(SECRET), "timeout_seconds": 1, **changes}
    )


def sent(text: str = "Theek hai", **changes: Any) -> tuple[dict[str, str], dict[str, str]]:
    """The parameters and the headers with which it was posted."""
    with scripted_server(MADE) as server:
        assert send(settings(server.url(), **changes), "KPGOVT", "+923001234567", text, "ours-1") == "m-17"
    [(method, path, headers, body)] = server.requests
    assert (method, path) == ("POST", "/send")
    form = json.loads(body) if body[:1] == b"{" else {name: one[0] for name, one in parse_qs(body.decode()).items()}
    return form, {name.lower(): value for name, value in headers.items()}


def test_the_usual_form() -> None:
    form, headers = sent()
    assert form == {"to": "+923001234567", "from": "KPGOVT", "text": "Theek hai"}
    assert headers["authorization"] == f"Bearer {SECRET}"


def test_another_aggregators_names() -> None:
    names = {"to_name": "msisdn", "to_plus": False, "sender_name": "mask", "text_name": "msg", "id_name": "ref"}
    form, _ = sent(**names, more={"type": "transactional"}, unicode={"unicode": "1"})
    assert form == {
        "msisdn": "923001234567",
        "mask": "KPGOVT",
        "msg": "Theek hai",
        "ref": "ours-1",
        "type": "transactional",
    }


@pytest.mark.parametrize(("text", "flagged"), [("Theek – hai", False), ("ٹھیک ہے", True)])
def test_what_is_not_gsm7_is_flagged(text: str, flagged: bool) -> None:
    form, _ = sent(text, unicode={"coding": "8"})
    assert ("coding" in form) is flagged
    assert form["text"] == text.replace("–", "-")


def test_json() -> None:
    assert sent(form="json")[0]["text"] == "Theek hai"


def test_credentials_in_the_header_or_among_the_parameters() -> None:
    _, headers = sent(user="kp")
    assert headers["authorization"] == "Basic " + base64.b64encode(f"kp:{SECRET}".encode()).decode()
    form, headers = sent(user="kp", user_name="username", secret_name="key")
    assert (form["username"], form["key"]) == ("kp", SECRET)
    assert "authorization" not in headers


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(401, b"{}"), AccountRefused),
        (Answer(403, b"{}"), AccountRefused),
        (Answer(302, b""), AccountRefused),
        (Answer(400, b"bad number"), DeliveryFailed),
        (Answer(404, b""), DeliveryFailed),
        (Answer(429, b""), DeliveryDelayed),
        (Answer(500, b""), DeliveryDelayed),
        (Answer(503, b""), DeliveryDelayed),
        (Answer(200, b""), DeliveryUnknown),
        (Answer(200, b"OK"), DeliveryUnknown),
        (Answer(200, b"[]"), DeliveryUnknown),
        (Answer(200, b'{"id": null}'), DeliveryUnknown),
        (Answer(200, b'{"id": true}'), DeliveryUnknown),
        (Answer(200, b'{"id": ""}'), DeliveryUnknown),
        (Answer(200, b"[" * 50_000), DeliveryUnknown),
    ],
)
def test_what_it_answers(answer: Answer, error: type[Exception]) -> None:
    with scripted_server(answer) as server, pytest.raises(error) as caught:
        send(settings(server.url()), "KPGOVT", "+923001234567", "a", "1")
    assert SECRET not in str(caught.value)


def test_nobody_there() -> None:
    with pytest.raises(DeliveryDelayed):
        send(settings("http://127.0.0.1:1"), "KPGOVT", "+923001234567", "a", "1")


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("data.0.message_id", {"data": [{"message_id": "m-17"}]}),
        ("messageid", {"messageid": 17}),
        ("0.id", [{"id": "17"}]),
    ],
)
def test_where_its_id_is(path: str, shape: object) -> None:
    with scripted_server(Answer(202, json.dumps(shape).encode())) as server:
        assert send(settings(server.url(), id_path=path), "K", "+923001234567", "a", "1").endswith("17")
