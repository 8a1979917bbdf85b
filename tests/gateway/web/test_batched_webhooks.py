"""/in/messenger over HTTP: one call with several people's messages, repeats of it, and Meta's question."""

import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from channels.providers.meta.signature import HEADER, sign
from core.errors import StoreUnavailable
from core.store.engine import Store
from core.store.pipeline.tables import EnvelopeRow
from gateway.pipeline import accept as accepting
from gateway.web import create_app
from gateway.web import webhooks as view
from gateway.web.shared.url import PublicUrl
from tests.channels.providers.meta.given import PUBLIC, SAIRA, SECRET, VERIFY, account, event, said, webhook
from tests.fakes.house import TestHouse, make_house

ASKED = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
BATCH = webhook("messenger", said(mid="m_1"), event(sender={"id": SAIRA}, message={"mid": "m_2", "text": "gas"}))


@pytest.fixture
def house(store: Store) -> TestHouse:
    made = make_house(store)
    made.house = replace(made.house, channels={**made.house.channels, "messenger": account("messenger")})
    return made


@pytest.fixture
def client(house: TestHouse) -> FlaskClient:
    return create_app(house.house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=1_000_000).test_client()


def post(client: FlaskClient, told: object, secret: str = SECRET) -> int:
    raw = json.dumps(told).encode()
    return client.post("/in/messenger", data=raw, headers={HEADER: sign(raw, secret)}).status_code


def kept(house: TestHouse) -> list[str]:
    with house.house.store.read() as session:
        return list(session.scalars(select(EnvelopeRow.provider_id).order_by(EnvelopeRow.id)))


def test_each_message_of_a_call_is_kept_once(client: FlaskClient, house: TestHouse) -> None:
    assert [post(client, BATCH) for _ in range(3)] == [200] * 3
    assert kept(house) == ["m_1", "m_2"]
    assert len({person for _, person in house.queue.jobs}) == 2


def test_a_call_that_says_nothing_is_taken(client: FlaskClient, house: TestHouse) -> None:
    assert post(client, webhook("messenger", event(message=None, read={"watermark": 1}))) == 200
    assert kept(house) == []


def test_where_one_cannot_be_kept_all_come_again(
    client: FlaskClient, house: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def failing(made: object, channel: object, envelope: object) -> object:
        tried.append(envelope.id)  # type: ignore[attr-defined]
        if len(tried) == 2:
            raise StoreUnavailable("away")
        return accepting.accept(made, channel, envelope)  # type: ignore[arg-type]

    monkeypatch.setattr(view, "accept", failing)
    assert post(client, BATCH) == 503
    assert kept(house) == ["m_1"]
    assert post(client, BATCH) == 200
    assert kept(house) == ["m_1", "m_2"]


def test_a_call_that_is_forged_or_malformed_is_refused(client: FlaskClient, house: TestHouse) -> None:
    assert post(client, BATCH, "another-secret-of-someone") == 403
    assert post(client, {"object": "page"}) == 400
    assert kept(house) == []


def test_metas_question_is_answered(client: FlaskClient) -> None:
    answer = client.get("/in/messenger", query_string=ASKED)
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "1158201444")
    assert client.get("/in/messenger", query_string={**ASKED, "hub.verify_token": "x"}).status_code == 403
    assert client.get("/in/string").status_code == 404
    assert client.get("/in/nobody").status_code == 404
