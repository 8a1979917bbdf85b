"""A copier's mail is not answered: its scan goes to the letters' reader."""

import dataclasses
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from core.messages import Envelope, InboundMessage
from core.ports import Peek
from core.store.engine import Store
from core.store.pipeline.tables import EnvelopeRow, MessageRow
from tests.gateway.pipeline.mail_post import Post, post_office

SCAN = b"%PDF-1.4\n1 0 obj\n"


@dataclass
class Letters:
    """Stands for the reader of letters: it only takes what comes."""

    name: str = "letters"
    asks_all_at_once: bool = False
    needs_desk: bool = True

    def peek(self, envelope: Envelope) -> Peek:
        return Peek(f"letter:{envelope.id}")

    def parse(self, _envelope: Envelope) -> tuple[InboundMessage, ...]:
        return ()


def scan(post: Post) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "MFP <mfp@office.example>", "complaints@arzi.example"
    mail["Subject"] = "Message from KM_C360i"
    mail.set_content("\n")
    mail.add_attachment(SCAN, maintype="application", subtype="pdf", filename="SKM_C360i26112310000.pdf")
    post.take(bytes(mail), "mfp@office.example")


@pytest.mark.parametrize("read_here", [True, False])
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_copiers_scan(store: Store, read_here: bool) -> None:
    with post_office(store) as post:
        if read_here:
            channels = {**post.house.house.channels, "letters": Letters()}
            post.house.house = dataclasses.replace(post.house.house, channels=channels)
        scan(post)
        assert post.sink.mails == []
        with store.read() as session:
            bodies = {row.channel: row.body for row in session.scalars(select(EnvelopeRow))}
            (message,) = session.scalars(select(MessageRow))
        assert (bodies.get("letters") == SCAN) is read_here
        assert message.automatic == (None if read_here else "auto-reply"), "not read here, it is shown to somebody"
