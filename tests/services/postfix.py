"""A real Postfix, private to a test: its own queue and configuration, a port on loopback.

It runs only for root: elsewhere it is started with a sudo that asks nothing, as the set-up installs packages.
"""

import contextlib
import os
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.services.dovecot import free_port

_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/spool
data_directory = {home}/data
command_directory = {commands}
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {home}/log/mail.log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.arzi.example
mydestination =
mynetworks =
relay_domains = arzi.example
recipient_delimiter = +
transport_maps = inline:{{ {{ arzi.example = lmtp:inet:127.0.0.1:{lmtp} }} }}
local_transport = error:no local mail
smtputf8_enable = yes
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
notify_classes =
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A running server that hands mail for arzi.example over by LMTP."""

    home: Path
    port: int

    def flush(self) -> None:
        """Try all that waits now: its own clock for that is none of ours to test."""
        command = [*_as_root(), "postqueue", "-c", str(self.home / "etc"), "-f"]
        subprocess.run(command, check=False, capture_output=True, timeout=30)

    def log(self) -> str:
        file = self.home / "log/mail.log"
        return file.read_text(errors="replace") if file.exists() else ""


@contextlib.contextmanager
def running_postfix(lmtp_port: int) -> Iterator[Postfix]:
    """One that delivers to this port."""
    assert shutil.which("postfix"), "postfix is missing: apt-get install postfix"
    with tempfile.TemporaryDirectory(prefix="postfix-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        for name in ("spool", "data", "etc", "log"):
            (home / name).mkdir()
        as_root = _as_root()
        subprocess.run([*as_root, "chown", "postfix", str(home / "data")], check=True, timeout=30)
        port = free_port()
        commands, daemons = _found("command_directory"), _found("daemon_directory")
        main = _MAIN.format(home=home, commands=commands, daemons=daemons, lmtp=lmtp_port)
        (home / "etc/main.cf").write_text(main)
        (home / "etc/master.cf").write_text(_MASTER.format(port=port))
        if as_root:  # it takes no configuration that others may write
            subprocess.run([*as_root, "chown", "-R", "root:root", str(home / "etc"), str(home / "spool")], check=True)
        postfix = [*as_root, "postfix", "-c", str(home / "etc")]
        subprocess.run([*postfix, "start"], check=True, capture_output=True, timeout=60)
        server = Postfix(home, port)
        try:
            _wait(server)
            yield server
        finally:
            subprocess.run([*postfix, "stop"], check=False, capture_output=True, timeout=60)
            if as_root:
                subprocess.run([*as_root, "chown", "-R", str(os.getuid()), str(home)], check=False, timeout=30)


def _as_root() -> list[str]:
    """What to put before a command that only root may run."""
    if os.getuid() == 0:
        return []
    sudo = shutil.which("sudo")
    free = sudo is not None and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0
    assert free, "Postfix runs only for root: run this test as root, or where sudo asks for no password"
    return [str(sudo), "-n"]


def _found(name: str) -> str:
    return subprocess.run(
        ["postconf", "-d", "-h", name], check=True, capture_output=True, text=True, timeout=30
    ).stdout.strip()


def _wait(server: Postfix) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtplib.SMTP("127.0.0.1", server.port, timeout=2).quit()
            return
        time.sleep(0.05)
    raise AssertionError(server.log())
