"""The front of the web: machines have an application of their own, and every answer its security headers."""

import pytest
from flask import Flask, Response

from gateway.web.webhooks import put_in_front, webhooks_of


@pytest.fixture
def pages() -> Flask:
    pages, webhooks = Flask("pages"), Flask("webhooks")

    @pages.before_request
    def guard() -> None:
        raise AssertionError("the pages' guard was asked")

    @webhooks.get("/in/sms")
    def take() -> str:
        return "taken"

    put_in_front(pages, webhooks)
    pages.testing = True
    return pages


def test_what_machines_ask_meets_no_guard_of_the_pages(pages: Flask) -> None:
    answer = pages.test_client().get("/in/sms")
    assert (answer.status_code, answer.text) == (200, "taken")
    assert [str(rule) for rule in webhooks_of(pages).url_map.iter_rules() if "sms" in str(rule)] == ["/in/sms"]


@pytest.mark.parametrize("path", ["/", "/in", "/indeed", "/staff/in/sms"])
def test_all_else_does(pages: Flask, path: str) -> None:
    with pytest.raises(AssertionError, match="guard"):
        pages.test_client().get(path)


@pytest.mark.parametrize("path", ["/in/sms", "/in/nowhere"])
def test_every_answer_has_its_headers(pages: Flask, path: str) -> None:
    headers = pages.test_client().get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_a_stricter_header_of_a_page_stays() -> None:
    pages = Flask("pages")

    @pages.get("/")
    def page() -> Response:
        return Response("", headers={"content-security-policy": "sandbox"})

    put_in_front(pages, Flask("webhooks"))
    assert pages.test_client().get("/").headers.getlist("Content-Security-Policy") == ["sandbox"]
