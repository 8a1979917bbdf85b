"""The simulated mailbox: real SMTP out to the gateway's listener, real SMTP in from its submission."""

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from channels.email.compose import compose as office_mail
from channels.email.reply_address import Signer
from core.errors import ArziError, ConfigInvalid, StoreUnavailable
from core.messages import OutboundMessage
from simulator.database import Database
from simulator.mailbox.office import Office
from simulator.mailbox.sink import serve
from tests.gateway.listeners.running import Kept, smtp_server
from tests.services.browser import PATIENCE_MS
from tests.services.dovecot import free_port
from tests.services.loops import run_apart
from tests.simulator.standin import HTTP, Gateway, running

OFFICE = "complaints@arzi.example"
ME = "gul.khan@citizens.example"


@contextmanager
def sink(folder: Path) -> Iterator[int]:
    """The mailbox's own mail server; its port."""
    loops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
    started, port = threading.Event(), free_port()

    async def main() -> None:
        stop = asyncio.Event()
        loops.append((asyncio.get_running_loop(), stop))
        await serve(Database(folder), "127.0.0.1", port, stop, ready=lambda _: started.set())

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    assert started.wait(60)
    try:
        yield port
    finally:
        loop, stop = loops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def post(tmp_path: Path, kept: Kept) -> Iterator[Gateway]:
    """A gateway with a mail server of its own and the mailbox page."""
    with (
        smtp_server(kept) as port,
        running(tmp_path / "simulator", Gateway(office=Office(OFFICE, "Arzi", port=port))) as gateway,
    ):
        yield gateway


def send(post: Gateway, **letter: Any) -> dict[str, Any]:
    sent: dict[str, Any] = post.call("POST", "/mails", {"from": ME, **letter})
    return sent


def taken(kept: Kept) -> EmailMessage:
    """The last mail that the gateway has."""
    return message_from_bytes(kept.mails[-1].body, policy=policy.default)


def deliver(tmp_path: Path, mail: EmailMessage, to: str = ME) -> None:
    """As the gateway's submission does."""
    with sink(tmp_path / "simulator") as port, smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        smtp.sendmail("complaints+b@arzi.example", [to], bytes(mail))


def answer(to: str = ME) -> EmailMessage:
    message = OutboundMessage(
        id="1" * 32,
        channel="email",
        to=to,
        text="کس ضلع کی بات ہے؟",
        language="ur",
        thread="2" * 32,
        subject="بجلی",
        in_reply_to="<first@citizens.example>",
    )
    return office_mail(message, Signer(OFFICE, b"k" * 32), "Arzi", datetime.now(UTC))


def test_what_is_written_on_the_page_comes_to_the_gateway(post: Gateway, kept: Kept) -> None:
    photo = post.call(
        "PUT", "/files?name=کھمبا.jpg", content=b"\xff\xd8\xff photo", headers={"Content-Type": "image/jpeg"}
    )
    sent = send(post, name="گل خان", subject="بجلی", text="تین دن سے بجلی نہیں ہے", files=[photo["sid"]])
    assert sent["answer"].startswith("250 2.6.0")
    assert not sent["refused"]
    mail = taken(kept)
    assert kept.mails[-1].facts["mail_from"] == ME
    assert mail["From"].addresses[0].display_name == "گل خان"
    assert mail["To"] == OFFICE
    assert mail["Subject"] == "بجلی"
    assert mail["Message-ID"] == sent["message_id"]
    assert mail["In-Reply-To"] is None
    body = mail.get_body(("plain",))
    assert body is not None
    assert "تین دن سے بجلی نہیں ہے" in body.get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "کھمبا.jpg"
    assert attached.get_content() == b"\xff\xd8\xff photo"


def test_what_the_gateway_sends_is_kept_whole(post: Gateway, tmp_path: Path) -> None:
    before = post.call("GET", "/mails")["version"]
    mail = answer("Gul.Khan@Citizens.example")
    deliver(tmp_path, mail, "Gul.Khan@Citizens.example")
    (came,) = post.call("GET", f"/mails?since={before}")["mails"]
    assert came["box"] == ME
    assert not came["outgoing"]
    assert "کس ضلع" in came["text"]
    assert came["html"]
    raw = HTTP.get(f"{post.url}/simulator/api/mails/{came['id']}/raw").content
    assert raw.replace(b"\r\n", b"\n") == bytes(mail).replace(b"\r\n", b"\n")
    html = HTTP.get(f"{post.url}/simulator/api/mails/{came['id']}/html")
    assert 'dir="rtl"' in html.text
    rules = html.headers["Content-Security-Policy"]
    assert "sandbox" in rules
    assert "allow-scripts" not in rules
    assert "default-src 'none'" in rules


