"""What strangers write is shown to staff and citizens on many pages, and never is markup or a script there."""

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from core.store.sealing.vault import Vault
from core.ticket import Role
from tests.channels.email.samples import channel, envelope
from tests.faults.every_page import addresses
from tests.gateway.web.desk.room import Room, add_person, make_room, picture

EVIL = "<img src=x onerror=alert(1)>"
BROKEN_OUT = f"\"'>{EVIL}"
FIELDS = ("complainant_name", "father_name", "address", "exact_place", "description", "accused", "department")

STAFF = (Role.ADMINISTRATOR, Role.CLERK, Role.AGENT)


@pytest.fixture
def room(migrated_sqlite: str, tmp_path: Path) -> Iterator[Room]:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "b"), vault=Vault(["of the tests"]))
    yield make_room(store)
    store.close()


HTML_MAIL = f"""\
From: {EVIL.replace("<", "").replace(">", "")} <gul@example.org>
To: complaints@arzi.example
Subject: Water {EVIL}
Message-ID: <markup@example.org>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><body onload="alert(1)"><script>alert(1)</script><svg onload=alert(1)></svg>
<p>No water in Kohat. {EVIL} {html.escape(EVIL)} &amp;lt;script&amp;gt;</p>
<a href="javascript:alert(1)">here</a></body></html>
"""


def test_the_html_of_a_mail_is_words_on_every_page(room: Room) -> None:
    """What stands there in entities is an angle bracket once the mail is read: pages must write it as one again."""
    (message,) = channel().parse(envelope(HTML_MAIL.replace("\n", "\r\n").encode()))
    assert EVIL in message.text, "it is in the words, so this test looks at something"
    assert "javascript:" not in message.text
    number = room.open(message.text, fields={"subject": message.subject or "", "address": message.text})
    room.house.hear(message.text, id="M1", name=message.sender.name or "")
    room.house.work()
    shown = 0
    for page in _pages(room, room.sign_in("everywhere"), number, "1"):
        shown += "onerror=alert" in page
        assert EVIL not in page
        assert not any(bad in page for bad in ("<img src=x", "<svg onload", "<script>alert", "javascript:alert"))
    assert shown > 0


def test_no_page_shows_markup_of_a_stranger(room: Room) -> None:
    """Names, words, places and file names of a citizen, on every page that any of the staff can open."""
    number = room.open(BROKEN_OUT, fields=dict.fromkeys(FIELDS, BROKEN_OUT))
    file = room.add_file(number, picture(), "image/jpeg", f"{BROKEN_OUT}.jpg")
    room.house.hear(BROKEN_OUT, id="M1", name=BROKEN_OUT)
    room.house.hear("poison", id=BROKEN_OUT[:60], name=BROKEN_OUT)
    for _ in range(4):
        room.house.work()
        room.house.clock.pass_(minutes=30)
        room.house.sweep()
    for role in STAFF:
        add_person(room.store, role.value, role, None, name=f"{role.value} {EVIL}")
    opened, shown = 0, 0
    for username in ("officer", "everywhere", *(role.value for role in STAFF)):
        client = room.sign_in(username)
        for page in _pages(room, client, number, str(file)):
            opened += 1
            shown += "onerror=alert" in page
            assert EVIL not in page
            assert "<img src=x" not in page
    assert opened > 30
    assert shown > 5, "the words were seen, so this test looked at something"


def _pages(room: Room, client: FlaskClient, number: str, file: str) -> Iterator[str]:
    for path in addresses(room.app, "GET", {"number": number, "media_id": file}):
        answer = client.get(f"{path}?q={BROKEN_OUT}&next={BROKEN_OUT}")
        assert answer.status_code < 500, (path, answer.get_data(as_text=True)[:300])
        if "html" in answer.content_type and answer.status_code < 400:
            yield answer.get_data(as_text=True)
