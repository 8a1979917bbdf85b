"""Who wishes not to be named is named to nobody: every page, file, header, export and log that staff can reach."""

import io
import logging
import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from PIL import Image

from core import casework as c
from core.errors import NotAllowed
from core.privacy.personal import for_office
from core.store.casework import tickets
from core.store.engine import Store
from core.ticket import Role
from gateway.pipeline.timing import deadlines, flags
from tests.core.casework.given import OFFICER
from tests.gateway.web.desk.room import PHONE, Room, add_person, make_room

PERSON = {
    "complainant_name": "Zarghuna Yousafzai",
    "phone": PHONE,
    "email": "zarghuna@example.org",
    "cnic": "17301-7654321-8",
    "address": "House 7, Bagh-e-Haram",
    "latitude": "34.198712",
    "longitude": "72.045623",
}
TRACES = (
    "Zarghuna",
    "Yousafzai",
    PHONE.removeprefix("+"),
    PHONE.removeprefix("+92"),
    "zarghuna@example.org",
    "7654321",
    "Bagh-e-Haram",
    "34.1987",
    "72.0456",
)
STREAMS = ("/live", "/events", "/stream", "/static/", "/sign-out")
"""Pages that do not end, or say nothing of tickets."""
MOST = 22
"""Pages for each person: the starts, and what they lead to."""


def photograph() -> bytes:
    """A picture whose camera wrote its owner into it."""
    out = io.BytesIO()
    picture = Image.new("RGB", (80, 60), "#876")
    exif = picture.getexif()
    exif[0x013B] = "Zarghuna Yousafzai"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def room(store: Store) -> Room:
    return make_room(store)


def visited(client: FlaskClient, starts: list[str]) -> dict[str, str]:
    """Every page and file that links lead to from these, each with its headers and its bytes as text."""
    seen: dict[str, str] = {}
    ahead = list(starts)
    while ahead and len(seen) < MOST:
        path = ahead.pop(0)
        if path in seen or any(part in path for part in STREAMS):
            continue
        answer = client.get(path)
        body = answer.get_data()
        seen[path] = f"{answer.status_code}\n{answer.headers}\n{body.decode('utf-8', 'replace')}"
        if answer.mimetype == "text/html":
            for link in re.findall(r'(?:href|src|action)="([^"#]+)"', body.decode()):
                target = urlsplit(link.replace("&amp;", "&"))
                wanted = any(part in link for part in ("KP-2026-000003", "csv", "export", "report"))
                if wanted and not target.netloc and target.path.startswith("/"):
                    ahead.append(target.path + (f"?{target.query}" if target.query else ""))
    return seen


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # pages are the same on both
def test_no_page_file_header_export_or_log_names_them(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    number = room.open("no light for three days", fields=PERSON, anonymous=True)
    media_id = room.add_file(number, photograph(), "image/jpeg", "Zarghuna Yousafzai 7654321.jpg")
    room.add_file(number, b"%PDF-1.4 a form", "application/pdf", "Zarghuna.pdf")
    with room.store.write() as session:
        room.house.house.cases.do(
            session,
            number,
            lambda t, at, p: c.propose_resolution(t, "pole replaced", OFFICER, at, p),
            room.house.clock.now(),
        )
    room.house.work()
    room.house.clock.pass_(days=4)
    deadlines(room.house.house)
    flags(room.house.house)
    add_person(room.store, "theadministrator", Role.ADMINISTRATOR, None)
    starts = [
        "/staff",
        "/desk",
        f"/desk/{number}",
        f"/evidence/{number}/{media_id}",
        f"/evidence/{number}/{media_id}?save",
        "/desk/search?q=Zarghuna",
        "/desk/search?q=light",
        "/dashboards",
        "/administration",
    ]
    shown = 0
    for who in ("officer", "everywhere", "theadministrator"):
        for path, answer in visited(room.sign_in(who), starts).items():
            shown += number in answer
            if "Zarghuna" in path:  # what was asked for may be repeated
                answer = answer.replace("Zarghuna", "")
            assert not [trace for trace in TRACES if trace in answer], (who, path)
    assert shown > 5, "the case itself is seen"
    logged = "\n".join(f"{record.getMessage()} {record.exc_text or ''} {record.__dict__}" for record in caplog.records)
    assert not [trace for trace in TRACES if trace in logged]


def test_nothing_of_the_person_is_in_what_the_office_has_of_the_case(room: Room) -> None:
    number = room.open("no light", fields=PERSON, anonymous=True)
    with room.store.read() as session:
        record = tickets.record(session, number)
        events = tickets.events(session, number)
        ticket = tickets.get(session, number)
    told = (
        f"{dict(for_office(record, anonymous=True))} {[(e.kind, e.actor, e.data, e.words) for e in events]} {ticket!r}"
    )
    assert not [trace for trace in TRACES if trace in told]
    for name in PERSON:
        with pytest.raises(NotAllowed), room.store.write() as session:
            room.house.house.cases.reveal(session, number, name, "please", OFFICER, room.house.clock.now())
