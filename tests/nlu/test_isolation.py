"""Rasa stands on old packages with known holes: whoever gets into its process finds nothing of the gateway's there.

What scripts/audit-accepted.yml says of these holes rests on this.
"""

import gzip
import os
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql
from redis import AuthenticationError, Redis
from redis.exceptions import ConnectionError as Closed
from sqlalchemy import make_url

from core.store.engine import open_engine
from core.store.migrate import migrate
from gateway.config import Settings, load_settings
from gateway.running.backup import database
from gateway.running.supervise.embedded_redis import redis_command, write_redis_conf
from nlu.client import RasaEngine
from tests.nlu.conversations import CHANNEL_KNOWS, Citizen
from tests.services.processes import service
from tests.services.rasa import RunningRasa, running_rasa
from tests.services.redis import running_redis
from tests.services.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
ROLES = ROOT / "deploy/postgresql/roles.sql"
OURS = {"ARZI_RASA__SECRET", "ARZI_RASA__TRACKER_URL", "ARZI_RASA__LOCK_URL"}
MACHINE = {"LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "TZ"}
LISTENS = "0A"
"""TCP_LISTEN in /proc/net/tcp: https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html"""


@dataclass(frozen=True)
class Inside:
    """A Rasa as it is deployed: its role, its Redis for locks, beside a gateway's database and Redis; and its
    environment as the kernel shows it to whoever is in the process."""

    rasa: RunningRasa
    environment: dict[str, str]
    gateway: Settings
    superuser: str


@pytest.fixture(scope="module")
def house() -> Iterator[Settings]:
    """A gateway whose Redis runs, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="arzi-") as short:
        (Path(short) / "config.yaml").touch()
        secrets = {"ARZI_WEB__SECRET_KEY": "k" * 32, "ARZI_RASA__SECRET": "r" * 32}
        settings = load_settings(Path(short) / "config.yaml", secrets)
        write_redis_conf(settings)
        with service(redis_command(settings), Path(short) / "log", cwd=Path(short)):
            wait_until(settings.redis_socket.exists, what="Redis")
            yield settings


@pytest.fixture(scope="module")
def inside(
    house: Settings, postgres_cluster: Path, tmp_path_factory: pytest.TempPathFactory, rasa: RunningRasa
) -> Iterator[Inside]:
    assert rasa.ready()  # starts after the other one
    superuser = f"host={postgres_cluster} user=postgres dbname=isolated"
    with psycopg.connect(superuser.replace("isolated", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE isolated")
    for _ in range(2):  # it is safe to repeat
        passwords = {"GATEWAY_PASSWORD": "g" * 16, "RASA_PASSWORD": "r" * 16}
        psql = ["psql", "--no-psqlrc", "--quiet", "--dbname", superuser, "--file", str(ROLES)]
        done = subprocess.run(psql, env={**os.environ, **passwords}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    engine = open_engine(f"postgresql+psycopg://arzi@/isolated?host={postgres_cluster}")
    migrate(engine)
    engine.dispose()
    folder = tmp_path_factory.mktemp("isolated")
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        for name in (
            "ARZI_PRIVACY__KEY",
            "ARZI_WEB__SECRET_KEY",
            "ARZI_REDIS_URL",
            "AWS_SECRET_ACCESS_KEY",
            "PGPASSWORD",
        ):
            patch.setenv(name, "the gateway's own")
        tracker = f"postgresql://arzi_rasa:{'r' * 16}@/isolated?host={postgres_cluster}"
        locks = stack.enter_context(running_redis())
        running = stack.enter_context(running_rasa(folder, tracker_url=tracker, lock_url=locks, keep=True))
        told = Path(f"/proc/{running.process.pid}/environ").read_text().rstrip("\0").split("\0")
        environment = dict(line.split("=", 1) for line in told)
        yield Inside(running, environment, house, superuser)


def test_it_answers_with_no_more_than_that(inside: Inside) -> None:
    citizen = Citizen(RasaEngine(inside.rasa.url, inside.rasa.secret), dict(CHANNEL_KNOWS))
    assert citizen.say("3 din se bijli nahi hai").asking == "district"
    assert citizen.say("mardan").asking == "address"


def test_its_environment_has_three_variables(inside: Inside) -> None:
    assert inside.environment.keys() - MACHINE == OURS
    assert not [name for name, value in inside.environment.items() if "the gateway's own" in value]
    assert inside.gateway.redis_login[1] not in str(inside.environment)


def test_it_listens_on_loopback_only(inside: Inside) -> None:
    pid = inside.rasa.process.pid
    mine = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        link = str(entry.readlink()) if entry.is_symlink() else ""
        mine.add(link.removeprefix("socket:[").removesuffix("]"))
    listening = []
    for family in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{family}").read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == LISTENS and rest[5] in mine:
                listening.append(local.partition(":")[0])
    assert listening == ["0100007F"], "127.0.0.1 as the kernel writes it"


def signed_in(inside: Inside) -> psycopg.Connection:
    """As whoever has Rasa's environment would be."""
    url = make_url(inside.environment["ARZI_RASA__TRACKER_URL"]).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def test_its_role_reads_no_table_of_the_gateways(inside: Inside) -> None:
    with psycopg.connect(inside.superuser) as all_seeing:
        tables = all_seeing.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert len(tables) > 40
    with signed_in(inside) as connection:
        for (table,) in tables:
            for statement in ("SELECT 1 FROM public.{}", "DELETE FROM public.{}", "ALTER TABLE public.{} RENAME TO x"):
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(sql.SQL(statement).format(sql.Identifier(table)))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (x int)",
        "CREATE ROLE mine",
        "SET ROLE arzi",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ],
)
def test_its_role_may_nothing_else(inside: Inside, statement: str) -> None:
    with signed_in(inside) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_its_schema_is_its_own(inside: Inside) -> None:
    with signed_in(inside) as connection:
        owned = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        ).fetchall()
        assert owned == [("rasa",)]
        assert connection.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'events'").fetchall() == [
            ("arzi_rasa",)
        ]