@pytest.mark.parametrize("headers", [True, False])
def test_an_answer_goes_into_the_thread(post: Gateway, kept: Kept, tmp_path: Path, headers: bool) -> None:
    ours = answer()
    deliver(tmp_path, ours)
    (came,) = post.call("GET", "/mails")["mails"]
    sent = send(post, text="ضلع مردان", answers=came["id"], headers=headers)
    assert not sent["refused"], sent
    mail = taken(kept)
    assert mail["To"].addresses[0].addr_spec == ours["Reply-To"].addresses[0].addr_spec
    assert mail["Subject"] == "Re: بجلی"
    assert mail["In-Reply-To"] == (ours["Message-ID"] if headers else None)
    assert mail["References"] == (f"<first@citizens.example> {ours['Message-ID']}" if headers else None)
    assert (sent["thread"] == came["thread"]) is headers
    body = mail.get_body(("plain",))
    assert body is not None
    written, _, quoted = body.get_content().partition("wrote:")
    assert "ضلع مردان" in written
    assert "> " in quoted


@pytest.mark.parametrize(
    ("faults", "to", "said"),
    [([], "other@elsewhere.example", "550 5.7.1"), ([StoreUnavailable("the disk is full")], OFFICE, "451 4.3.0")],
)
def test_the_gateways_refusals_are_shown_as_they_are(
    post: Gateway, kept: Kept, faults: list[ArziError | Exception], to: str, said: str
) -> None:
    kept.faults.extend(faults)
    sent = send(post, to=to, text="salaam")
    assert sent["answer"].startswith(said)
    assert sent["refused"]
    assert not kept.mails


def test_a_mail_server_that_is_away_is_named(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, Gateway(office=Office(OFFICE, "Arzi", port=port))) as gateway:
        sent = send(gateway, text="salaam")
    assert sent["refused"]
    assert f"127.0.0.1:{port} does not answer" in sent["answer"]


@pytest.mark.parametrize(
    "letter",
    [{"from": "nobody"}, {"to": "a@b.example\r\nBcc: c@d.example"}, {"unknown": 1}, {"from": "a@b@c"}],
)
def test_what_is_no_mail_is_not_sent(post: Gateway, kept: Kept, letter: dict[str, object]) -> None:
    refused = HTTP.post(f"{post.url}/simulator/api/mails", json={"from": ME, "text": "x", **letter})
    assert refused.status_code == 400
    assert not kept.mails


def test_no_line_ends_a_header(post: Gateway, kept: Kept) -> None:
    send(post, subject="one\r\nBcc: two@b.example", name="Gul\nKhan", text="x")
    mail = taken(kept)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "one Bcc: two@b.example"


def test_the_page_runs_nothing_of_others(post: Gateway) -> None:
    page = HTTP.get(f"{post.url}/simulator/mailbox")
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-src 'self'" in policy
    assert "<script>" not in page.text
    assert "style=" not in page.text
    assert "/simulator/mailbox" in HTTP.get(f"{post.url}/simulator").text


def test_without_email_there_is_no_mailbox(gateway: Gateway) -> None:
    assert HTTP.get(f"{gateway.url}/simulator/mailbox").status_code == 404
    assert "/simulator/mailbox" not in HTTP.get(f"{gateway.url}/simulator").text


def test_the_mailbox_is_not_for_other_machines(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid):
        run_apart(serve(Database(tmp_path), "0.0.0.0", free_port(), asyncio.Event()))


@pytest.mark.browser
def test_who_answers_before_the_page_is_told_of_the_last_mail_goes_on(
    post: Gateway, kept: Kept, tmp_path: Path, browser: Browser
) -> None:
    """The gateway may answer before its mail server's word on the first mail has come back to the page."""
    ours = answer()
    held: list[Route] = []
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{post.url}/simulator/mailbox")
    page.route(
        "**/api/mails", lambda route: held.append(route)
    )  # the POST: what is asked for again and again says since when
    page.get_by_label("Your address").fill(ME)
    page.get_by_label("Text", exact=True).first.fill("بجلی نہیں ہے")
    with page.expect_request("**/api/mails"):
        page.get_by_role("button", name="Send").click()
    deliver(tmp_path, ours)
    page.locator(".mail.in").get_by_role("button", name="Reply", exact=True).click()
    page.locator("textarea").fill("ضلع چارسدہ")
    held.pop().continue_()
    page.unroute("**/api/mails")
    expect(page.locator(".mail.out .said")).to_contain_text("250")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    expect(page.locator("textarea")).to_have_value("ضلع چارسدہ")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".mail.out")).to_have_count(2)
    assert taken(kept)["In-Reply-To"] == ours["Message-ID"]
    expect(page.locator("textarea")).to_have_value("")
    page.close()
