"""More comes than is worked off, with the real processes: intake goes on until its depth, then asks to come back, and
is open again when the line is shorter. A letter that takes for ever keeps no chat waiting, nor does a slow Rasa."""

import hashlib
import os
import smtplib
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import httpx
from sqlalchemy import func, select
from twilio.request_validator import RequestValidator

from core.messages import Envelope
from core.store.pipeline.envelopes import HANDLED, WAITING
from core.store.pipeline.tables import EnvelopeRow, OutboxRow
from gateway.bootstrap import build
from gateway.config import load_settings
from gateway.pipeline.accept import accept
from tests.channels.whatsapp.forms import form
from tests.chaos.letters import _page
from tests.journeys.installation import HTTP, ROOT, Installation, prepared
from tests.services.dovecot import free_port
from tests.services.processes import service
from tests.services.waiting import wait_until

DEPTH = 12
PATIENCE_S = 180


@dataclass
class SlowRasa:
    """Takes every request, and answers none. ``asked`` counts them."""

    url: str
    asked: int = 0


@contextmanager
def slow_rasa() -> Iterator[SlowRasa]:
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as taken:
        made = SlowRasa(f"http://127.0.0.1:{server.getsockname()[1]}")

        def take() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                taken.callback(connection.close)
                made.asked += 1

        threading.Thread(target=take, daemon=True).start()
        yield made
        server.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class House:
    """An installation whose processes are started one by one."""

    made: Installation
    smtp: int

    @contextmanager
    def running(self, *command: str, path: str = "") -> Iterator[None]:
        env = {**self.made.env, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
        log = self.made.folder / f"{'-'.join(command)}.log"
        with service([sys.executable, "-m", "gateway", *command], log, cwd=ROOT, env=env):
            yield

    def up(self) -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", self.smtp, timeout=5) as client:
                return HTTP.get(f"{self.made.url}/healthz").is_success and client.noop()[0] == 250
        except (OSError, httpx.HTTPError):
            return False

    def write(self, number: int) -> int:
        """Somebody's first message; how it was answered."""
        sid = f"SM{number:032x}"
        sent = form(MessageSid=sid, SmsMessageSid=sid, From=f"whatsapp:+92300{number:07d}", WaId=f"92300{number:07d}")
        url = f"{self.made.url}/in/whatsapp"
        signature = RequestValidator(self.made.env["ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN"]).compute_signature(url, sent)
        return HTTP.post(url, data=sent, headers={"X-Twilio-Signature": signature}).status_code

    def send_mail(self, number: int) -> int:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "gul@example.org", "complaints@arzi.example", "Water"
        mail["Message-ID"] = f"<too-much-{number}@example.org>"
        mail.set_content("There is no water in Kohat.")
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=30) as client:
            try:
                client.send_message(mail)
            except smtplib.SMTPResponseException as error:
                return error.smtp_code
            except smtplib.SMTPRecipientsRefused as error:
                return next(iter(error.recipients.values()))[0]
        return 250

    def post_letter(self) -> None:
        house = build(load_settings(self.made.folder / "config.yaml", self.made.env))
        content = _page("A letter that nobody can read")
        name = hashlib.sha256(content).hexdigest()
        accept(house, house.channel("letters"), Envelope("letters", name, content, datetime.now(UTC), {}))
        house.store.close()

    def envelopes(self, channel: str, state: str) -> int:
        with self.made.reading() as session:
            which = (EnvelopeRow.channel == channel, EnvelopeRow.state == state)
            return session.scalar(select(func.count()).select_from(EnvelopeRow).where(*which)) or 0

    def answered(self) -> int:
        """To how many phones something is said."""
        with self.made.reading() as session:
            return len(set(session.scalars(select(OutboxRow.person).where(OutboxRow.channel == "whatsapp"))))


def test_more_than_is_worked_off(tmp_path: Path, redis_url: str) -> None:
    with ExitStack() as running:
        rasa = running.enter_context(slow_rasa())
        more = {
            "ARZI_LIMITS__QUEUE_DEPTH": str(DEPTH),
            "ARZI_WEB__PROCESSES": "1",
            "ARZI_RASA__TIMEOUT_S": "1",
            "ARZI_CHANNELS__EMAIL__SMTP__PORT": (port := str(free_port())),
            "ARZI_CHANNELS__EMAIL__VERIFY_SENDERS": "false",
            "ARZI_CHANNELS__EMAIL__ADDRESS": "complaints@arzi.example",
        }
        house = House(prepared(tmp_path, redis_url, rasa.url, more), int(port))
        house.post_letter()
        running.enter_context(house.running("web"))
        running.enter_context(house.running("listen", "smtp"))
        wait_until(house.up, PATIENCE_S, every=0.2, what=house.made.logs())

        answers = [house.write(n) for n in range(1, 3 * DEPTH)]
        taken = answers.count(200)
        assert answers == [200] * taken + [503] * (len(answers) - taken)  # no fault among them, and none after
        assert DEPTH - 1 <= taken < len(answers)
        assert house.send_mail(1) == 451
        assert house.envelopes("whatsapp", WAITING) == taken

        reading, go = tmp_path / "reading", tmp_path / "go"
        (tmp_path / "bin").mkdir()
        slow = tmp_path / "bin" / "tesseract"
        slow.write_text(f"#!/bin/sh\ntouch {reading}\nwhile [ ! -e {go} ]; do sleep 0.2; done\nexit 1\n")
        slow.chmod(0o755)
        running.callback(go.touch)
        running.enter_context(house.running("worker", "letters", path=str(slow.parent)))
        wait_until(reading.exists, PATIENCE_S, every=0.2, what=house.made.logs())
        running.enter_context(house.running("worker", "ingest"))
        wait_until(lambda: house.envelopes("whatsapp", HANDLED) == taken, PATIENCE_S, every=0.2, what=house.made.logs())
        assert house.answered() == taken
        assert house.envelopes("letters", WAITING) == 1
        assert 0 < rasa.asked < taken  # not each of them waited for it

        wait_until(lambda: house.write(1000) == 200, PATIENCE_S, every=0.5, what="the webhook to be open again")
        wait_until(lambda: house.send_mail(2) == 250, PATIENCE_S, every=0.5, what="the mail server to be open again")
