"""/in/whatsapp over HTTP: signatures, repeats, malformed bodies, reports."""

from dataclasses import replace
from ipaddress import ip_network

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import func, select

from channels.providers.twilio.signature import read_form
from channels.whatsapp import Settings, build
from core.errors import Malformed, StoreUnavailable
from core.messages import OutboundMessage
from core.ports import Surroundings
from core.store.engine import Store
from core.store.evidence.tables import MediaRow
from core.store.pipeline import outbox
from core.store.pipeline.tables import EnvelopeRow, OutboxRow
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.channels.whatsapp.forms import TOKEN, URL, body, form, media, signature
from tests.channels.whatsapp.test_parse import MALFORMED
from tests.fakes.house import TestHouse, make_house

PUBLIC = "https://arzi.example.org"


@pytest.fixture
def house(store: Store) -> TestHouse:
    settings = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "sender": "+14155238886"}
    templates = {"templates": {"reply": "HX1"}}
    whatsapp = build(Settings.model_validate({**settings, **templates}), Surroundings(PUBLIC))
    made = make_house(store)
    made.house = replace(made.house, channels={**made.house.channels, "whatsapp": whatsapp})
    return made


@pytest.fixture
def client(house: TestHouse) -> FlaskClient:
    return open_client(house, PublicUrl(PUBLIC))


def open_client(house: TestHouse, url: PublicUrl) -> FlaskClient:
    return create_app(house.house, url, secret_key="x" * 32, max_body_bytes=1_000_000).test_client()


def post(client: FlaskClient, path: str = "/in/whatsapp", **changes: str | None) -> int:
    signed = {"X-Twilio-Signature": signature(form(**changes), PUBLIC + path)}
    return send(client, body(**changes), path=path, headers=signed)


def send(client: FlaskClient, raw: bytes, *, headers: dict[str, str], path: str = "/in/whatsapp") -> int:
    kind = "application/x-www-form-urlencoded"
    return client.post(path, data=raw, headers=headers, content_type=kind).status_code


def kept(house: TestHouse, table: type = EnvelopeRow) -> int:
    with house.house.store.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_signed_message_is_kept_before_the_answer(client: FlaskClient, house: TestHouse) -> None:
    answer = client.post(
        "/in/whatsapp",
        data=body(**media("image/jpeg", "audio/ogg")),
        headers={"X-Twilio-Signature": signature(form(**media("image/jpeg", "audio/ogg")))},
        content_type="application/x-www-form-urlencoded",
    )
    assert (answer.status_code, answer.content_type) == (200, "text/xml")
    assert b"<Response/>" in answer.data
    assert (kept(house), kept(house, MediaRow)) == (1, 2)
    assert house.queue.jobs == [("ingest", "tel:+923001234567")]


def test_a_replayed_request_makes_nothing_new(client: FlaskClient, house: TestHouse) -> None:
    assert [post(client), post(client)] == [200, 200]
    assert kept(house) == 1
    assert len(house.queue.jobs) == 1


@pytest.mark.parametrize(
    "forged",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": "bm9wZQ=="},
        {"X-Twilio-Signature": signature(form(), token="another account's")},
        {"X-Twilio-Signature": signature(form(Body="other words"))},
        {"X-Twilio-Signature": signature(form(), "http://localhost/in/whatsapp")},
        {"X-Twilio-Signature": "آ"},
    ],
)
def test_a_forged_one_is_refused_and_not_kept(client: FlaskClient, house: TestHouse, forged: dict[str, str]) -> None:
    encoded = {name: value.encode().decode("latin-1") for name, value in forged.items()}
    assert send(client, body(), headers=encoded) == 403
    assert kept(house) == 0


@pytest.mark.parametrize("query", ["", "?a=1", "?b=%D8%A2&a=x+y"])
def test_the_query_is_signed_too(client: FlaskClient, query: str) -> None:
    signed = {"X-Twilio-Signature": signature(form(), URL + query)}
    assert send(client, body(), headers=signed, path=f"/in/whatsapp{query}") == 200


FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "arzi.example.org"}


@pytest.mark.parametrize(
    ("base", "proxies", "headers", "status"),
    [
        (PUBLIC, [], {}, 200),
        (PUBLIC, [], {"X-Forwarded-Host": "evil.example"}, 200),
        ("", ["127.0.0.0/8"], FORWARDED, 200),
        ("", ["10.0.0.0/8"], FORWARDED, 403),
        ("", [], FORWARDED, 403),
        ("", ["127.0.0.0/8"], {}, 403),
    ],
)
def test_behind_a_proxy(house: TestHouse, base: str, proxies: list[str], headers: dict[str, str], status: int) -> None:
    client = open_client(house, PublicUrl(base, [ip_network(proxy) for proxy in proxies]))
    assert send(client, body(), headers={**headers, "X-Twilio-Signature": signature(form())}) == status


