"""The house in one process, with WhatsApp's real webhooks coming in and what goes out caught on its way to Twilio."""

import dataclasses
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from channels.whatsapp import Settings, build
from channels.whatsapp.channel import WhatsApp
from channels.whatsapp.contents import without_numbers
from core.conversation import Conversation
from core.messages import Envelope, OutboundMessage
from core.outbox import Backoff
from core.ports import DialogueEngine, Surroundings
from core.services.cases import Cases
from core.store.casework import offices, tickets
from core.store.engine import open_engine, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.migrate import migrate
from core.store.pipeline import conversations
from core.ticket import Ticket
from gateway.house import House
from gateway.limits import Limits
from gateway.pipeline.accept import accept
from gateway.pipeline.deliver import deliver
from gateway.pipeline.ingest import ingest
from gateway.pipeline.timing import ask_unfinished

NUMBER = "+14155238886"
PAUSE = timedelta(seconds=3)


@dataclass
class Clock:
    """Time goes on as the citizens let it."""

    time: datetime = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


@dataclass
class Jobs:
    """What is to be done, in order."""

    waiting: list[tuple[str, str]] = field(default_factory=list)

    def ingest(self, person: str) -> None:
        self.waiting.append(("ingest", person))

    def deliver(self, person: str) -> None:
        self.waiting.append(("deliver", person))

    def fetch(self, media_id: int) -> None:
        """Nobody's pictures are fetched here."""

    def standing(self) -> Mapping[str, int]:
        return {}

    def ping(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class CaughtWhatsApp(WhatsApp):
    """WhatsApp that hands its messages to us and not to Twilio."""

    sent: list[OutboundMessage] = field(default_factory=list)

    def send(self, message: OutboundMessage) -> str:
        self.sent.append(message)
        return f"SM{len(self.sent):032d}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands on the phone. ``options`` are (title, payload) of its rows (``is_list``) or buttons."""

    text: str
    options: tuple[tuple[str, str], ...] = ()
    is_list: bool = False


@dataclass
class Street:
    """The house, and everybody's phones."""

    house: House
    channel: CaughtWhatsApp
    clock: Clock
    jobs: Jobs

    def writes(self, phone: str, profile: str, text: str = "", **more: str) -> None:
        """A webhook comes in. It is looked at when its writer pauses."""
        sid = f"SM{uuid.uuid4().hex}"
        form = {
            "MessageSid": sid,
            "From": f"whatsapp:{phone}",
            "To": f"whatsapp:{NUMBER}",
            "WaId": phone.removeprefix("+"),
            "ProfileName": profile,
            "Body": text,
            "NumMedia": "0",
            "MessageType": "text",
            **more,
        }
        accept(self.house, self.channel, Envelope("whatsapp", sid, urlencode(form).encode(), self.clock.now()))
        self.clock.time += timedelta(seconds=1)

    def answers(self, phone: str, after: timedelta = timedelta(0)) -> list[Shown]:
        """What comes to a phone once its owner pauses, and so much later."""
        before = len(self.channel.sent)
        self.clock.time += 6 * PAUSE
        self.jobs.ingest(f"tel:{phone}")
        self._work()
        if after:
            self.clock.time += after
            ask_unfinished(self.house)
            self._work()
        return [_shown(message) for message in self.channel.sent[before:] if message.to == phone]

    def told(self, phone: str) -> Conversation | None:
        with self.house.store.read() as session:
            return conversations.latest(session, f"tel:{phone}")

    def tickets(self, phone: str) -> list[tuple[Ticket, Conversation]]:
        """Their cases, with the conversation in which each was told."""
        with self.house.store.read() as session:
            found = []
            for ticket in tickets.of_person(session, f"tel:{phone}"):
                told = tickets.conversation_of(session, ticket.number)
                assert told is not None
                found.append((ticket, told))
            return found

    def _work(self) -> None:
        while self.jobs.waiting:
            what, person = self.jobs.waiting.pop(0)
            (ingest if what == "ingest" else deliver)(self.house, person)


@contextmanager
def street(folder: Path, engine: DialogueEngine) -> Iterator[Street]:
    """A house on a store of its own, with all offices."""
    url = f"sqlite:///{folder}/arzi.db"
    made = open_engine(url)
    migrate(made)
    made.dispose()
    store = open_store(url, FileBlobs(folder / "blobs"))
    clock, jobs = Clock(), Jobs()
    with store.write() as session:
        offices.fill_if_empty(session, clock.now())
    settings = Settings.model_validate({"account_sid": "AC0", "auth_token": "none", "sender": NUMBER})
    whatsapp = build(settings, Surroundings("https://arzi.example.org", home=folder))
    given = {one.name: getattr(whatsapp, one.name) for one in dataclasses.fields(whatsapp)}
    channel = CaughtWhatsApp(**given)
    house = House(
        store=store,
        queue=jobs,
        engine=engine,
        channels={"whatsapp": channel},
        clock=clock,
        limits=Limits(queue_depth=10_000, lease=timedelta(seconds=60), idle=timedelta(hours=72), pause=PAUSE),
        backoff=Backoff(),
        public_url="https://arzi.example.org",
        cases=Cases(),
    )
    yield Street(house, channel, clock, jobs)
    store.close()


def _shown(message: OutboundMessage) -> Shown:
    if message.menu is not None:
        rows = tuple((row.title, row.payload) for row in message.menu.rows)
        return Shown(message.menu.said(message.text), rows, is_list=True)
    return Shown(without_numbers(message), tuple((one.title, one.payload) for one in message.buttons))
