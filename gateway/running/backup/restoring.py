"""Putting a generation back: the evidence first, the database in one piece, then what its age asks for.

Broken off anywhere it is done again: evidence that lies there is passed over, and a note in var/ says that the database
is one that we filled.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import ConfigInvalid, Conflict
from core.store.casework.erasures import BLOB
from core.store.engine import Store, open_engine
from core.store.evidence.sealed_blobs import SealedBlobs
from core.store.migrate import migrate
from core.store.sealing import own_keys
from gateway.running.backup import database, evidence
from gateway.running.backup.aftermath import Aftermath, settle
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
from gateway.running.backup.shredding import Keys

NOTE = "restoring.json"
_PROBE = "0" * 64


@dataclass(frozen=True, slots=True)
class Target:
    """Where it is put: an opened store, Rasa's database where it has one of its own, and var/."""

    store: Store
    url: str
    var: Path
    rasa: str | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: Manifest
    copied: Copied
    aftermath: Aftermath


def restore(
    target: Target, folder: Path, envelope: Envelope, now: datetime, name: str | None = None, skip: int | None = None
) -> Restored:
    """Put back the youngest generation, or the one of this name. Nobody may be at work meanwhile: the caller looked.

    Raises NotFound, Malformed for what is damaged, ConfigInvalid for a key that is missing, Conflict where the database
    is not empty or of the other kind, StoreUnavailable.
    """
    one = generation(folder, name)
    manifest = read_manifest(one)
    check_whole(one, manifest)
    check_keys(manifest, target.store.blobs)
    _check_kind(target.url, manifest)
    begun = _begun(target.var, one)
    if not begun:
        database.check_empty(target.url)
    _look_at_shelf(target.store.blobs)
    erased = erased_in(folder)
    gone = {blob for kind, blob in erased if kind == BLOB}
    wanted = [entry for entry in entries_of(one) if entry.partition("-")[0] not in gone]
    with keys_in(folder, envelope, target.store, manifest) as keys:
        copied = evidence.put_back(folder, wanted, target.store.blobs, envelope, keys)
        _fill(target, one, manifest, envelope, keys)
        engine = open_engine(target.url)
        migrate(engine)
        engine.dispose()
        for some in keys.parts() if keys is not None else ():
            with target.store.write() as session:
                own_keys.put_back(session, some)
    with target.store.write() as session:
        aftermath = settle(session, manifest.taken_at, now, erased, skip)
    _put_back_rasa(target, one, manifest, envelope)
    (target.var / NOTE).unlink()
    return Restored(manifest, copied, aftermath)


def _fill(target: Target, one: Path, manifest: Manifest, envelope: Envelope, keys: Keys | None) -> None:
    target.var.mkdir(parents=True, exist_ok=True)
    (target.var / NOTE).write_text(json.dumps({"generation": str(one)}), encoding="utf-8")
    if database.empty(target.url):
        target.store.close()
        with envelope.opened(one / manifest.database) as stream:
            database.restore(target.url, stream, keys, old=database.is_old(manifest.database))


def check_keys(manifest: Manifest, blobs: SealedBlobs) -> None:
    """Raises ConfigInvalid where a key is missing without which it cannot be read."""
    given = blobs.vault.fingerprints if blobs.vault is not None else ()
    missing = sorted(set(manifest.keys) - set(given))
    if missing:
        raise ConfigInvalid(
            f"privacy.key: this backup is sealed with the key {' and '.join(missing)}, given is "
            f"{' and '.join(given) or 'none'}; set ARZI_PRIVACY__KEY (and ARZI_PRIVACY__PREVIOUS_KEY) to those of then"
        )


def _check_kind(url: str, manifest: Manifest) -> None:
    if not database.is_of(url, manifest.database):
        raise Conflict(
            f"database.url: the backup is {manifest.database}; it goes back into the kind of database that it came from"
        )


def _begun(var: Path, one: Path) -> bool:
    try:
        return bool(json.loads((var / NOTE).read_text(encoding="utf-8"))["generation"] == str(one))
    except (FileNotFoundError, ValueError, KeyError):
        return False


def _look_at_shelf(blobs: SealedBlobs) -> None:
    """Before anything is filled: can evidence be put there? Raises StoreUnavailable."""
    blobs.shelf.keep(_PROBE, b"can it be written?")
    blobs.shelf.delete(_PROBE)


def _put_back_rasa(target: Target, one: Path, manifest: Manifest, envelope: Envelope) -> None:
    """Where Rasa has begun anew already it is left: its memory is short, and the record is ours."""
    if manifest.rasa is None or target.rasa is None or not database.is_of(target.rasa, manifest.rasa):
        return
    if database.exists(target.rasa) and not database.empty(target.rasa):
        return
    if database.kind(target.rasa) == database.SQLITE and database.exists(target.rasa):
        return
    with envelope.opened(one / manifest.rasa) as stream:
        database.restore(target.rasa, stream, None, old=database.is_old(manifest.rasa))
