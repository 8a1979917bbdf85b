"""An office with its desk: officers, a supervisor, tickets of citizens, and their evidence."""

import io
import re
import tempfile
from copy import copy
from dataclasses import dataclass, field, replace

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from PIL import Image
from werkzeug.test import TestResponse

from core.complaint import Complaint, Field, Source
from core.conversation import FINISHED, Conversation
from core.store.casework import tickets
from core.store.engine import Store
from core.store.evidence import media
from core.store.pipeline import conversations
from core.store.pipeline.tables import EnvelopeRow, OutboxRow
from core.store.staff import staff
from core.ticket import Role, Ticket
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.core.store.given import shared_cases
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import START
from tests.gateway.web.staff.people import HASHED, signed_in, token

_COMPILED = FileSystemBytecodeCache(tempfile.mkdtemp(prefix="arzi-templates-"))
PHONE = "+923001234567"


def picture(colour: str = "#876", size: tuple[int, int] = (640, 400)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


@dataclass
class Room:
    """The office that gets electricity complaints of Mardan, and those above it."""

    house: TestHouse
    app: Flask
    code: str
    other: str
    numbers: list[str] = field(default_factory=list)

    @property
    def store(self) -> Store:
        return self.house.house.store

    def open(self, text: str = "no light for three days", **more: object) -> str:
        """A new ticket; its number. ``fields`` are further fields of the record."""
        house = self.house.house
        now = house.clock.now()
        fields = {"description": text, "phone": PHONE} | dict(more.pop("fields", {}))  # type: ignore[call-overload]
        said = Complaint({name: Field(value, 1.0, Source.TEXT) for name, value in fields.items()})
        person = str(more.pop("person", f"tel:{PHONE}"))
        language = str(more.pop("language", "en"))
        channel = str(more.pop("channel", "string"))
        category, district = str(more.pop("category", "electricity")), str(more.pop("district", "Mardan"))
        with house.store.write() as session:
            number = tickets.next_number(session, now.year)
            told = Conversation(f"c {number}", person, channel, PHONE, language, now, now, said, state=FINISHED)
            conversations.save(session, told)
            session.flush()
            ticket = Ticket(number, category, district, person, channel, language, now).with_(**more)
            house.cases.open(session, ticket, told, now)
        self.numbers.append(number)
        return number

    def add_file(
        self, number: str, content: bytes, media_type: str, name: str = "file", channel: str = "string"
    ) -> int:
        """A piece of evidence; its id."""
        sha256 = self.store.blobs.put(content)
        with self.store.write() as session:
            envelope = EnvelopeRow(
                channel=channel,
                provider_id=f"{number} {name} {sha256}",
                person="x",
                received_at=START,
                body=b"",
                facts={},
                state="handled",
            )
            session.add(envelope)
            session.flush()
            media.keep(
                session,
                envelope.id,
                0,
                conversation_id=f"c {number}",
                filename=name,
                media_type=media_type,
                size=len(content),
                sha256=sha256,
            )
            return media.of_envelope(session, envelope.id)[0].id

    def get(self, number: str) -> Ticket:
        with self.store.read() as session:
            return tickets.get(session, number)

    def told(self) -> list[str]:
        """What citizens were told, in order."""
        with self.store.read() as session:
            return [row.message["text"] for row in session.query(OutboxRow).order_by(OutboxRow.id)]

    def sign_in(self, username: str = "officer") -> FlaskClient:
        """A browser in which this person is signed in already: the way in is tested elsewhere, and slow on purpose."""
        return signed_in(self.app, self.store, username, self.house.clock.now())

    def do(self, client: FlaskClient, number: str, action: str, **form: object) -> TestResponse:
        """One of the forms on the ticket's page, as it stands there now, sent."""
        page = client.get(f"/desk/{number}").get_data(as_text=True)
        given = {
            "csrf_token": hidden(page, "csrf_token"),
            "version": hidden(page, "version"),
            "seen": hidden(page, "seen"),
        }
        return client.post(f"/desk/{number}/do/{action}", data=given | form, content_type="multipart/form-data")

    def post(self, client: FlaskClient, path: str, **form: object) -> TestResponse:
        """A form with its CSRF token."""
        return client.post(path, data={"csrf_token": token(client, "/staff"), **form})


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def add_person(store: Store, username: str, role: Role, office: str | None, name: str | None = None) -> None:
    with store.write() as session:
        staff.add(session, username, name or username.title(), role, office, HASHED, START, must_change=False)


def make_room(store: Store) -> Room:
    """Officers "officer" and "second", a supervisor and an auditor of one office, and an officer of another."""
    made = make_house(store)
    cases = copy(shared_cases())
    cases.secret = "x" * 32
    made.house = replace(made.house, cases=cases)
    app = create_app(made.house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=5_000_000)
    app.jinja_env.bytecode_cache = _COMPILED
    room = Room(made, app, "", "")
    number, elsewhere = room.open(), room.open(district="Swat")
    with store.read() as session:
        directory = made.house.cases.book.directory(session)
    codes = [directory.get(room.get(one).office_id or 0).code for one in (number, elsewhere)]
    room.code, room.other = codes
    for username, role, office in (
        ("officer", Role.OFFICER, room.code),
        ("second", Role.OFFICER, room.code),
        ("head", Role.SUPERVISOR, room.code),
        ("auditor", Role.AUDITOR, room.code),
        ("elsewhere", Role.OFFICER, room.other),
        ("everywhere", Role.SUPERVISOR, None),
    ):
        add_person(store, username, role, office)
    return room
