"""The house as an engineer starts it: ``arzi run``, with its own supervisor, which starts again what is killed."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from smtplib import SMTP
from typing import Any
from urllib.request import urlopen
from xmlrpc.client import Error as RpcError

from gateway.config import Settings, load_settings
from gateway.running.supervise.control import control
from tests.chaos.plan import Plan
from tests.chaos.post_office import MailOffice
from tests.chaos.provider import SLOW_S, Provider
from tests.services.dovecot import PASSWORD, USER, Dovecot, free_port
from tests.services.processes import service, tail
from tests.services.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = "https://arzi.example.org"
TOKEN = "a-token-for-the-storm"
OFFICE, MAILBOX = "complaints@arzi.example", "letters@arzi.example"
NOT_OURS = ("arzi",)


@dataclass(frozen=True)
class House:
    """``url`` is its web side, ``smtp`` the port of its mail server, ``scans`` the scanner's folder."""

    folder: Path
    settings: Settings
    env: Mapping[str, str]
    url: str
    smtp: int
    scans: Path

    def pids(self, name: str | None = None) -> list[tuple[str, int]]:
        """Its processes and their children: the supervisor's, all or those of one program."""
        found: list[tuple[str, int]] = []
        with suppress(OSError, RpcError):
            listed: Any = control(self.settings.var).supervisor.getAllProcessInfo()
            for told in listed:
                program = str(told["name"]).partition("-")[0]
                if told["pid"] and program not in NOT_OURS and name in (None, program):
                    family = [int(told["pid"]), *_children(int(told["pid"]))]
                    found += [(program, pid) for pid in family]
        return found

    def arzi(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """What ``arzi`` says."""
        return subprocess.run(
            [sys.executable, "-m", "gateway", *arguments],
            cwd=ROOT,
            env=dict(self.env),
            capture_output=True,
            text=True,
            check=False,
        )

    def log(self) -> str:
        return tail(self.folder / "run.log", 40)


def environment(
    folder: Path, data: Path, database: str, provider: Provider, office: MailOffice, dovecot: Dovecot, plan: Plan
) -> dict[str, str]:
    """Everything as it comes, but: where it is, who its outside is, and waits that fit a run of minutes."""
    given = {
        "CONFIG": str(ROOT / "config.yaml"),
        "VAR_DIR": str(data),
        "BLOBS__DIR": str(data / "blobs"),
        "DATABASE__URL": database,
        "PUBLIC_URL": PUBLIC,
        "SIMULATOR__ENABLED": "false",
        "WEB__PORT": str(free_port()),
        "WEB__SECRET_KEY": secrets.token_hex(16),
        "RASA__SECRET": secrets.token_hex(16),
        "RASA__URL": f"http://127.0.0.1:{free_port()}",
        "RASA__EMBEDDED": "true" if plan.rasa else "false",
        "RASA__TRACKER_URL": f"sqlite:///{data}/rasa.db",
        "PRIVACY__KEY": "the secret of the storm",
        "LIMITS__LEASE_S": "6",
        "LIMITS__SWEEP_EVERY_S": "2",
        "DIALOGUE__PAUSE_S": "0",
        "LIMITS__QUEUE_DEPTH": "600",
        "WORKERS__INGEST": str(plan.workers),
        "WORKERS__DELIVER": str(max(1, plan.workers - 1)),
        "WEB__PROCESSES": str(min(2, plan.workers)),
        "LOG__LEVEL": "WARNING",
        "OUTBOX__FIRST_DELAY_S": "1",
        "OUTBOX__MAX_DELAY_S": "4",
        "OUTBOX__GIVE_UP_HOURS": "1",
        **{f"CHANNELS__{name}__AUTH_TOKEN": TOKEN for name in ("WHATSAPP", "SMS", "IVR")},
        **{f"CHANNELS__{name}__API_BASE_URL": provider.url for name in ("WHATSAPP", "SMS", "IVR")},
        **{f"CHANNELS__{name}__TIMEOUT_SECONDS": str(SLOW_S - 1) for name in ("WHATSAPP", "SMS", "IVR")},
        "CHANNELS__EMAIL__KEY": "k" * 32,
        "CHANNELS__EMAIL__VERIFY_SENDERS": "false",
        "CHANNELS__EMAIL__RECIPIENTS": f'["{MAILBOX}"]',
        "CHANNELS__EMAIL__SUBMISSION__PORT": str(office.port),
        "CHANNELS__EMAIL__SUBMISSION__TIMEOUT_S": str(SLOW_S - 1),
        "CHANNELS__EMAIL__SMTP__PORT": str(free_port()),
        "CHANNELS__EMAIL__SMTP__MAX_MAILS_PER_MINUTE": "100000",
        "CHANNELS__EMAIL__SMTP__MAX_CONNECTIONS_PER_PEER": "100",
        "CHANNELS__EMAIL__IMAP__ENABLED": "true",
        "CHANNELS__EMAIL__IMAP__HOST": "127.0.0.1",
        "CHANNELS__EMAIL__IMAP__PORT": str(dovecot.port),
        "CHANNELS__EMAIL__IMAP__SECURITY": "none",
        "CHANNELS__EMAIL__IMAP__USER": USER,
        "CHANNELS__EMAIL__IMAP__PASSWORD": PASSWORD,
        "CHANNELS__LETTERS__FOLDER__PATH": str(folder / "scans"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ARZI_", "PROMETHEUS_"))}
    return {**kept, **{f"ARZI_{name}": value for name, value in given.items()}}


@contextmanager
def running_house(folder: Path, data: Path, env: Mapping[str, str]) -> Iterator[House]:
    """It, once it answers. ``data`` is where it keeps everything; its log is in ``folder``."""
    settings = load_settings(ROOT / "config.yaml", env)
    house = House(
        folder,
        settings,
        env,
        f"http://127.0.0.1:{settings.web.port}",
        int(env["ARZI_CHANNELS__EMAIL__SMTP__PORT"]),
        folder / "scans",
    )
    done = house.arzi("migrate")
    assert done.returncode == 0, done.stderr
    with service([sys.executable, "-m", "gateway", "run"], folder / "run.log", cwd=ROOT, env=env) as process:
        wait_until(lambda: process.poll() is not None or _answers(house), 120, every=0.2, what="the house")
        assert process.poll() is None, house.log()
        wait_until(lambda: _takes_mail(house), 120, every=0.2, what="its mail server")
        yield house


def _answers(house: House) -> bool:
    try:
        with urlopen(f"{house.url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _takes_mail(house: House) -> bool:
    try:
        with SMTP("127.0.0.1", house.smtp, timeout=2) as smtp:
            return smtp.noop()[0] == 250
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in told.split()]
