"""A PostgreSQL that is killed and started again."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from gateway.running.supervise.conf import ending_with_us
from tests.services.postgres import OWNER, find_postgres
from tests.services.waiting import wait_until


@dataclass
class Postgres:
    """In a folder of its own. It commits as durably as it comes."""

    folder: Path
    _process: "subprocess.Popen[bytes] | None" = None
    _user: str | None = field(default_factory=lambda: OWNER if os.getuid() == 0 else None)

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@/arzi?host={self.folder}"

    def make(self) -> None:
        """A new cluster with an empty database, running."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._user:
            shutil.chown(self.folder, self._user, self._user)
        made = [str(find_postgres() / "initdb"), "-D", str(self.folder / "data"), "-U", OWNER, "-A", "trust"]
        as_owner = {"user": self._user, "group": self._user}
        subprocess.run([*made, "-E", "UTF8", "--locale=C"], cwd="/", check=True, capture_output=True, **as_owner)  # type: ignore[call-overload]
        self.start()
        with self._connect("postgres") as connection:
            connection.execute("CREATE DATABASE arzi")

    def start(self) -> None:
        """Until it answers; again and again, where it ends by itself: on a disk that is full it does."""
        self._spawn()
        wait_until(self._there, every=0.1, what="PostgreSQL")

    def revive(self) -> None:
        """Start it where it has ended by itself."""
        if self._process is not None and self._process.poll() is not None:
            self.start()

    def _spawn(self) -> None:
        options = {"unix_socket_directories": str(self.folder), "listen_addresses": "", "max_connections": "200"}
        command = [str(find_postgres() / "postgres"), "-D", str(self.folder / "data")]
        command += [f"-c{name}={value}" for name, value in options.items()]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                ending_with_us(command), cwd="/", user=self._user, group=self._user, stdout=log, stderr=log
            )

    def _there(self) -> bool:
        with suppress(psycopg.OperationalError):
            self._connect("postgres").close()
            return True
        if self._process is not None and self._process.poll() is not None:
            self._spawn()
        return False

    def kill(self) -> None:
        """All of its processes, at once."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _connect(self, name: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname=name, autocommit=True, connect_timeout=5)
