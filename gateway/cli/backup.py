"""``arzi backup``: the database and the evidence into a folder."""

from datetime import datetime
from pathlib import Path

import click

from core.errors import ArziError, ConfigInvalid, Conflict
from core.store.casework import erasures
from core.store.engine import Store
from core.store.pipeline import heartbeats
from core.store.sealing.reseal import sealing
from core.store.staff.admin_log import by_command_line
from gateway.bootstrap import build_store
from gateway.config import Settings, load_settings
from gateway.config.sections import Profile
from gateway.house import SystemClock
from gateway.running.backup.envelope import Envelope, new_identity, recipients_of
from gateway.running.backup.evidence import Copied
from gateway.running.backup.folder import Manifest, Source, back_up
from gateway.running.backup.keys_folder import forget_erased


@click.command(name="backup")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--keys", is_flag=True, help="Only: what was erased since loses its keys there at once.")
@click.option("--new-key", type=click.Path(path_type=Path, dir_okay=False), help="Make a key pair: the secret half.")
def command(folder: Path | None, new_key: Path | None, *, keys: bool) -> None:
    """Make a new generation of the backup in FOLDER, while everything runs.

    It is encrypted to ``backup.recipients`` (age): whoever makes it cannot read it. Make the key pair on another
    machine with --new-key, keep the file there, and give the public half that is printed to ``backup.recipients``.
    Personal data stay sealed in it as well: keep ARZI_PRIVACY__KEY somewhere else, and safe. Each piece of evidence
    that is copied is opened; the exit status is 1 where one cannot be.

    --keys, every hour: of what was erased since, no file of FOLDER/keys has a key any more, so that it cannot be read
    in any generation or copy of one. Nothing else changes, and nothing at all where nothing was erased.

    \b
    Examples:
      arzi backup --new-key backup-key.txt
      arzi backup /backup/arzi
      arzi backup /backup/arzi --keys
    """
    if new_key is not None:
        click.echo(new_identity(new_key))
        return
    if folder is None:
        raise click.UsageError("Missing argument 'FOLDER'.")
    settings = load_settings()
    recipients = recipients_of(settings.backup.recipients)
    if not recipients and settings.profile is Profile.PRODUCTION:
        raise ConfigInvalid("backup.recipients: is missing; `arzi backup --new-key FILE` makes a key pair")
    store, now = build_store(settings, any_key=True), SystemClock().now()
    envelope = Envelope(recipients)
    if keys:
        _forget_erased(store, folder, now, envelope)
    elif not _made(settings, store, folder, now, envelope):
        raise SystemExit(1)


def _made(settings: Settings, store: Store, folder: Path, now: datetime, envelope: Envelope) -> bool:
    """A generation; was all of it whole?"""
    try:
        manifest, copied = back_up(_source(settings, store), folder, now, envelope, settings.backup.keep)
        _tell(folder, manifest, copied)
    except (ArziError, OSError):
        _note(store, heartbeats.BACKUP_FAILED, now)
        raise
    finished = not copied.broken
    with store.write() as session:
        by_command_line(session, "backup", str(folder), now, files=manifest.blobs, broken=len(copied.broken))
    _note(store, heartbeats.BACKUP if finished else heartbeats.BACKUP_FAILED, now)
    store.close()
    if not envelope.encrypts:
        click.echo("it is not encrypted: set backup.recipients", err=True)
    return finished


def _forget_erased(store: Store, folder: Path, now: datetime, envelope: Envelope) -> None:
    try:
        done = forget_erased(store, folder, now, envelope)
    except Conflict:
        click.echo("a backup is being made: it does this at its end", err=True)
        return
    finally:
        store.close()
    click.echo(f"{folder}: {'written anew' if done else 'nothing was erased since'}", err=True)


def _source(settings: Settings, store: Store) -> Source:
    with store.read() as session:
        sealed, erased = sealing(session), erasures.every(session)
    if not sealed.finished:
        click.echo("sealing with the new key has not ended: run `arzi reseal`, then this again", err=True)
    return Source(settings.database_url, store, sealed, erased)


def _tell(folder: Path, manifest: Manifest, copied: Copied) -> None:
    click.echo(
        f"{folder}: {manifest.database}, {manifest.blobs} pieces of evidence, {copied.new} of them new", err=True
    )
    if manifest.keys:
        click.echo(f"it can be read with the key {' and '.join(manifest.keys)}", err=True)
    for name, why in copied.broken:
        click.echo(f"evidence {name}: {why}")


def _note(store: Store, what: str, now: datetime) -> None:
    """For metrics and alerts; a database that is away is told by its own."""
    try:
        with store.write() as session:
            heartbeats.ran(session, what, now)
    except ArziError:
        return
