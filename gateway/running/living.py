"""Is anything of Arzi at work, as far as can be seen from here? For what must not happen beside it."""

import socket
from datetime import UTC, datetime, timedelta

from redis import RedisError
from rq import Worker

from gateway.config import Settings
from gateway.pipeline.queue import connect
from gateway.running.supervise.control import running

_HEARD = timedelta(minutes=2)


def living(settings: Settings) -> list[str]:
    """What lives: our supervisor, whoever listens at the web's port, workers that are heard of in Redis."""
    found = []
    if (pid := running(settings.var)) is not None:
        found.append(f"arzi run, process {pid}")
    if _listens(settings.web.host, settings.web.port):
        found.append(f"the web at port {settings.web.port}")
    found += [f"a worker of {name}" for name in sorted(_workers(settings.redis))]
    return found


def _listens(host: str, port: int) -> bool:
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    try:
        with socket.create_connection((here, port), timeout=1):
            return True
    except OSError:
        return False


def _workers(url: str) -> set[str]:
    try:
        workers = Worker.all(connection=connect(url))
    except (RedisError, OSError):
        return set()
    since = datetime.now(UTC) - _HEARD
    return {
        name
        for one in workers
        if one.last_heartbeat is not None and _aware(one.last_heartbeat) > since
        for name in one.queue_names()
    }


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