def is_form(raw: bytes) -> bool:
    try:
        return bool(read_form(raw))
    except Malformed:
        return False


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_is_a_clear_400_when_signed_and_403_when_it_cannot_be(
    client: FlaskClient, house: TestHouse, name: str
) -> None:
    raw = MALFORMED[name]
    signed = {"X-Twilio-Signature": signature(read_form(raw)) if is_form(raw) else "none"}
    assert send(client, raw, headers=signed) in ((400,) if is_form(raw) else (400, 403))
    assert kept(house) == 0


def test_the_message_after_a_bad_one_goes_on(client: FlaskClient, house: TestHouse) -> None:
    assert post(client, NumMedia="many") == 400
    assert post(client) == 200
    assert kept(house) == 1


def test_too_large_is_said(client: FlaskClient, house: TestHouse) -> None:
    assert post(client, Body="x" * 1_300_000) == 413


def test_no_such_channel(client: FlaskClient) -> None:
    assert send(client, body(), headers={}, path="/in/telegram") == 404
    assert send(client, body(), headers={}, path="/in/string") == 404


def test_overload_asks_to_come_back(house: TestHouse) -> None:
    client = open_client(house, PublicUrl(PUBLIC))
    statuses = [post(client, MessageSid=f"SM{n}") for n in range(53)]
    assert statuses == [200] * 51 + [503] * 2


def test_a_dead_database_is_503_and_nothing_is_acknowledged(
    client: FlaskClient, house: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_: object) -> None:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr("core.store.pipeline.envelopes.insert_new", dead)
    assert post(client) == 503


def sent(house: TestHouse, provider_id: str) -> None:
    """An answer of ours that Twilio took."""
    now = house.clock.now()
    with house.house.store.write() as session:
        message = OutboundMessage("", "whatsapp", "+923001234567", "hello", "ur")
        row = outbox.stage(session, message, cause=provider_id, person="tel:1", conversation_id=None, now=now)
        assert row is not None
        outbox.claim(session, row, now)
        outbox.mark_sent(session, row, provider_id, now)


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        (["queued", "sent"], "sent"),
        (["sent", "delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["undelivered"], "failed"),
        (["delivered", "failed"], "delivered"),
        (["nonsense"], "sent"),
    ],
)
def test_reports_update_the_outbox(client: FlaskClient, house: TestHouse, reports: list[str], state: str) -> None:
    sent(house, "SM1")
    for report in reports:
        assert post(client, "/in/whatsapp/status", MessageSid="SM1", MessageStatus=report, ErrorCode=None) == 204
    with house.house.store.read() as session:
        assert session.scalars(select(OutboxRow.state)).one() == state


def test_a_report_on_what_we_do_not_know_is_no_error(client: FlaskClient) -> None:
    assert post(client, "/in/whatsapp/status", MessageSid="SM404", MessageStatus="read") == 204


def test_a_forged_report_changes_nothing(client: FlaskClient, house: TestHouse) -> None:
    sent(house, "SM1")
    raw = body(MessageSid="SM1", MessageStatus="failed")
    assert send(client, raw, headers={"X-Twilio-Signature": "x"}, path="/in/whatsapp/status") == 403
    with house.house.store.read() as session:
        assert session.scalars(select(OutboxRow.state)).one() == "sent"


def test_outside_the_window_the_template_is_staged_once(client: FlaskClient, house: TestHouse) -> None:
    sent(house, "SM1")
    failed = {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "63016"}
    assert [post(client, "/in/whatsapp/status", **failed) for _ in range(2)] == [204, 204]
    with house.house.store.read() as session:
        row = session.scalars(select(OutboxRow)).one()
    assert (row.state, outbox.message_of(row).template) == ("staged", "HX1")


def test_stop_ends_messages_to_that_person(client: FlaskClient, house: TestHouse) -> None:
    sent(house, "SM1")
    post(client, "/in/whatsapp/status", MessageSid="SM1", MessageStatus="failed", ErrorCode="21610")
    with house.house.store.read() as session:
        assert outbox.stopped(session, "whatsapp", "+923001234567")


def test_every_answer_has_security_headers(client: FlaskClient) -> None:
    for path in ("/", "/track", "/nothing-here", "/healthz"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
