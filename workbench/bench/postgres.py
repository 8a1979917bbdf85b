"""A PostgreSQL of the bench's own, as durable as it comes, where its programs are installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from workbench.bench.place import BenchFailed, running
from workbench.bench.results import Tell

OWNER = "postgres"
_OPTIONS = {"listen_addresses": "", "max_connections": "200", "shared_buffers": "128MB"}


def programs() -> Path | None:
    """The folder of initdb and postgres: on the PATH, or where Debian puts the newest; None where there are none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    return debian[-1].parent if debian else None


@contextmanager
def databases(tell: Tell) -> Iterator[Mapping[str, Mapping[str, str]]]:
    """The databases to measure on, each with what it changes in the environment of a place."""
    binaries = programs()
    if binaries is None:
        tell("PostgreSQL is not installed here (apt-get install postgresql): only SQLite is measured")
        yield {"SQLite": {}}
        return
    with cluster(binaries) as database:
        changes = {"ARZI_DATABASE__URL": database(), "ARZI_RASA__TRACKER_URL": database()}
        yield {"SQLite": {}, "PostgreSQL": changes}


@contextmanager
def cluster(binaries: Path) -> Iterator[Callable[[], str]]:
    """Gives the URL of a new, empty database at each call. Raises BenchFailed."""
    user = OWNER if os.getuid() == 0 else None  # PostgreSQL refuses to run as root
    with tempfile.TemporaryDirectory(prefix="arzi-bench-pg-") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user, user)
        initdb = [
            str(binaries / "initdb"),
            "-D",
            f"{name}/data",
            "-U",
            OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        done = subprocess.run(initdb, user=user, group=user, cwd="/", capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise BenchFailed(f"initdb: {done.stderr[-500:]}")
        options = [f"-c{key}={value}" for key, value in {**_OPTIONS, "unix_socket_directories": name}.items()]
        command = [str(binaries / "postgres"), "-D", f"{name}/data", *options]
        numbers = count(1)

        def database() -> str:
            made = f"bench_{next(numbers)}"
            with _admin(folder) as connection:
                connection.execute(f'CREATE DATABASE "{made}"')
            return f"postgresql://{OWNER}@/{made}?host={folder}"

        with running(command, folder / "log", lambda: _answers(folder), user=user):
            yield database


def _admin(folder: Path) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(host=str(folder), user=OWNER, dbname="postgres", autocommit=True)


def _answers(folder: Path) -> bool:
    try:
        _admin(folder).close()
    except psycopg.OperationalError:
        return False
    return True
