"""Old signed requests sent again. Twilio's signature has no time in it: that a request is known is all that tells.

Everything that Twilio posts in conversations, in their calls and in one of ours is written down and sent again: while
all of it is known, and after the persons were erased. Nothing in the database changes, and nothing is queued.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update

from channels import sms, whatsapp
from core.outbox import OutboxState
from core.ports import Surroundings
from core.store.all_tables import Base
from core.store.casework import tickets
from core.store.casework.tables import TicketRow
from core.store.pipeline import outbox
from core.store.pipeline.tables import ConversationRow, OutboxRow
from core.ticket import TicketState
from gateway.pipeline.calls.outgoing import ask_by_telephone
from gateway.pipeline.ingest import ingest
from gateway.pipeline.timing import erase
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from simulator.twiml.caller import Answer
from tests.channels.whatsapp.forms import form
from tests.fakes.helpline import CALLER, PUBLIC, RECORDING, TOKEN, Line, helpline
from tests.fakes.parts import START
from tests.fakes.sqlite import sqlite_store
from tests.gateway.pipeline.calls.proposing import proposed
from tests.gateway.pipeline.calls.test_outgoing import task

OTHER = "+923009999999"


@dataclass
class Watched(Line):
    """Its requests are written down, with how each was answered."""

    posted: list[tuple[str, dict[str, str], Answer]] = field(default_factory=list)

    def fetch(self, method: str, url: str, params: Mapping[str, str]) -> Answer:
        answer = super().fetch(method, url, params)
        if method == "POST":
            self.posted.append((url, dict(params), answer))
        return answer


@pytest.fixture
def line(migrated_sqlite: str, tmp_path: Path) -> Iterator[Watched]:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        made = helpline(store)
        account = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "sender": "+14155238886"}
        channels = {
            **made.house.house.channels,
            "whatsapp": whatsapp.build(whatsapp.Settings.model_validate(account), Surroundings(PUBLIC)),
            "sms": sms.build(sms.Settings.model_validate(account), Surroundings(PUBLIC)),
        }
        made.house.house = replace(made.house.house, channels=channels)
        app = create_app(made.house.house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=100_000)
        yield Watched(made.house, app, app.test_client())


def everything(line: Watched) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with line.house.house.store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


def post(line: Watched, path: str, **params: str) -> int:
    return line.fetch("POST", f"{PUBLIC}{path}", params).status


def write(line: Watched, channel: str, sid: str, words: str) -> None:
    """A message comes in and is handled; what it is answered goes out."""
    to = "" if channel == "sms" else "whatsapp:"
    told = form(MessageSid=sid, SmsMessageSid=sid, Body=words, From=f"{to}{OTHER}", To=f"{to}+14155238886")
    assert post(line, f"/in/{channel}", **told) == 200
    ingest(line.house.house, f"tel:{OTHER}")
    sent(line)


def sent(line: Watched) -> None:
    """Twilio has everything that was staged; the first it delivers, and then it says that they stopped us."""
    house = line.house.house
    with house.store.write() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.state == OutboxState.STAGED)).all()
        for row in rows:
            outbox.mark_sent(session, row.id, f"{'CA' if row.message['template'] == 'call' else 'SM'}{row.id}", START)


def report(line: Watched, path: str, number: int, state: str, **more: str) -> None:
    assert post(line, path, MessageSid=f"SM{number}", MessageStatus=state, AccountSid="AC0", **more) == 204


def a_while(line: Watched) -> None:
    """Complaints by WhatsApp, SMS and telephone; one is proposed as solved, asked about, and closed."""
    write(line, "whatsapp", "SMa1", "3 din se bijli nahi hai")
    with line.house.house.store.read() as session:
        first = session.scalars(select(OutboxRow.id).where(OutboxRow.channel == "whatsapp")).first()
    assert first is not None
    report(line, "/in/whatsapp/status", first, "delivered")
    write(line, "whatsapp", "SMa2", "Swabi")
    with line.house.house.store.read() as session:
        last = session.scalars(select(OutboxRow.id).order_by(OutboxRow.id.desc())).first()
    report(line, "/in/whatsapp/status", last or 0, "failed", ErrorCode="21610")
    write(line, "whatsapp", "SMa3", "mohalla Bam Khel")  # and so they take messages again
    write(line, "sms", "SMa4", "There is no water in Kohat")
    ticket = proposed(line)
    ask_by_telephone(line.house.house, line.channel)
    sent(line)
    number = task(line)
    assert post(line, f"/in/ivr/out/{number}/status", CallSid="CA1", CallStatus="busy", To=CALLER) == 204
    line.house.clock.pass_(minutes=90)
    ask_by_telephone(line.house.house, line.channel)
    sent(line)
    call = line.pick_up(number)
    call.press("1")
    call.hang_up()
    left = line.dial(OTHER)
    for keys in ("3", "1", "1", "1", "1"):
        left.press(keys)
    left.hang_up(recorded=(12, RECORDING.replace("RE1", "RE7"), "RE7"))
    late = {"RecordingUrl": RECORDING.replace("RE1", "RE8"), "RecordingSid": "RE8", "RecordingStatus": "completed"}
    assert post(line, "/in/ivr/recording", CallSid=left.call.sid, RecordingDuration="9", **late) == 204
    with line.house.house.store.read() as session:
        assert tickets.get(session, ticket.number).state is TicketState.CLOSED


def replay(line: Watched) -> list[str]:
    """Everything is sent again, in any order; what was not answered as before."""
    line.house.queue.jobs.clear()
    before, posted = everything(line), list(line.posted)
    random.Random(7).shuffle(posted)
    other = []
    for url, params, first in posted:
        again = Line.fetch(line, "POST", url, params)
        if (again.status, again.content_type) != (first.status, first.content_type):
            other.append(f"{url}: {first.status}, then {again.status}")
    assert [name for name, rows in everything(line).items() if rows != before[name]] == [], "these tables changed"
    assert line.house.queue.jobs == []
    return other


def test_what_is_known_is_answered_as_before_and_does_nothing(line: Watched) -> None:
    a_while(line)
    assert {url.partition("?")[0].removeprefix(PUBLIC) for url, _, _ in line.posted} >= {
        "/in/whatsapp", "/in/whatsapp/status", "/in/sms", "/in/ivr", "/in/ivr/step", "/in/ivr/status",
        "/in/ivr/recording",
    }  # fmt: skip
    assert replay(line) == []


def test_so_is_what_was_erased(line: Watched) -> None:
    a_while(line)
    with line.house.house.store.write() as session:
        session.execute(update(TicketRow).values(state=TicketState.CLOSED, closed_at=line.house.clock.now()))
    line.house.clock.time += line.house.house.keep + timedelta(days=400)
    assert erase(line.house.house) > 0
    with line.house.house.store.read() as session:
        assert session.scalars(select(ConversationRow.id).where(ConversationRow.person != "erased")).all() == []
    assert replay(line) == []
