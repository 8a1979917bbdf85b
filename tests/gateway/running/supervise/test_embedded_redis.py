"""The Redis that comes along: closed to who has no password, and its one user may do what RQ needs and no more."""

import functools
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import AuthenticationError, Redis, RedisError
from redis.exceptions import NoPermissionError
from rq import Worker

from gateway.cli.cron import scheduler
from gateway.config import Settings, load_settings
from gateway.pipeline import jobs, workers
from gateway.pipeline.queue import FETCH, INGEST, RqQueue, connect
from gateway.running.living import living
from gateway.running.supervise.embedded_redis import redis_command, write_redis_conf
from tests.services.processes import service, tail
from tests.services.rasa import free_port
from tests.services.waiting import wait_until


@pytest.fixture(scope="module")
def settings() -> Iterator[Settings]:
    """An installation whose Redis runs."""
    secrets = {"ARZI_WEB__SECRET_KEY": "k" * 32, "ARZI_RASA__SECRET": "r" * 32, "ARZI_WEB__PORT": str(free_port())}
    with tempfile.TemporaryDirectory(prefix="arzi-") as short:
        (Path(short) / "config.yaml").touch()
        given = load_settings(Path(short) / "config.yaml", secrets)
        write_redis_conf(given)
        log = Path(short) / "log"
        with service(redis_command(given), log, cwd=Path(short)) as process:
            wait_until(lambda: process.poll() is not None or _answers(given), what="Redis")
            assert process.poll() is None, tail(log)
            yield given


def _answers(settings: Settings) -> bool:
    try:
        return bool(connect(settings.redis).ping())
    except RedisError:
        return False


def test_only_the_owner_reaches_socket_and_password(settings: Settings) -> None:
    for path, mode in ((settings.var, 0o700), (settings.redis_socket, 0o600), (settings.var / "redis.conf", 0o600)):
        assert stat.S_IMODE(path.stat().st_mode) == mode, path


@pytest.mark.parametrize("login", ["", ":wrong@", "default:wrong@", "gateway:wrong@"])
def test_nobody_comes_in_without_the_password(settings: Settings, login: str) -> None:
    with pytest.raises(AuthenticationError):
        Redis.from_url(f"unix://{login}{settings.redis_socket}").ping()


@pytest.mark.parametrize("command", ["CONFIG GET *", "FLUSHALL", "KEYS *", "ACL LIST", "SET else 1", "DEBUG SLEEP 0"])
def test_the_gateway_has_no_more_than_it_needs(settings: Settings, command: str) -> None:
    with pytest.raises(NoPermissionError):
        connect(settings.redis).execute_command(*command.split())


def test_rq_needs_no_more(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, redis = RqQueue(connect(settings.redis)), connect(settings.redis)
    queue.fetch(7)
    wait_until(lambda: queue.standing()[FETCH] == 1)
    timed = scheduler(settings)
    timed.register_birth()
    timed.enqueue_jobs()
    timed.heartbeat()
    timed.register_death()
    names = [job.func_name.rpartition(".")[2] for job in timed.get_jobs()]
    done: list[str] = []
    for name in names:
        monkeypatch.setattr(jobs, name, functools.partial(done.append, name))
    alive: list[list[str]] = []
    monkeypatch.setattr(jobs, "fetch", lambda _media: alive.append(living(settings)))
    worker = workers.worker_of((FETCH, INGEST), redis)
    monkeypatch.setattr(worker, "_install_signal_handlers", lambda: None)
    worker.work(burst=True, logging_level=None)
    assert sorted(done) == sorted(names)
    assert alive == [["a worker of fetch", "a worker of ingest", "a worker of timed"]]
    assert Worker.all(connection=redis) == []
