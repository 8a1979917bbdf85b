"""Makes the store of an older revision from which upgrades are tried: checks it out, and lets its own code fill one.

``python -m tests.upgrade.make_store 9fcdd7e tests/upgrade/store_0_1_0`` writes there ``arzi.db.xz`` (SQLite),
``arzi.sql.xz`` (PostgreSQL, as statements) and ``blobs/`` (the evidence of both). Needs git's history and PostgreSQL;
what it made is committed, because a clone need not have the history.
"""

import contextlib
import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services.postgres import OWNER, running_postgres

FILLING = Path(__file__).with_name("filling.py")


def make(revision: str, out: Path) -> None:
    """Everything anew."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    with tempfile.TemporaryDirectory() as name, running_postgres() as cluster:
        folder, there = Path(name), Path(name, "there")
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", there, revision], check=True)
        try:
            _fill(there, f"sqlite:///{folder}/arzi.db", out / "blobs")
            _fill(there, f"postgresql+psycopg://{OWNER}@/postgres?host={cluster}", folder / "blobs")
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", there], check=True)
        assert _names(out / "blobs") == _names(folder / "blobs"), "both databases name the same evidence"
        with contextlib.closing(sqlite3.connect(folder / "arzi.db")) as database:
            database.execute("PRAGMA journal_mode=DELETE")
            database.execute("VACUUM")
        _write(out / "arzi.db.xz", (folder / "arzi.db").read_bytes())
        dump = ["pg_dump", "--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges"]
        told = subprocess.run(
            [*dump, f"--host={cluster}", f"--username={OWNER}"], capture_output=True, check=True
        ).stdout
        _write(out / "arzi.sql.xz", b"\n".join(line for line in told.split(b"\n") if not line.startswith(b"\\")))


def _fill(there: Path, url: str, blobs: Path) -> None:
    command = [sys.executable, str(FILLING), url, str(blobs.absolute())]
    subprocess.run(command, cwd=there, env={**os.environ, "PYTHONPATH": str(there)}, check=True)


def _names(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob("*") if file.is_file()}


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    make(sys.argv[1], Path(sys.argv[2]).absolute())
