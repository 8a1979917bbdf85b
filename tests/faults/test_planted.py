"""A name, a phone, a CNIC, an address and words come by every channel and live through a whole case: then no table,
file, log line, key of Redis or backup has any of them in clear.
"""

import io
import json
import logging
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

from pydantic import SecretStr
from redis import Redis
from sqlalchemy import make_url, select

from channels.email import Settings as EmailSettings
from channels.email import build as build_email
from channels.sms import Settings as SmsSettings
from channels.sms import build as build_sms
from channels.telegram import Settings as TelegramSettings
from channels.telegram import build as build_telegram
from channels.whatsapp import Settings as WhatsappSettings
from channels.whatsapp import build as build_whatsapp
from core import casework as c
from core.errors import DeliveryFailed
from core.helpline import Kind, Why
from core.messages import Envelope, OutboundMessage
from core.ports import Channel, Surroundings, Turn
from core.store.casework import tickets
from core.store.casework.additions import StoredFile, add
from core.store.casework.tables import TicketRow
from core.store.desk import files, saved_searches, search
from core.store.engine import Store
from core.store.helpline import drafts, tasks
from core.store.mailroom import letters
from core.store.pipeline import conversations, envelopes
from core.store.pipeline.tables import EnvelopeRow, OutboxRow
from core.store.sealing.reseal import Sealing
from core.store.sealing.sealed import vault_of
from core.store.staff import access_log, kept_forms, staff, unusual
from core.store.staff.tables import UnusualRow
from core.ticket import CITIZEN, Role
from gateway.listeners.folder import take
from gateway.pipeline.accept import accept
from gateway.pipeline.queue import RqQueue
from gateway.pipeline.timing import deadlines
from gateway.running.backup.envelope import Envelope as AgeEnvelope
from gateway.running.backup.folder import Source, back_up
from gateway.running.logs import JsonLines
from nlu.client import RasaEngine
from tests.channels.whatsapp.forms import TOKEN, body
from tests.core.casework.given import HEAD, OFFICER
from tests.fakes.helpline import Line, helpline, tell
from tests.fakes.parts import START, StringChannel
from tests.faults.planted import ADDRESS, CALLERS_PHONE, CNIC, EMAIL, FILE, NAME, PHONE, TOLD, WORDS, in_files, in_text
from tests.services.rasa import RunningRasa

WEB = Surroundings("https://arzi.example.org")
ACCOUNT = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN)}
MAIL = f"""\
From: {NAME} <{EMAIL}>
To: complaints@arzi.example
Subject: Application of {NAME}
Message-ID: <planted@mail.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

{TOLD}
The category is electricity, district Mardan.

--b
Content-Type: image/jpeg; name="{FILE}"
Content-Disposition: attachment; filename="{FILE}"
Content-Transfer-Encoding: base64

/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkI
--b--
"""


@dataclass
class Sending:
    """A channel whose messages go nowhere; some are refused, with the address in the refusal."""

    inner: Any
    refused: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def send(self, message: OutboundMessage) -> str:
        self.refused.append(message.to)
        if len(self.refused) % 3 == 0:
            raise DeliveryFailed(f"the number {message.to} of {NAME} is not reachable", code="30003")
        return f"SM-out-{self.inner.name}-{len(self.refused)}"


class Faulty(StringChannel):
    """Its reading fails, and what it says of that has the citizen's words in it."""

    def parse(self, envelope: Envelope) -> Any:
        raise ValueError(f"cannot read: {envelope.body!r} {TOLD}")


class Life:
    """The house with every channel."""

    def __init__(self, store: Store) -> None:
        self.line: Line = helpline(store)
        self.store = store
        real: Mapping[str, Channel] = {
            "whatsapp": build_whatsapp(WhatsappSettings.model_validate({**ACCOUNT, "sender": "+14155238886"}), WEB),
            "sms": build_sms(SmsSettings.model_validate({**ACCOUNT, "sender": "+92911334433"}), WEB),
            "email": build_email(
                EmailSettings.model_validate(
                    {"address": "complaints@arzi.example", "key": "a key of the tests", "verify_senders": False}
                ),
                WEB,
            ),
            "letters": StringChannel("letters"),
            "telegram": build_telegram(
                TelegramSettings.model_validate({"token": SecretStr("1:x"), "webhook_secret": SecretStr("x" * 16)}), WEB
            ),
            "faulty": Faulty("faulty"),
        }
        channels = {name: Sending(channel) for name, channel in real.items()}
        channels["ivr"] = self.line.house.house.channels["ivr"]  # type: ignore[assignment]
        self.house = self.line.house
        self.house.house = replace(self.house.house, channels=channels)
        self.count = 0

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    def take(self, channel: str, raw: bytes) -> None:
        self.count += 1
        accept(self.house.house, self.house.house.channels[channel], Envelope(channel, f"E{self.count}", raw, self.now))
        self.house.work()

    def write(self, channel: str, words: str) -> None:
        self.count += 1
        more: dict[str, str | None] = {"MessageSid": f"SM{self.count:032}", "Body": words, "WaId": PHONE[1:]}
        more |= {"From": f"whatsapp:{PHONE}", "ProfileName": NAME} if channel == "whatsapp" else {"From": PHONE}
        raw = body(**more)
        accept(
            self.house.house,
            self.house.house.channels[channel],
            Envelope(channel, f"SM{self.count:032}", raw, self.now),
        )
        self.house.work()

    def number(self) -> str:
        with self.store.read() as session:
            return session.scalars(select(TicketRow.number).where(TicketRow.channel == "whatsapp")).one()

    def do(self, number: str, command: Any) -> None:
        with self.store.write() as session:
            self.house.house.cases.do(session, number, command, self.now)


