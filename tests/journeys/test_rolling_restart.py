"""A new version of the web while citizens write: no message is refused, and each is kept once.

As with systemd, the listening socket belongs to neither process (deploy/systemd/arzi-web.socket), and the old one has
ended when the new one starts: who connects in between waits in the socket.
"""

import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen

from sqlalchemy import select

from core.store.pipeline.tables import EnvelopeRow
from tests.journeys.installation import ROOT, Installation, prepared
from tests.journeys.writers import Writer, writing
from tests.services.processes import service, tail
from tests.services.redis import running_redis
from tests.services.waiting import wait_until

PUBLIC = "http://arzi.example"
AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, "-m", "gateway", "web"])
"""


@contextmanager
def web(house: Installation, listening: socket.socket, name: str) -> Iterator["Popen[bytes]"]:
    """``arzi web`` on a socket that it is handed as descriptor 3."""
    command = [sys.executable, "-c", AS_SYSTEMD, str(listening.fileno())]
    log = house.folder / f"{name}.log"
    with service(command, log, cwd=ROOT, env=dict(house.env), pass_fds=[listening.fileno()]) as process:
        yield process


def test_no_message_is_refused_while_the_web_is_replaced(tmp_path: Path) -> None:
    with running_redis() as redis_url, socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        house = prepared(tmp_path, redis_url, None, {"ARZI_WEB__PROCESSES": "1", "ARZI_PUBLIC_URL": PUBLIC})
        port = listening.getsockname()[1]
        writers = [
            Writer(f"92300123450{number}", house.env, PUBLIC, lambda: port, keep_alive=number % 2 == 0)
            for number in range(4)
        ]

        def each_heard(more: int, since: Sequence[int]) -> Callable[[], bool]:
            counts = list(zip(writers, since, strict=True))
            return lambda: all(len(writer.statuses) >= before + more for writer, before in counts)

        with web(house, listening, "old") as old, ExitStack() as stack:
            stack.enter_context(writing(writers))
            wait_until(each_heard(5, [0] * 4), what="the old one")
            old.terminate()
            assert old.wait(60) == 0, tail(house.folder / "old.log")
            before = [len(writer.statuses) for writer in writers]
            with web(house, listening, "new"):
                wait_until(each_heard(5, before), what="the new one")
                stack.close()  # they have their last answers before it ends
        assert [writer.statuses for writer in writers] == [[200] * len(writer.statuses) for writer in writers]
        with house.reading() as session:
            kept = list(session.scalars(select(EnvelopeRow.person)))
        assert sorted(kept) == sorted(f"tel:+{writer.number}" for writer in writers for _ in writer.said)
