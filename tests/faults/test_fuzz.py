"""Any form, any bytes, to any address of the application, signed in or not: an answer, and never a fault of ours."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from core.store.sealing.vault import Vault
from core.ticket import Role
from tests.faults.every_page import addresses
from tests.gateway.web.desk.room import Room, add_person, make_room

VALUES = (
    "", "1", "-1", "0", "99999999999999999999", "\x00", "a\r\nB: c", "'; DROP TABLE tickets; --", "{{7*7}}", "null",
    "../../etc/passwd", "KP-2026-000001-5", "🙂" * 50, "\u202eabc", "x" * 5000, "2026-02-30", "[]", "%00", "٣", "<b>",
)  # fmt: skip
NAMES = (
    "csrf_token", "version", "seen", "number", "text", "words", "reason", "to", "office", "page", "q", "next", "state",
    "category", "district", "from", "until", "phone", "code", "username", "password", "language", "file", "due", "kind",
    "cursor", "name", "body", "severity", "owner", "note", "answer", "outcome", "id", "ids",
)  # fmt: skip
REQUESTS = 2
"""To each address and method."""


@pytest.fixture
def room(migrated_sqlite: str, tmp_path: Path) -> Iterator[Room]:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "b"), vault=Vault(["of the tests"]))
    made = make_room(store)
    made.app.config["WTF_CSRF_ENABLED"] = False  # so that forms reach what is behind it
    for role in (Role.ADMINISTRATOR, Role.CLERK, Role.AGENT):
        add_person(store, role.value, role, None)
    yield made
    store.close()


@pytest.mark.parametrize("who", ["nobody", "everywhere", "administrator", "clerk"])
def test_nothing_that_is_sent_is_a_fault_of_ours(room: Room, who: str) -> None:
    dice = random.Random(who)
    client = room.app.test_client() if who == "nobody" else room.sign_in(who)
    sent = 0
    for method in ("GET", "POST"):
        for _ in range(REQUESTS):
            given = {name: dice.choice(VALUES[1:5]) for name in ("version", "task", "id")}
            for path in addresses(room.app, method, given | {"number": room.numbers[0]}):
                status, words = _send(client, dice, method, path)
                sent += 1
                assert status < 500 or status == 503, (method, path, words)
    assert sent > 100


def _send(client: FlaskClient, dice: random.Random, method: str, path: str) -> tuple[int, str]:
    query = {dice.choice(NAMES): dice.choice(VALUES) for _ in range(3)}
    form = {dice.choice(NAMES): dice.choice(VALUES) for _ in range(8)}
    if method == "GET":
        answer = client.get(path, query_string=query)
    elif dice.random() < 0.2:
        answer = client.post(path, data=dice.randbytes(200), content_type=dice.choice(("application/json", "text/xml")))
    else:
        answer = client.post(path, query_string=query, data=form)
    return answer.status_code, answer.get_data(as_text=True)[:300] if answer.status_code >= 500 else ""
