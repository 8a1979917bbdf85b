"""The services that the other tests stand on are what they claim to be."""

import socket
import urllib.request

import psycopg
import pytest
from playwright.sync_api import Error, Page
from redis import Redis
from sqlalchemy import create_engine, text

from tests.services.axe import expect_accessible
from tests.services.outside import OutsideBlockedError
from tests.services.rasa import HTTP, RunningRasa
from tests.services.waiting import wait_until


@pytest.mark.parametrize("turn", [1, 2])
def test_postgres_is_real_and_empty_for_each_test(postgres_url: str, turn: int) -> None:
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        assert "PostgreSQL" in connection.scalar(text("SELECT version()"))
        connection.execute(text("CREATE TABLE t (id int)"))
    engine.dispose()


@pytest.mark.parametrize("turn", [1, 2])
def test_redis_is_real_and_empty_for_each_test(redis_url: str, turn: int) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "behind")


def test_rasa_is_real_and_wants_its_secret(rasa: RunningRasa) -> None:
    assert rasa.ready()
    refused = HTTP.post(f"{rasa.url}/webhooks/arzi/turn", json={}, headers={"Authorization": "Bearer no"})
    assert refused.status_code == 401


def test_chromium_reaches_nothing_outside(page: Page) -> None:
    page.set_content("<p dir=auto>عرضی</p>")
    assert page.inner_text("p") == "عرضی"
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")


def test_the_outside_cannot_be_reached() -> None:
    with pytest.raises(OutsideBlockedError), socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))
    with pytest.raises(OutsideBlockedError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"?", ("192.0.2.1", 53))
    with pytest.raises(OSError, match="not resolved in tests"):
        urllib.request.urlopen("http://example.org/")


def test_waiting_ends_at_its_deadline() -> None:
    assert wait_until(lambda: 7) == 7
    with pytest.raises(AssertionError, match="for rain"):
        wait_until(lambda: False, 0.05, what="rain")


def test_a_postgres_that_is_gone_is_noticed() -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="/nowhere", user="postgres", connect_timeout=1)


def test_axe_finds_what_is_wrong_and_only_that(page: Page) -> None:
    page.set_content("<html lang=en><title>x</title><main><h1>a</h1><img src=x></main></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        expect_accessible(page)
    page.set_content("<html lang=en><title>x</title><main><h1>a</h1></main></html>")
    expect_accessible(page)
