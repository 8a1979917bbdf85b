"""A house whose only channel is real email: mails go in by accept, answers come out at a mail server of the tests."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import count

from channels.email import Email, build
from channels.email.parse import envelope_id
from core.messages import Envelope
from core.ports import Surroundings
from core.store.casework import tickets
from core.store.engine import Store
from core.ticket import Ticket
from gateway.pipeline.accept import accept
from tests.channels.email.samples import OFFICE, settings
from tests.core.store.given import shared_cases
from tests.fakes.house import TestHouse, make_house
from tests.services.mail_sink import MailSink, mail_sink


@dataclass
class Post:
    """The office's post, with citizens who write."""

    house: TestHouse
    channel: Email
    sink: MailSink
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def write(self, sender: str, subject: str, text: str, *, to: EmailMessage | None = None, **more: str) -> list[str]:
        """A mail comes in (an answer to ``to``); the texts that its sender is sent then."""
        mail = EmailMessage()
        mail["From"], mail["Subject"] = sender, subject
        mail["To"] = (to["Reply-To"] or to["From"]).addresses[0].addr_spec if to else OFFICE
        mail["Message-ID"] = f"<m{next(self._ids)}@example.org>"
        if to:
            mail["In-Reply-To"] = to["Message-ID"]
        for name, value in more.items():
            del mail[name.replace("_", "-")]
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        before = len(self.answers(sender))
        self.take(bytes(mail), sender)
        return [self.words(answer) for answer in self.answers(sender)[before:]]

    def take(self, raw: bytes, mail_from: str, peer: str = "203.0.113.10") -> None:
        """Accept it, and do all the work that comes of it."""
        facts = {"peer": peer, "mail_from": mail_from, "recipients": OFFICE}
        accept(self.house.house, self.channel, Envelope("email", envelope_id(raw), raw, self.house.clock.now(), facts))
        self.house.work()

    def answers(self, to: str) -> list[EmailMessage]:
        return [mail for mail in self.sink.mails if mail["To"].addresses[0].addr_spec == to]

    def words(self, mail: EmailMessage) -> str:
        part = mail.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    def complain(self, sender: str, subject: str) -> tuple[Ticket, EmailMessage]:
        """A complaint from the first mail to its ticket, and the mail with its number."""
        self.write(sender, subject, "no water")
        self.write(sender, f"Re: {subject}", "done", to=self.answers(sender)[-1])
        return self.tickets(sender)[0], self.answers(sender)[-1]

    def tickets(self, sender: str) -> list[Ticket]:
        with self.house.house.store.read() as session:
            return tickets.of_person(session, f"mailto:{sender}", limit=50)

    def get(self, number: str) -> Ticket:
        with self.house.house.store.read() as session:
            return tickets.get(session, number)

    def do(self, number: str, command: object) -> None:
        """What an officer does, and what the citizen is sent of it."""
        with self.house.house.store.write() as session:
            ticket = self.house.house.cases.do(session, number, command, self.house.clock.now())  # type: ignore[arg-type]
        self.house.house.queue.deliver(ticket.person)
        self.house.work()


@contextmanager
def post_office(store: Store, **changes: object) -> Iterator[Post]:
    """A running one; ``changes`` are settings of the channel."""
    with mail_sink() as sink:
        out = {"host": "127.0.0.1", "port": sink.port, "security": "none", "timeout_s": 5}
        channel = build(settings(submission=out, **changes), Surroundings("http://127.0.0.1"))
        house = make_house(store)
        house.house = dataclasses.replace(house.house, channels={"email": channel}, cases=shared_cases())
        yield Post(house, channel, sink)
