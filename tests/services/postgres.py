"""A real PostgreSQL: a cluster of our own in a temporary folder, and an empty database for each test."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.services.processes import service, tail
from tests.services.waiting import wait_until

OWNER = "postgres"
_SETTINGS = {
    "listen_addresses": "",  # a Unix socket only
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # databases live for minutes
    "max_connections": "200",
    "shared_buffers": "32MB",
}


def find_postgres() -> Path:
    """The folder of initdb and postgres: on the PATH, where pg_config says, or where Debian puts the newest."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    if shutil.which("pg_config"):
        told = Path(subprocess.check_output(["pg_config", "--bindir"], text=True).strip())
        if (told / "initdb").exists():
            return told
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    assert debian, "PostgreSQL is not installed: apt-get install postgresql (make test says what is missing)"
    return debian[-1].parent


@contextmanager
def running_postgres() -> Iterator[Path]:
    """The folder of a running cluster; its socket is in it. PostgreSQL refuses to run as root: another user does."""
    user = OWNER if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="arzi-pg-"))
    if user:
        shutil.chown(folder, user, user)
    binaries = find_postgres()
    log = folder / "log"
    log.touch()
    initdb = [binaries / "initdb", "-D", folder / "data", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync"]
    done = subprocess.run(
        [*initdb, "--locale=C"], user=user, group=user, cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"initdb: {done.stderr}"
    options = [f"-c{name}={value}" for name, value in {**_SETTINGS, "unix_socket_directories": str(folder)}.items()]
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), *options]
    with service(command, log, user=user, cwd=Path("/")) as process:
        wait_until(lambda: process.poll() is not None or _answers(folder), what="PostgreSQL")
        assert process.poll() is None, tail(log)
        yield folder
        process.send_signal(3)  # SIGQUIT: at once, what is in it is thrown away
        process.wait(10)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Path]:
    """The cluster of all tests."""
    with running_postgres() as folder:
        yield folder


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def postgres_url(postgres_cluster: Path, _numbers: Iterator[int]) -> Iterator[str]:
    """SQLAlchemy's URL of a new, empty database (psycopg 3)."""
    name = f"test_{next(_numbers)}"
    with admin(postgres_cluster) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"postgresql+psycopg://{OWNER}@/{name}?host={postgres_cluster}"
    with admin(postgres_cluster) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def admin(folder: Path, database: str = "postgres") -> psycopg.Connection:
    """A connection to a cluster as its owner; each statement is a transaction."""
    return psycopg.connect(host=str(folder), user=OWNER, dbname=database, autocommit=True)


def _answers(folder: Path) -> bool:
    try:
        admin(folder).close()
    except psycopg.OperationalError:
        return False
    return True