def by_every_channel(life: Life, folder: Path) -> None:
    call = life.line.dial(sender=CALLERS_PHONE)
    tell(call, "en", confirm=True)
    for words in (TOLD, "2", "Mardan", "yes", "yes", f"status {WORDS}"):
        life.write("whatsapp", words)
    life.write("sms", TOLD)
    life.take("email", MAIL.replace("\n", "\r\n").encode())
    scan = folder / f"{NAME}.pdf"
    scan.write_bytes(json.dumps({"from": PHONE, "text": TOLD, "name": NAME}).encode())
    take(
        scan,
        lambda _: None,
        lambda envelope: accept(life.house.house, life.house.house.channels["letters"], envelope),
        10_000,
        vault_of(life.store.engine.dialect),
    )
    life.house.work()
    chat = {"id": 7, "first_name": NAME, "username": "gulkhan", "type": "private"}
    told = {"message_id": 1, "date": 1770000000, "chat": chat, "from": {**chat, "is_bot": False}, "text": TOLD}
    life.take("telegram", json.dumps({"update_id": 1, "message": told}).encode())
    life.take("faulty", json.dumps({"from": PHONE, "text": TOLD}).encode())
    for _ in range(5):
        life.house.clock.pass_(minutes=30)
        life.house.sweep()
        life.house.work()


def a_whole_life(life: Life) -> str:
    """Everything that is done with a case, with the person's words in each."""
    number, said = life.number(), f"{NAME} {PHONE} {WORDS}"
    with life.store.write() as session:
        case = tickets.conversation_of(session, number)
        assert case is not None
        blob = life.store.blobs.put(TOLD.encode())
        add(session, case, "form", TOLD, [StoredFile(blob, 9, "text/plain", FILE)], life.now)
        files.keep(session, case.id, "staff:1", life.now, sha256=blob, filename=FILE, media_type="text/plain", size=9)
        staff.add(session, "someone", "Some One", Role.OFFICER, None, "no password", START)
        saved_searches.keep(session, 1, "mine", f"q={said}", life.now)
        access_log.write_down(session, 1, "case", number, life.now, ticket=number, reason=said)
        drafts.put(session, case.id, 1, said, life.now)
        kept_forms.put(session, "draft of a test", 1, f"/desk/{number}/do/note", [["words", said, ""]], life.now)
        kept_forms.keep(session, "a form", 1, "/desk/bulk", [["words", said]], f"/desk/search?q={said}", life.now)
        session.add(UnusualRow(staff=1, kind="unmasked", day="2026-11-22", count=12, seen_at=life.now))
        session.flush()
        unusual.looked_at(session, 1, "staff:1", said, life.now)
        task = tasks.add(session, Kind.CALL_BACK, Why.RECORDED, case, life.now, details={"phone": PHONE})
        assert task is not None
        tasks.get(session, task).note = said
        letters.enrol(session)
    life.do(number, lambda t, at, p: c.note(t, said, OFFICER, at, p))
    life.do(number, lambda t, at, p: c.ask_citizen(t, f"{said}?", OFFICER, at, p))
    life.house.work()
    life.write("whatsapp", f"It was {WORDS}, {ADDRESS}")
    life.do(number, lambda t, at, p: c.reply(t, said, OFFICER, at, p))
    life.do(number, lambda t, at, p: c.propose_resolution(t, said, OFFICER, at, p))
    life.do(number, lambda t, at, p: c.citizen_dissatisfied(t, CITIZEN, at, p, reason=said))
    life.do(number, lambda t, at, p: c.ask_rejection(t, c.RejectionReason.IN_COURT, said, OFFICER, at, p))
    life.do(number, lambda t, at, p: c.refuse_rejection(t, said, HEAD, at, p))
    life.do(number, lambda t, at, p: c.propose_resolution(t, said, OFFICER, at, p))
    for _ in range(8):
        life.house.clock.pass_(days=5)
        deadlines(life.house.house)
        life.house.sweep()
        life.house.work()
    return number


