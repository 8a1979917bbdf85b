"""A real Dovecot, private to a test: its own folder, a port on loopback, no system account needed."""

import contextlib
import getpass
import grp
import itertools
import mailbox
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient

_NUMBERS = itertools.count()
USER, PASSWORD = "complaints", "only-for-tests"

_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
disable_plaintext_auth = no
{users}
mail_location = maildir:{home}/mail:INBOX={home}/mail
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
auth_mechanisms = plain login {mechanisms}
{certificates}
passdb {{
  driver = static
  args = password={password}
}}
{more}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""


@dataclass
class Dovecot:
    """A running server; ``port`` stays the same over a restart."""

    home: Path
    port: int
    certificates: tuple[Path, Path] | None = None
    more: str = ""
    mechanisms: str = ""
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        certificates = ""
        if self.certificates:
            certificates = f"ssl_cert = <{self.certificates[0]}\nssl_key = <{self.certificates[1]}"
        config = self.home / "dovecot.conf"
        config.write_text(
            _CONFIG.format(
                home=self.home,
                port=self.port,
                users=_users(),
                uid=_owner()[0],
                gid=_owner()[1],
                password=PASSWORD,
                ssl="yes" if self.certificates else "no",
                certificates=certificates,
                more=self.more,
                mechanisms=self.mechanisms,
            )
        )
        self._process = subprocess.Popen(["dovecot", "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self.log()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as peer:
                if peer.recv(20).startswith(b"* OK"):
                    return
            time.sleep(0.02)
        raise AssertionError(self.log())

    def stop(self) -> None:
        """At once, with all its connections."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def deliver(self, raw: bytes) -> None:
        """Put a mail into the inbox: through the server, or while it is down, as a file."""
        if self._process is not None:
            with self.client() as client:
                client.append("INBOX", raw)
            return
        name = f"{time.time():.6f}.{next(_NUMBERS)}.test"
        beside = self.home / "mail" / "tmp" / name
        beside.write_bytes(raw)
        os.chown(beside, *_owner())
        beside.rename(self.home / "mail" / "new" / name)

    def client(self) -> IMAPClient:
        """Another mail program at the same mailbox."""
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False, timeout=60)
        client.login(USER, PASSWORD)
        return client

    def log(self) -> str:
        file = self.home / "log"
        return file.read_text(errors="replace") if file.exists() else ""


@contextlib.contextmanager
def running_dovecot(**more: object) -> Iterator[Dovecot]:
    """A new one, with an empty inbox."""
    assert shutil.which("dovecot"), "dovecot is missing: apt-get install dovecot-imapd"
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)  # its login process runs as another user where we are root
        for name in ("run", "state"):
            (home / name).mkdir()
        mailbox.Maildir(home / "mail", create=True)
        for place in (home / "mail", *(home / "mail").iterdir()):
            os.chown(place, *_owner())
        server = Dovecot(home, free_port(), **more)  # type: ignore[arg-type]
        server.start()
        try:
            yield server
        finally:
            server.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _owner() -> tuple[int, int]:
    """Whose the mails are: Dovecot opens none for root."""
    return (65534, 65534) if os.getuid() == 0 else (os.getuid(), os.getgid())


def _users() -> str:
    """As root, Dovecot insists on users of its own; else all of it runs as we do."""
    if os.getuid() == 0:
        return ""
    me, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    return f"default_internal_user = {me}\ndefault_internal_group = {group}\ndefault_login_user = {me}"
