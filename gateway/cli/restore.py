"""``arzi restore``: a backup into an empty place."""

from pathlib import Path

import click

from core.errors import Conflict
from core.store.staff.admin_log import by_command_line
from gateway.bootstrap import build_store
from gateway.config import load_settings
from gateway.house import SystemClock
from gateway.running.backup.envelope import Envelope, identities_in
from gateway.running.backup.restoring import Target, restore
from gateway.running.living import living

IDENTITY = click.option(
    "--identity",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file with the secret key, where the backup is encrypted.",
)


@click.command(name="restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@IDENTITY
@click.option("--generation", help="Its name; the youngest, where none is given.")
@click.option("--skip-numbers", type=click.IntRange(0), help="So many tracking numbers are left out, not as reckoned.")
def command(folder: Path, identity: Path | None, generation: str | None, skip_numbers: int | None) -> None:
    """Put the backup in FOLDER into the configured database, which must be empty, and the evidence beside it.

    Nothing of Arzi may run meanwhile. The keys must be those of then; each piece of evidence is opened, and the exit
    status is 1 where one cannot be. Tracking numbers go on beyond what may have been told since; messages that may have
    been sent since are asked for at the provider first; what was erased since is erased again. Broken off, it is run
    again. Afterwards: `arzi verify` checks every history, and docs/operating.md says how to take what came since.

    \b
    Example:
      arzi restore /backup/arzi --identity backup-key.txt && arzi verify
    """
    settings = load_settings()
    alive = living(settings)
    if alive:
        raise Conflict(f"something of Arzi lives ({', '.join(alive)}): stop it first")
    envelope = Envelope(identities=identities_in(identity) if identity is not None else ())
    store = build_store(settings, any_key=True, any_tables=True)
    target = Target(store, settings.database_url, settings.var, settings.tracker_url)
    done = restore(target, folder, envelope, SystemClock().now(), generation, skip_numbers)
    with store.write() as session:
        by_command_line(session, "restore", done.manifest.at, SystemClock().now(), files=done.manifest.blobs)
    store.close()
    after = done.aftermath
    for line in (
        f"restored the backup of {done.manifest.at}: {done.manifest.blobs} pieces of evidence",
        f"{after.skipped} tracking numbers are left out, {after.asked} messages are asked for before they are sent, "
        f"{after.erased} things were erased again",
        "what came since is not in it: docs/operating.md, Backup and restore",
    ):
        click.echo(line, err=True)
    for name, why in done.copied.broken:
        click.echo(f"evidence {name}: {why}")
    if done.copied.broken:
        raise SystemExit(1)