class NoKeys:
    """The keys of cases, where there are none."""

    def of(self, owners: Collection[str]) -> Mapping[str, bytes]:
        return {}


def test_a_backup_by_the_gateways_role_does_without_it(inside: Inside) -> None:
    host = make_url(inside.environment["ARZI_RASA__TRACKER_URL"]).query["host"]
    with database.dump(f"postgresql+psycopg://arzi@/isolated?host={host}", NoKeys()) as stream:
        told = gzip.decompress(stream.read())
    assert b"COPY public.alembic_version" in told
    assert b"rasa." not in told


def test_it_does_not_get_into_the_gateways_redis(inside: Inside) -> None:
    socket = inside.gateway.redis_socket
    own = make_url(inside.environment["ARZI_RASA__LOCK_URL"]).password
    for login in ("", f":{own}@", f"gateway:{own}@"):
        with pytest.raises((AuthenticationError, Closed)):
            Redis.from_url(f"unix://{login}{socket}").ping()
    Redis.from_url(inside.gateway.redis).client_list()  # the gateway does


def test_another_user_does_not_even_reach_its_socket(inside: Inside) -> None:
    """The folder is 0700, the socket 0600. Only root can try it as somebody else; others see that it is so."""
    socket = inside.gateway.redis_socket
    if os.getuid() != 0:
        assert [path.stat().st_mode & 0o077 for path in (socket.parent, socket)] == [0, 0]
        return
    reached = ["/usr/bin/test", "-e", str(socket)]
    assert subprocess.run(reached, check=False).returncode == 0
    somebody = subprocess.run(reached, user="nobody", group="nogroup", extra_groups=[], cwd="/", check=False)
    assert somebody.returncode == 1
