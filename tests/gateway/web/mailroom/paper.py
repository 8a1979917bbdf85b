"""Letters for the desk's tests: read at once, because what they say stands in them."""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw
from werkzeug.test import TestResponse

from core.errors import Malformed
from core.messages import Address, Attachment, Envelope, InboundMessage, Page
from core.ports import Peek
from core.services.cases import Cases
from core.store.engine import Store
from core.store.mailroom import layouts, letters
from core.store.mailroom.layouts import FieldBox, Layout, PagePicture
from core.ticket import Role
from gateway.pipeline.accept import accept
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import StringChannel
from tests.gateway.web.staff.people import add, sign_in, token

ENGLISH = {
    "language": "en",
    "text": "The street light is broken.",
    "found": {
        "description": ["The street light in our lane has been broken for two months.", 0.95],
        "complainant_name": ["Gul Khan", 0.9],
        "phone": ["+923001234567", 0.55],
        "category": ["municipal", 0.7],
        "district": ["Mardan", 0.9],
    },
}
URDU = {
    "language": "ur",
    "text": "ہمارے محلے میں پانی نہیں آتا۔",
    "found": {
        "description": ["ہمارے محلے میں دو ہفتے سے پانی نہیں آتا۔", 0.8],
        "complainant_name": ["سائرہ بی بی", 0.5],
        "category": ["water_supply", 0.7],
        "district": ["Swat", 0.9],
    },
}


@dataclass
class Paper(StringChannel):
    """A letters channel whose files are JSON: {language, text, found: {field: [value, confidence]}}."""

    name: str = "letters"
    needs_desk: bool = True
    store: Store | None = None

    def peek(self, envelope: Envelope) -> Peek:
        self.check(envelope.body)
        return Peek(f"letter:{hashlib.sha256(envelope.body).hexdigest()}")

    def check(self, content: bytes) -> int:
        if not content.startswith(b"{"):
            raise Malformed("this is none of PDF, TIFF, JPEG, PNG and HEIC")
        return 1

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        told = json.loads(envelope.body)
        found = {name: (value, sure) for name, (value, sure) in told["found"].items()}
        assert self.store is not None
        page = PagePicture(self.store.blobs.put(picture()), 1240, 1754, told["language"], 0.9, 0)
        boxes = {
            name: FieldBox(0, 100, 200 + 150 * n, 900, 60, sure) for n, (name, (_, sure)) in enumerate(found.items())
        }
        with self.store.write() as session:
            layouts.put(session, envelope.id, Layout((page,), boxes))
        name = envelope.facts.get("filename")
        scan = Attachment(name, "application/pdf", len(envelope.body), content=envelope.body)
        return [
            InboundMessage(
                channel="letters",
                id=envelope.id,
                sender=Address(self.peek(envelope).person),
                text=told["text"],
                language=told["language"],
                pages=(Page(told["language"], 0.9, 0, told["text"]),),
                found=found,
                attachments=(scan,),
            )
        ]


def picture() -> bytes:
    """A page with some lines on it."""
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    for line in range(9):
        pen.rectangle((100, 210 + 150 * line, 1000 - 40 * (line % 4), 250 + 150 * line), 60)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=60)
    return out.getvalue()


@dataclass
class Mailroom:
    """A mailroom with two clerks."""

    house: TestHouse
    app: Flask
    whatsapp: StringChannel

    def letter(self, told: Mapping[str, object] = ENGLISH, *, name: str = "scan.pdf") -> int:
        """A letter comes in and is read; its number on the desk."""
        body = json.dumps(told).encode()
        envelope = Envelope(
            "letters", hashlib.sha256(body).hexdigest(), body, self.house.clock.now(), {"filename": name}
        )
        accept(self.house.house, self.house.house.channels["letters"], envelope)
        self.house.work()
        with self.house.house.store.write() as session:
            letters.enrol(session)
            return letters.waiting(session)[-1].id

    def clerk(self, name: str = "gul") -> FlaskClient:
        return sign_in(self.app, name)

    def post(self, client: FlaskClient, path: str, **form: str) -> TestResponse:
        """A form, with the CSRF token and the version as the letter's page has them now."""
        return client.post(path, data={"csrf_token": token(client, "/staff"), **form})

    def version(self, letter: int) -> str:
        with self.house.house.store.read() as session:
            return str(letters.get(session, letter).version)


def make_mailroom(store: Store) -> Mailroom:
    made = make_house(store)
    whatsapp = StringChannel(name="whatsapp")
    channels = {"letters": Paper(store=store), "whatsapp": whatsapp}
    made.house = replace(made.house, channels=channels, cases=Cases(secret="x" * 32))
    for name in ("gul", "saira"):
        add(store, Role.CLERK, name)
    app = create_app(made.house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=100_000)
    return Mailroom(made, app, whatsapp)
