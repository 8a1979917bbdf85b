"""``arzi restore``: a backup into an empty place."""

from pathlib import Path

import click

from gateway.backup.folder import restore
from gateway.bootstrap import build_shelf
from gateway.config import load_settings


@click.command(name="restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def command(folder: Path) -> None:
    """Put the backup in FOLDER into the configured database, which must be empty, and the evidence beside it.

    Afterwards: `arzi migrate` brings an older one to the present tables, `arzi verify` checks every history.

    \b
    Example:
      arzi restore /backup/arzi && arzi migrate && arzi verify
    """
    settings = load_settings()
    manifest = restore(settings.database_url, build_shelf(settings), folder)
    click.echo(f"restored the backup of {manifest.at}: {manifest.blobs} pieces of evidence", err=True)