@contextmanager
def logs() -> Iterator[io.StringIO]:
    """What all of ours would write to its log, down to the least."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines("test"))
    loggers = [logging.getLogger(name) for name in ("gateway", "core", "channels", "nlu")]
    for one in loggers:
        one.addHandler(handler)
        one.setLevel(logging.DEBUG)
    yield out
    for one in loggers:
        one.removeHandler(handler)
        one.setLevel(logging.NOTSET)


def everything_in(store: Store) -> str:
    """The whole database as text; SQLite's as its file, with what was deleted from it."""
    url = make_url(str(store.engine.url.render_as_string(hide_password=False)))
    if url.get_backend_name() == "sqlite":
        assert url.database
        found = [Path(f"{url.database}{part}") for part in ("", "-wal")]
        return "\n".join(file.read_bytes().decode("utf-8", "replace") for file in found if file.exists())
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    program = which("pg_dump")
    assert program
    return subprocess.run([program, "--inserts", address], capture_output=True, check=True).stdout.decode()


def test_no_table_file_log_key_or_backup_has_them(store: Store, redis_url: str, tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    for part in (scans, scans / "done", scans / "failed"):
        part.mkdir()
    with logs() as logged:
        life = Life(store)
        by_every_channel(life, scans)
        number = a_whole_life(life)
    with store.read() as session:
        kept = {row.channel for row in session.scalars(select(EnvelopeRow))}
        assert kept >= {"whatsapp", "sms", "email", "ivr", "letters", "telegram", "faulty", "page", "desk"}
        assert envelopes.set_aside_rows(session), "it failed, as it was to"
        assert session.scalars(select(OutboxRow).where(OutboxRow.state == "failed")).first() is not None
        found = search.find(session, "bribe", under=None, limit=10)
        assert found == search.find(session, "naibqas*", under=None, limit=10) != [], "it can be sought"
        record = tickets.record(session, number)
        assert (record.get("phone"), record.get("cnic")) == (PHONE, CNIC)
        assert any(WORDS in text for text in conversations.texts(session, _told(session, number)))
    kept_text = everything_in(store)
    assert number in kept_text, "it was looked at"
    assert in_text(kept_text) == [], "the database"
    assert in_text(logged.getvalue()) == [], "the log"
    assert logged.getvalue().count("\n") > 10
    queue = RqQueue(Redis.from_url(redis_url), vault=vault_of(store.engine.dialect))
    for person in (f"tel:{PHONE}", f"mailto:{EMAIL}"):
        queue.ingest(person)
        queue.deliver(person)
    queue.flush()
    assert in_text(everything_queued(redis_url)) == [], "Redis"
    url = store.engine.url.render_as_string(hide_password=False)
    source = Source(url, store, Sealing(None, finished=True))
    back_up(source, tmp_path / "backup", datetime.now(UTC), AgeEnvelope(), keep=3)
    assert list(in_files([tmp_path])) == [], "files: evidence, scans, backup"
    loose = [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    assert [path for path in loose if path.parent.name == "done" or {"blobs", "backup"} & set(path.parts)] == []


def _told(session: Any, number: str) -> str:
    case = tickets.conversation_of(session, number)
    assert case is not None
    return case.id


def everything_queued(url: str) -> str:
    """All keys of a Redis with what stands in them."""
    told: list[str] = []
    with Redis.from_url(url) as redis:
        for key in redis.scan_iter():
            kind = redis.type(key).decode()
            held: Any = {
                "string": lambda k: redis.get(k),
                "hash": lambda k: redis.hgetall(k),
                "list": lambda k: redis.lrange(k, 0, -1),
                "set": lambda k: redis.smembers(k),
                "zset": lambda k: redis.zrange(k, 0, -1),
            }.get(kind, lambda _k: b"")(key)
            told.append(f"{key!r} {_plain(held)}")
    assert len(told) > 3
    return "\n".join(told)


def _plain(held: Any) -> str:
    """With what RQ packs unpacked."""
    import zlib

    if isinstance(held, dict):
        return " ".join(_plain(part) for pair in held.items() for part in pair)
    if isinstance(held, list | set | tuple):
        return " ".join(map(_plain, held))
    if not isinstance(held, bytes):
        return str(held)
    try:
        return zlib.decompress(held).decode("utf-8", "replace")
    except zlib.error:
        return held.decode("utf-8", "replace")


def test_rasa_keeps_none_of_them(rasa: RunningRasa, tmp_path: Path) -> None:
    engine = RasaEngine(rasa.url, rasa.secret, timeout=60)
    known: dict[str, str] = {"complainant_name": NAME, "phone": PHONE, "address": ADDRESS}
    told = Turn("planted", "1", TOLD, "en", known)
    answer = engine.turn(told)
    assert engine.turn(told) == answer, "kept, to answer a repeat the same"
    engine.turn(Turn("planted", "2", WORDS, "en", known, answer.asking))
    engine.close()
    kept = [file for file in rasa.log.parent.iterdir() if file.is_file()]
    assert any(file.name.startswith("rasa.db") and file.stat().st_size for file in kept)
    assert list(in_files([rasa.log.parent])) == []
