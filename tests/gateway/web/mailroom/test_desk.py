"""The desk: one clerk at a time, one ticket a letter, and nothing of a letter's words is believed to be markup."""

import io
import json
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.complaint import Source
from core.store import worklist
from core.store.casework import erasing, tickets
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.store.mailroom import letters
from core.store.pipeline import conversations, outbox
from core.store.pipeline.tables import OutboxRow
from tests.gateway.web.mailroom.paper import ENGLISH, URDU, Mailroom, make_mailroom
from tests.gateway.web.staff.people import token

WRITTEN = {
    "complainant_name": "Gul Khan",
    "phone": "0300 1234567",
    "description": "The street light in our lane has been broken for two months.",
    "category": "Municipal services",
    "district": "Mardan",
}


@pytest.fixture
def mailroom(store: Store) -> Mailroom:
    return make_mailroom(store)


def register(mailroom: Mailroom, client: FlaskClient, letter: int, **more: str) -> TestResponse:
    form = {"version": mailroom.version(letter), "do": "register", **WRITTEN, **more}
    return mailroom.post(client, f"/mailroom/{letter}", **form)


def messages(mailroom: Mailroom) -> list[OutboxRow]:
    with mailroom.house.house.store.read() as session:
        return session.query(OutboxRow).order_by(OutboxRow.id).all()


def test_a_letter_is_in_the_queue_and_on_the_desk(mailroom: Mailroom) -> None:
    letter = mailroom.letter()
    clerk = mailroom.clerk()
    assert "2026/000001" in clerk.get("/mailroom").text
    page = clerk.get(f"/mailroom/{letter}").text
    assert page.index('id="phone"') < page.index('id="category"') < page.index('id="complainant_name"')
    assert "Unsure: please check, 55%" in page
    assert '<rect class="box" data-field="phone"' in page
    assert clerk.get(f"/mailroom/{letter}/pages/1").content_type == "image/jpeg"
    assert clerk.get(f"/mailroom/{letter}/pages/2").status_code == 404


def test_what_one_clerk_has_the_other_may_only_look_at(mailroom: Mailroom) -> None:
    letter = mailroom.letter()
    gul, saira = mailroom.clerk("gul"), mailroom.clerk("saira")
    gul.get(f"/mailroom/{letter}")
    page = saira.get(f"/mailroom/{letter}").text
    assert "Gul has this letter open" in page
    assert "<form id=" not in page
    assert "with Gul" in saira.get("/mailroom/live").text
    assert mailroom.post(saira, f"/mailroom/{letter}/hold").status_code == 409
    assert register(mailroom, saira, letter).status_code == 409
    mailroom.house.clock.pass_(minutes=4)
    assert mailroom.post(gul, f"/mailroom/{letter}/hold").status_code == 204
    mailroom.house.clock.pass_(minutes=4)
    assert "has this letter open" in saira.get(f"/mailroom/{letter}").text
    mailroom.house.clock.pass_(minutes=2)
    assert '<form id="letter"' in saira.get(f"/mailroom/{letter}").text
    answer = register(mailroom, gul, letter)
    assert answer.status_code == 409
    assert "Another clerk has this letter" in answer.text


def test_registering_makes_one_ticket_and_one_message_however_often(mailroom: Mailroom) -> None:
    letter, following = mailroom.letter(), mailroom.letter(URDU)
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    form = {"version": mailroom.version(letter), "do": "register", **WRITTEN}
    for _ in range(3):
        answer = mailroom.post(clerk, f"/mailroom/{letter}", **form)
        assert answer.location == f"/mailroom/{following}?done={letter}"
    assert "KP-2026-000001" in clerk.get(answer.location).text
    mailroom.house.work()
    (sent,) = mailroom.whatsapp.sent
    assert sent.to == "+923001234567"
    assert "We have your letter." in sent.text
    assert "KP-2026-000001" in sent.text
    with mailroom.house.house.store.read() as session:
        row = letters.get(session, letter)
        ticket = tickets.of_conversation(session, row.conversation_id)
        assert ticket is not None
        record = tickets.record(session, ticket.number)
        assert record.fields["phone"].source is Source.CLERK
        conversation = conversations.get(session, row.conversation_id)
    assert row.state == letters.REGISTERED
    assert conversation is not None
    assert (conversation.state, conversation.needs_person) == ("finished", False)


def test_a_phone_that_nobody_confirmed_is_written_to_by_nobody(mailroom: Mailroom) -> None:
    letter = mailroom.letter()
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    assert register(mailroom, clerk, letter, phone="+923001234567").status_code == 302
    assert messages(mailroom) == []
    other = mailroom.letter({**ENGLISH, "text": "another"})
    clerk.get(f"/mailroom/{other}")
    assert register(mailroom, clerk, other, phone="+923001234567", confirm_phone="on").status_code == 302
    assert [outbox.message_of(row).to for row in messages(mailroom)] == ["+923001234567"]


