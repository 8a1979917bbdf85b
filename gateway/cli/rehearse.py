"""``arzi rehearse``: could the last backup be put back?"""

from pathlib import Path

import click

from core.store.pipeline import heartbeats
from core.store.staff.admin_log import by_command_line
from gateway.bootstrap import build_store, look_at_store
from gateway.cli.restore import IDENTITY
from gateway.config import load_settings
from gateway.house import SystemClock
from gateway.running.backup.envelope import Envelope, identities_in
from gateway.running.backup.rehearsal import rehearse


@click.command(name="rehearse")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@IDENTITY
def command(folder: Path, identity: Path | None) -> None:
    """Put the youngest backup in FOLDER into a database that is thrown away, check all histories and open all evidence.

    What runs is not touched. On PostgreSQL the user must be allowed to make databases. The exit status is 1 where
    anything is broken. Do it every month, with the keys as they lie in the safe.

    \b
    Example:
      arzi rehearse /backup/arzi --identity backup-key.txt
    """
    settings = load_settings()
    store, now = build_store(settings), SystemClock().now()
    look_at_store(store)
    envelope = Envelope(identities=identities_in(identity) if identity is not None else ())
    done = rehearse(settings.database_url, store, folder, envelope, now)
    click.echo(
        f"the backup of {done.taken_at.isoformat(timespec='seconds')}: {done.histories} histories checked, "
        f"{done.evidence} pieces of evidence opened, {len(done.broken)} broken",
        err=True,
    )
    for name, why in done.broken:
        click.echo(f"{name}: {why}")
    with store.write() as session:
        by_command_line(session, "rehearse", done.taken_at.isoformat(timespec="seconds"), now, broken=len(done.broken))
        if not done.broken:
            heartbeats.ran(session, heartbeats.REHEARSAL, now)
    store.close()
    if done.broken:
        raise SystemExit(1)
