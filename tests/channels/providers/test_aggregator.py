"""A local aggregator's HTTP form, against a stand-in that takes what is posted to it."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from pydantic import SecretStr

from channels.providers.aggregator.reports import is_report, read_report
from channels.providers.aggregator.send import send
from channels.providers.aggregator.settings import Aggregator
from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed, DeliveryUnknown, Malformed, SignatureInvalid
from core.messages import Delivery, DeliveryState, Meaning, WebhookRequest
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


REPORTS = {"secret": SecretStr("a-report-secret-for-tests")}
ADDRESS = "https://arzi.example.org/in/sms/status"


def reported(
    told: object, *, secret: str = "a-report-secret-for-tests", how: str = "form", bearer: bool = False, **reports: Any
) -> Delivery | None:
    """A report, in one of the forms in which it comes."""
    given: dict[str, Any] = {**({} if bearer else {"key": secret}), **(told if isinstance(told, dict) else {})}
    body = told if isinstance(told, bytes) else b""
    if how == "json":
        body = json.dumps(given).encode()
    elif how == "form" and not body:
        body = urlencode(given).encode()
    url = f"{ADDRESS}?{urlencode(given)}" if how == "url" else ADDRESS
    headers = {"authorization": f"Bearer {secret}"} if bearer else {}
    request = WebhookRequest("GET" if how == "url" else "POST", url, headers, body)
    account = settings("https://sms.example", reports={**REPORTS, **reports})
    assert is_report(account, request)
    return read_report(account, request)


@pytest.mark.parametrize("bearer", [False, True])
@pytest.mark.parametrize("how", ["form", "json", "url"])
def test_a_report_comes_in_many_forms(how: str, bearer: bool) -> None:
    told = reported({"id": "m-17", "status": "DELIVRD"}, how=how, bearer=bearer)
    assert told == Delivery("m-17", DeliveryState.DELIVERED)


@pytest.mark.parametrize(
    ("word", "state", "meaning"),
    [
        ("delivrd", DeliveryState.DELIVERED, Meaning.MESSAGE),
        ("ACCEPTD", DeliveryState.SENT, Meaning.MESSAGE),
        ("UNDELIV", DeliveryState.FAILED, Meaning.PERSON),
        ("EXPIRED", DeliveryState.FAILED, Meaning.PERSON),
        ("REJECTD", DeliveryState.FAILED, Meaning.MESSAGE),
    ],
)
def test_the_words_of_smpp_are_known(word: str, state: DeliveryState, meaning: Meaning) -> None:
    told = reported({"id": "m-17", "status": word})
    assert told is not None
    assert (told.state, told.meaning) == (state, meaning)


def test_words_and_names_of_its_own_are_told_to_us() -> None:
    names = {"id_name": "msg", "state_name": "dlr", "code_name": "err", "secret_name": "token"}
    states = {"5": "stopped", "8": "passing", "9": "us"}
    given = {"msg": 17, "dlr": "8", "err": "011", "token": "a-report-secret-for-tests"}
    told = reported(given, how="json", states=states, **names)
    assert told == Delivery("17", DeliveryState.FAILED, "011", Meaning.PASSING)
    assert reported({**given, "dlr": "1"}, how="json", states=states, **names) is None


@pytest.mark.parametrize("secret", ["", "another", "آ" * 16])
@pytest.mark.parametrize("bearer", [False, True])
def test_a_report_without_its_secret_is_refused(secret: str, bearer: bool) -> None:
    with pytest.raises(SignatureInvalid):
        reported({"id": "m-17", "status": "UNDELIV"}, secret=secret, bearer=bearer)


@pytest.mark.parametrize(
    "told",
    [{}, {"id": "m-17"}, {"status": "DELIVRD"}, {"id": "", "status": "DELIVRD"}, {"id": "x" * 129, "status": "DELIVRD"},
     {"id": "m\n17", "status": "DELIVRD"}, b"\xff\xfe", b"{", b'{"id":' + b"[" * 100_000],
)  # fmt: skip
def test_a_report_that_cannot_be_read_says_so(told: object) -> None:
    with pytest.raises(Malformed):
        reported(told, bearer=True)


def test_without_reports_none_are_taken_and_twilios_are_twilios() -> None:
    request = WebhookRequest("POST", ADDRESS, {}, b"id=m-17&status=DELIVRD")
    assert not is_report(settings("https://sms.example"), request)
    signed = WebhookRequest("POST", ADDRESS, {"x-twilio-signature": "x"}, b"")
    assert not is_report(settings("https://sms.example", reports=REPORTS), signed)
    with pytest.raises(SignatureInvalid):
        read_report(settings("https://sms.example"), request)
