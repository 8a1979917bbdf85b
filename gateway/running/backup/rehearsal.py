"""A rehearsal: could the youngest generation be put back? In a place of its own, beside the house that runs."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from core.errors import StoreUnavailable
from core.store.casework import audit
from core.store.engine import Store, open_engine, open_store
from core.store.evidence.sealed_blobs import SealedBlobs
from core.store.migrate import migrate
from gateway.running.backup import database, evidence
from gateway.running.backup.aftermath import settle
from gateway.running.backup.envelope import Envelope
from gateway.running.backup.evidence import Copied
from gateway.running.backup.folder import (
    Manifest,
    check_whole,
    entries_of,
    erased_in,
    generation,
    keys_in,
    read_manifest,
)
from gateway.running.backup.restoring import check_keys
from gateway.running.backup.shredding import Keys


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """``taken_at`` of the generation; so many histories and pieces of evidence were looked at; what is ``broken``."""

    taken_at: datetime
    histories: int
    evidence: int
    broken: tuple[tuple[str, str], ...]


def rehearse(url: str, house: Store, folder: Path, envelope: Envelope, now: datetime) -> Rehearsed:
    """Fill a database that is thrown away afterwards, check every history and open every piece of evidence.

    ``url`` is the house's own: its server makes the database for it. Raises what a restore would raise.
    """
    one = generation(folder)
    manifest = read_manifest(one)
    check_whole(one, manifest)
    check_keys(manifest, house.blobs)
    with keys_in(folder, envelope, house, manifest) as keys:
        return _rehearsed(url, house.blobs, folder, one, manifest, envelope, keys, now)


def _rehearsed(
    url: str, blobs: SealedBlobs, folder: Path, one: Path, manifest: Manifest, envelope: Envelope,
    keys: Keys | None, now: datetime,
) -> Rehearsed:  # fmt: skip
    with _place(url) as there:
        with envelope.opened(one / manifest.database) as stream:
            database.restore(there, stream, keys, old=database.is_old(manifest.database))
        engine = open_engine(there)
        migrate(engine)
        engine.dispose()
        store = open_store(there, blobs.shelf, vault=blobs.vault)
        try:
            with store.write() as session:
                settle(session, manifest.taken_at, now, erased_in(folder))
            links = list(audit.verify(store))
        finally:
            store.close()
    broken = [(number, link.why) for number, link in links if link is not None]
    told, looked = Copied(), 0
    for name, content in evidence.opened(folder, entries_of(one), envelope, keys, told):
        looked += 1
        why = blobs.why_not(content, name)
        if why is not None:
            broken.append((name, why))
    return Rehearsed(manifest.taken_at, len(links), looked, (*broken, *told.broken))


@contextmanager
def _place(url: str) -> Iterator[str]:
    """The URL of an empty database of the same kind; gone afterwards. Raises StoreUnavailable."""
    if database.kind(url) == database.SQLITE:
        with tempfile.TemporaryDirectory(dir=Path(make_url(url).database or "").parent) as folder:
            yield f"sqlite:///{folder}/rehearsal.db"
        return
    name = f"arzi_rehearsal_{secrets.token_hex(6)}"
    _on_server(url, f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_server(url: str, statement: str) -> None:
    engine = open_engine(url)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(statement))
    except SQLAlchemyError as error:
        raise StoreUnavailable(
            "the database for the rehearsal cannot be made or removed: may this user? ALTER ROLE arzi CREATEDB"
        ) from error
    finally:
        engine.dispose()
