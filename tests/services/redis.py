"""A real Redis: the one that the gateway starts for itself, on a Unix socket in a temporary folder."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NotThere

from gateway.running.supervise.embedded_redis import redis_server
from tests.services.processes import service, tail
from tests.services.waiting import wait_until

PASSWORD = "hush"


@contextmanager
def running_redis() -> Iterator[str]:
    """The URL of a Redis of one's own, for tests that take it away."""
    folder = Path(tempfile.mkdtemp(prefix="arzi-redis-"))
    sock, log = folder / "redis.sock", folder / "log"
    command = [redis_server(), "--port", "0", "--unixsocket", str(sock), "--save", "", "--appendonly", "no"]
    command += ["--requirepass", PASSWORD]
    url = f"unix://:{PASSWORD}@{sock}"
    with service(command, log, cwd=folder) as process:
        wait_until(lambda: process.poll() is not None or _answers(url), what="Redis")
        assert process.poll() is None, tail(log)
        yield url
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def _redis() -> Iterator[str]:
    with running_redis() as url:
        yield url


@pytest.fixture
def redis_url(_redis: str) -> str:
    """The URL of an empty Redis."""
    with Redis.from_url(_redis) as client:
        client.flushall()
    return _redis


def _answers(url: str) -> bool:
    try:
        with Redis.from_url(url) as client:
            return bool(client.ping())
    except NotThere:
        return False
