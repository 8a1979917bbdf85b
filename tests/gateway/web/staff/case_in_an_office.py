"""A case, a letter, a caller's recording and a slip of one office, and somebody of each role in it, in another, and of
the whole province."""

from dataclasses import dataclass, replace

from flask.testing import FlaskClient
from pydantic import SecretStr

from channels.ivr import Settings, build
from core.casework import NoticeKind
from core.complaint import Complaint, Field, Source
from core.conversation import OPEN, Conversation
from core.helpline import Kind, Why
from core.offices.staff import STAFF_ROLES
from core.ports import Surroundings
from core.store.casework import slips
from core.store.engine import Store
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.helpline import tasks
from core.store.mailroom import layouts, letters
from core.store.mailroom.layouts import FieldBox, Layout, PagePicture
from core.store.pipeline import conversations
from core.store.pipeline.tables import EnvelopeRow, MessageRow
from core.ticket import Role
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.gateway.web.desk.room import PHONE, Room, add_person, make_room, picture

NAME, WORDS = "Zarghoona Bibi", "the transformer of our mohallah burns every night"
OWN, OTHER, WHOLE = "own", "other", "whole"
RECORD = {
    "description": WORDS,
    "complainant_name": NAME,
    "category": "electricity",
    "district": "Mardan",
    "phone": PHONE,
}


@dataclass
class World:
    """Numbers of what there is, and the application."""

    room: Room
    case: str = ""
    file: int = 0
    letter: int = 0
    task: int = 0
    recording: int = 0
    slip: int = 0

    @property
    def told(self) -> str:
        """The conversation that the task is of."""
        with self.store.read() as session:
            return tasks.get(session, self.task).conversation_id

    @property
    def store(self) -> Store:
        return self.room.store

    def browser(self, role: Role, place: str) -> FlaskClient:
        return self.room.sign_in(f"{role.value}-{place}")

    def put_back(self) -> None:
        """Nobody has the letter or the task on the desk."""
        with self.store.write() as session:
            for row in (letters.get(session, self.letter), tasks.get(session, self.task)):
                row.locked_by = row.locked_until = None


def make_world(store: Store) -> World:
    room = make_room(store)
    settings = Settings.model_validate(
        {"account_sid": "AC0", "auth_token": SecretStr("secret"), "number": "+92911334433"}
    )
    house = room.house.house
    house = replace(
        house, channels={**house.channels, "ivr": build(settings, Surroundings("https://arzi.example.org"))}
    )
    room.house.house = house
    room.app = create_app(house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=5_000_000)
    room.app.config["WTF_CSRF_ENABLED"] = False
    for place, office in ((OWN, room.code), (OTHER, room.other), (WHOLE, None)):
        for role in STAFF_ROLES:
            add_person(store, f"{role.value}-{place}", role, office)
    world = World(room, room.open(WORDS, fields={"complainant_name": NAME}))
    world.file = room.add_file(world.case, picture(), "image/jpeg")
    world.letter = _letter(room)
    world.task, world.recording = _task(room)
    with store.write() as session:
        slips.add(session, NoticeKind.REPLY, WORDS, room.get(world.case), "cause", house.clock.now())
        session.flush()
        world.slip = slips.waiting(session, lambda _: True)[0].id
    return world


def _told(room: Room, name: str, channel: str) -> Conversation:
    now = room.house.clock.now()
    said = Complaint({field: Field(value, 1.0, Source.TEXT) for field, value in RECORD.items()})
    return Conversation(name, f"tel:{PHONE}{name}", channel, PHONE, "en", now, now, said, state=OPEN)


def _letter(room: Room) -> int:
    now, blob = room.house.clock.now(), room.store.blobs.put(picture(size=(1240, 1754)))
    with room.store.write() as session:
        conversations.save(session, _told(room, "c letter", "letters"))
        envelope = EnvelopeRow(
            channel="letters", provider_id="L1", person="letter:1", received_at=now, body=b"", facts={}, state="handled"
        )
        session.add(envelope)
        session.flush()
        message = MessageRow(
            envelope_id=envelope.id,
            position=0,
            conversation_id="c letter",
            channel="letters",
            provider_id="L1",
            sender="",
            text=f"{WORDS} {NAME}",
            language="en",
            details={},
            received_at=now,
        )
        session.add(message)
        session.flush()
        boxes = {"complainant_name": FieldBox(0, 100, 200, 900, 60, 0.9)}
        layouts.put(session, "L1", Layout((PagePicture(blob, 1240, 1754, "en", 0.9, 0),), boxes))
        media.keep(
            session,
            envelope.id,
            0,
            conversation_id="c letter",
            filename="scan.jpg",
            media_type="image/jpeg",
            size=9,
            sha256=blob,
        )
        return letters.add(session, message, f"{NAME}.jpg").id


def _task(room: Room) -> tuple[int, int]:
    now, blob = room.house.clock.now(), room.store.blobs.put(b"RIFF\x24\x00\x00\x00WAVEfmt what was said")
    with room.store.write() as session:
        told = _told(room, "c call", "ivr")
        conversations.save(session, told)
        session.flush()
        task = tasks.add(session, Kind.HEAR, Why.RECORDED, told, now)
        envelope = EnvelopeRow(
            channel="ivr", provider_id="RE1", person="x", received_at=now, body=b"", facts={}, state="handled"
        )
        session.add(envelope)
        session.flush()
        row = MediaRow(
            envelope_id=envelope.id,
            position=0,
            conversation_id="c call",
            media_type="audio/x-wav",
            state=media.STORED,
            sha256=blob,
            size=9,
        )
        session.add(row)
        session.flush()
        assert task is not None
        return task, row.id