def test_a_letter_without_phone_or_email_gets_a_slip(mailroom: Mailroom) -> None:
    letter = mailroom.letter(URDU)
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    assert clerk.get(f"/mailroom/{letter}/slip").status_code == 404
    form = {"phone": "", "category": "Drinking water", "district": "سوات", "complainant_name": "سائرہ بی بی"}
    form["confirm_complainant_name"] = "on"
    assert register(mailroom, clerk, letter, **form).location == f"/mailroom?done={letter}"
    slip = clerk.get(f"/mailroom/{letter}/slip").text
    for piece in ("KP-2026-000001", "سائرہ بی بی", "2026/000001", "<svg", "سوات", "arzi.example.org/track"):
        assert piece in slip
    assert " style=" not in slip
    own = slip.index("آپ کی شکایت درج ہو گئی ہے")
    assert own < slip.index("پرچۍ") < slip.index("Keep this slip")
    assert messages(mailroom) == []
    number, proof = re.search(r"KP-[\d-]+", slip), re.search(r"<strong>(\d{4} \d{4} \d{4})</strong>", slip)
    assert number
    assert proof
    tried = [clerk.post("/track", data={"number": number[0], "proof": code}) for code in (proof[1], "", "000000")]
    assert [answer.status_code for answer in tried] == [303, 404, 404]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("phone", "12", "no phone number"),
        ("cnic", "17301-1", "13 digits"),
        ("email", "gul at example", "no email address"),
        ("district", "Atlantis", "Choose a district"),
        ("category", "Dragons", "Choose a category"),
        ("incident_date", "2026-02-31", "no such day"),
        ("description", " ", "needed for a ticket"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(mailroom: Mailroom, field: str, value: str, told: str) -> None:
    letter = mailroom.letter()
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    answer = register(mailroom, clerk, letter, **{field: value, "complainant_name": "Somebody Else"})
    assert answer.status_code == 400
    assert told in answer.text
    assert "Somebody Else" in answer.text
    with mailroom.house.house.store.read() as session:
        assert letters.get(session, letter).state == worklist.WAITING


def test_saving_keeps_the_clerks_words_and_the_letter(mailroom: Mailroom) -> None:
    letter = mailroom.letter()
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    form = {"version": mailroom.version(letter), "do": "save", **WRITTEN, "complainant_name": "Gul Zaman"}
    assert mailroom.post(clerk, f"/mailroom/{letter}", **form).location == f"/mailroom/{letter}"
    page = clerk.get(f"/mailroom/{letter}").text
    assert "Gul Zaman" in page
    assert mailroom.post(clerk, f"/mailroom/{letter}", **form).status_code == 409, "an old copy of the page"


def test_other_ends(mailroom: Mailroom) -> None:
    clerk = mailroom.clerk()
    first, second, third = (mailroom.letter({**ENGLISH, "text": str(n)}) for n in range(3))
    clerk.get(f"/mailroom/{first}")
    register(mailroom, clerk, first)
    with mailroom.house.house.store.read() as session:
        row = letters.get(session, first)
        ticket = tickets.of_conversation(session, row.conversation_id)
    assert ticket is not None

    def end(letter: int, **form: str) -> int:
        clerk.get(f"/mailroom/{letter}")
        path = f"/mailroom/{letter}/end"
        return mailroom.post(clerk, path, version=mailroom.version(letter), **form).status_code

    assert end(second, **{"as": "duplicate", "number": "KP-2026-000009-9"}) == 400
    assert end(second, **{"as": "duplicate", "number": ticket.number}) == 302
    assert end(third, **{"as": "not_complaint", "reason": "because"}) == 400
    assert end(third, **{"as": "not_complaint", "reason": "advertising"}) == 302
    page = clerk.get("/mailroom").text
    assert "No letter waits" in page
    assert "no complaint: Advertising" in page
    again = mailroom.post(clerk, f"/mailroom/{third}/reopen", version=mailroom.version(third))
    assert again.location == f"/mailroom/{third}"
    assert '<form id="letter"' in clerk.get(f"/mailroom/{third}").text
    assert mailroom.post(clerk, f"/mailroom/{first}/reopen", version=mailroom.version(first)).status_code == 409


def test_sending_on_and_reading_again(mailroom: Mailroom) -> None:
    letter, other = mailroom.letter(), mailroom.letter(URDU)
    gul, saira = mailroom.clerk("gul"), mailroom.clerk("saira")
    gul.get(f"/mailroom/{letter}")
    path = f"/mailroom/{letter}/send-on"
    form = {"version": mailroom.version(letter), "to": "2", "note": "you read this hand better"}
    assert mailroom.post(gul, path, **form).location == f"/mailroom/{other}?done={letter}"
    assert "for Saira" in gul.get("/mailroom/live").text
    assert "you read this hand better" in saira.get(f"/mailroom/{letter}").text
    path = f"/mailroom/{letter}/read-again"
    assert mailroom.post(saira, path, version=mailroom.version(letter), language="xx").status_code == 400
    mailroom.house.queue.jobs.clear()
    assert mailroom.post(saira, path, version=mailroom.version(letter), language="ps").status_code == 302
    assert [kind for kind, _ in mailroom.house.queue.jobs] == ["ingest"]
    assert "This letter is being read again" in saira.get(f"/mailroom/{letter}").text


def test_uploads_are_kept_once_and_bad_ones_are_explained(mailroom: Mailroom) -> None:
    clerk = mailroom.clerk()
    good, bad = json.dumps(ENGLISH).encode(), b"PK\x03\x04 not a scan"

    def send(*files: tuple[bytes, str]) -> TestResponse:
        parts = [(io.BytesIO(content), name) for content, name in files]
        data = {"csrf_token": token(clerk, "/staff"), "files": parts}
        return clerk.post("/mailroom/upload", data=data, content_type="multipart/form-data")

    page = send((good, "one.pdf"), (bad, "two.pdf"))
    assert page.status_code == 200
    assert "one.pdf</bdi>: kept, 1 page" in page.text
    assert "none of PDF, TIFF, JPEG, PNG and HEIC" in page.text
    assert "Being read (1)" in page.text
    mailroom.house.work()
    assert "Waiting (1)" in clerk.get("/mailroom").text
    again = send((good, "renamed.pdf"))
    assert again.status_code == 400
    assert "here already: 2026/000001" in again.text
    assert send((b"", "empty.pdf")).status_code == 400
    assert send((b"{" + b"x" * 300_000, "larger than other requests.pdf")).status_code != 413


EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def test_no_words_of_a_letter_are_markup(mailroom: Mailroom) -> None:
    found = {name: [EVIL, 0.9] for name in ("description", "complainant_name", "address", "district", "category")}
    letter = mailroom.letter({"language": "en", "text": EVIL, "found": found}, name=f"{EVIL}.pdf")
    clerk = mailroom.clerk()
    pages = [clerk.get(path).text for path in ("/mailroom", "/mailroom/live", f"/mailroom/{letter}")]
    disposition = clerk.get(f"/mailroom/{letter}/scan").headers["Content-Disposition"]
    form = {"complainant_name": EVIL, "description": EVIL, "address": EVIL, "category": "Drinking water", "phone": ""}
    assert register(mailroom, clerk, letter, **form).status_code == 302
    pages += [clerk.get(path).text for path in (f"/mailroom/{letter}/slip", f"/mailroom/{letter}", "/mailroom")]
    for page in pages:
        assert "<script>" not in page
        assert "<img" not in page
    assert disposition.startswith('attachment; filename="')
    assert "<" not in disposition


def test_forms_need_their_token(mailroom: Mailroom) -> None:
    letter = mailroom.letter()
    clerk = mailroom.clerk()
    for path in ("/hold", "/leave"):
        assert clerk.post(f"/mailroom/{letter}{path}").status_code == 400, "a page's own call has nothing to keep"
    for path in ("", "/end", "/send-on", "/read-again", "/reopen"):
        answer = clerk.post(f"/mailroom/{letter}{path}", data={"do": "register"})
        assert "/staff/kept/" in answer.location, "done with one more press, and not before"
    with mailroom.house.house.store.read() as session:
        assert letters.get(session, letter).state == worklist.WAITING
    assert clerk.post("/mailroom/upload").status_code == 400


def test_what_is_erased_leaves_no_note_and_no_file_name(mailroom: Mailroom, store: Store) -> None:
    letter = mailroom.letter(name="complaint of Gul Khan.pdf")
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    path = f"/mailroom/{letter}/send-on"
    mailroom.post(clerk, path, version=mailroom.version(letter), to="", note="Gul Khan's")
    clerk.get(f"/mailroom/{letter}")
    assert register(mailroom, clerk, letter).status_code == 302
    with store.write() as session:
        row = letters.get(session, letter)
        assert (row.filename, row.note) == ("complaint of Gul Khan.pdf", "Gul Khan's")
        ticket = session.query(TicketRow).one()
        ticket.state = "closed"
        session.flush()
        erasing.erase(session, ticket.number, mailroom.house.clock.now())
    with store.read() as session:
        row = letters.get(session, letter)
        assert (row.filename, row.note) == (None, None)
