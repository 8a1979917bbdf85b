"""The real processes ``arzi listen imap`` and ``arzi listen smtp``, killed with SIGKILL at bad moments, and started
again: what was acknowledged is there, once, and what was not comes again."""

import os
import random
import secrets
import smtplib
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select, text

from core.store.engine import Store
from core.store.pipeline.tables import EnvelopeRow
from gateway.listeners.bookmarks import Bookmark, StoredBookmark
from tests.gateway.listeners.imap_reader import mail
from tests.journeys.installation import ROOT
from tests.services.dovecot import PASSWORD, USER, Dovecot, free_port
from tests.services.processes import service, tail
from tests.services.waiting import wait_until

OFFICE = "complaints@arzi.example"
Process = subprocess.Popen[bytes]


@dataclass
class Listener:
    """``arzi listen NAME`` on a store of the tests, to be killed and started again."""

    name: str
    store: Store
    folder: Path
    section: dict[str, object]

    @contextmanager
    def running(self) -> Iterator[Process]:
        email = {"address": OFFICE, "verify_senders": False, self.name: self.section}
        url = self.store.engine.url.render_as_string(hide_password=False)
        config = {"database": {"url": url}, "blobs": {"dir": str(self.folder / "blobs")}, "channels": {"email": email}}
        (self.folder / "config.yaml").write_text(yaml.safe_dump(config))
        env = {name: value for name, value in os.environ.items() if not name.startswith("ARZI_")} | {
            "ARZI_CONFIG": str(self.folder / "config.yaml"),
            "ARZI_CHANNELS__EMAIL__KEY": "k" * 32,
            "ARZI_CHANNELS__EMAIL__IMAP__PASSWORD": PASSWORD,
            "ARZI_PRIVACY__KEY": "the secret of the tests",
            "ARZI_WEB__SECRET_KEY": secrets.token_hex(16),
            "ARZI_RASA__SECRET": secrets.token_hex(16),
            "ARZI_REDIS_URL": f"redis://127.0.0.1:{free_port()}",  # away: what is kept must not hang on it
        }
        command = [sys.executable, "-m", "gateway", "listen", self.name]
        with service(command, self.folder / "listen.log", cwd=ROOT, env=env) as process:
            yield process

    def count(self) -> int:
        with self.store.read() as session:
            return session.scalar(select(func.count()).select_from(EnvelopeRow)) or 0

    def subjects(self) -> list[str]:
        """Of the mails that are kept."""
        with self.store.read() as session:
            bodies = [row.body or b"" for row in session.scalars(select(EnvelopeRow).order_by(EnvelopeRow.id))]
        return [body.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for body in bodies]

    def wait(self, least: int, process: Process) -> None:
        """Until so many are kept."""

        def look() -> bool:
            assert process.poll() is None, self.log()
            return self.count() >= least

        wait_until(look, every=0.005, what=f"{least} mails\n{self.log()}")

    def log(self) -> str:
        return tail(self.folder / "listen.log")


def kill(process: Process) -> None:
    process.kill()
    process.wait(180)


def mailbox_reader(server: Dovecot, store: Store, folder: Path) -> Listener:
    section: dict[str, object] = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": USER}
    return Listener("imap", store, folder, section | {"timeout_s": 5})


def unseen(server: Dovecot) -> int:
    with server.client() as other:
        other.select_folder("INBOX", readonly=True)
        return len(other.search("UNSEEN"))


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_killed_between_the_commit_and_the_bookmark(dovecot: Dovecot, store: Store, tmp_path: Path) -> None:
    """A lock on the table of bookmarks holds the reader there for as long as it takes to kill it."""
    reader = mailbox_reader(dovecot, store, tmp_path)
    for number in (1, 2, 3):
        dovecot.deliver(mail(number))
    with dovecot.client() as other:
        validity = int(other.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"])
    kept = StoredBookmark(store, f"imap:{USER}@127.0.0.1:{dovecot.port}/INBOX")
    kept.save(Bookmark(validity, 0))
    with store.write() as session:
        session.execute(text("LOCK TABLE bookmarks IN EXCLUSIVE MODE"))
        with reader.running() as process:
            reader.wait(1, process)
            wait_until(lambda: unseen(dovecot) == 2, what="the first to be marked")
            kill(process)
    assert (kept.load(), reader.subjects()) == (Bookmark(validity, 0), ["Mail 1"])
    with reader.running():
        wait_until(lambda: (kept.load() or Bookmark(0, 0)).uid == 3, what=f"the bookmark\n{reader.log()}")
    assert reader.subjects() == ["Mail 1", "Mail 2", "Mail 3"]
    assert unseen(dovecot) == 0


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_mailbox_reader_that_is_killed_again_and_again(dovecot: Dovecot, store: Store, tmp_path: Path) -> None:
    reader, dice, total = mailbox_reader(dovecot, store, tmp_path), random.Random(7), 50
    dovecot.stop()
    for number in range(total):
        dovecot.deliver(mail(number))
    dovecot.start()
    for _ in range(3):
        with reader.running() as process:
            reader.wait(reader.count() + dice.randint(1, 12), process)
            kill(process)
    killed_at = reader.count()
    with reader.running() as process:
        reader.wait(total, process)
        wait_until(lambda: unseen(dovecot) == 0, what="all to be marked")
    assert 3 <= killed_at < total
    assert sorted(reader.subjects()) == sorted(f"Mail {number}" for number in range(total))


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_mail_server_that_is_killed_while_mails_come(store: Store, tmp_path: Path) -> None:
    """Four clients send each mail until they hear 250, as mail servers do."""
    port, dice = free_port(), random.Random(7)
    server = Listener("smtp", store, tmp_path, {"port": port, "hostname": "mx.arzi.example"})
    said: list[str] = []
    stop = threading.Event()

    def send(client: int) -> None:
        for number in range(10_000):
            while not _said_250(port, mail(client * 100_000 + number)):
                if stop.wait(0.1):
                    return
            said.append(f"Mail {client * 100_000 + number}")
            if stop.is_set():
                return

    clients = [threading.Thread(target=send, args=(client,)) for client in range(4)]
    for client in clients:
        client.start()
    try:
        for _ in range(2):
            with server.running() as process:
                server.wait(server.count() + dice.randint(5, 40), process)
                kill(process)
            kept = set(server.subjects())
            assert set(said) <= kept  # said 250: it is there, whatever came after
        with server.running() as process:
            server.wait(server.count() + 20, process)
            stop.set()
            for client in clients:
                client.join(180)
    finally:
        stop.set()
    assert sorted(server.subjects()) == sorted(said)
    assert len(said) == len(set(said)) > 30


def _said_250(port: int, raw: bytes) -> bool:
    with suppress(OSError, smtplib.SMTPException), smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
        smtp.sendmail("gul@example.org", [OFFICE], raw)
        return True
    return False
