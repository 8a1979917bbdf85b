"""ClamAV's own daemon, with two signatures of ours: it needs none of its makers' for that."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.processes import service, tail
from tests.services.waiting import wait_until

BAD = b"X5O!P%@AP[4-arzi"
"""What it is told to find, wherever it stands."""
NAME = "Arzi.Test.UNOFFICIAL"
LIMIT = 500_000
"""Bytes of a file that it looks at, at most."""


@contextmanager
def running_clamd(folder: Path) -> Iterator[str]:
    """The path of its socket."""
    (folder / "signatures").mkdir()
    (folder / "signatures" / "ours.ndb").write_text(f"Arzi.Test:0:*:{BAD.hex()}\n", encoding="ascii")
    path, conf, log = folder / "clamd.sock", folder / "clamd.conf", folder / "clamd.log"
    conf.write_text(
        f"LocalSocket {path}\nDatabaseDirectory {folder}/signatures\nForeground yes\nStreamMaxLength {LIMIT}\n"
        f"TemporaryDirectory {folder}\n",
        encoding="ascii",
    )
    with service(["/usr/sbin/clamd", "-c", str(conf)], log) as process:
        wait_until(lambda: process.poll() is not None or _listens(path), every=0.05, what="clamd")
        assert process.poll() is None, tail(log)
        yield str(path)


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0
