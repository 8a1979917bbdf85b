"""``arzi backup``: the database and the evidence into a folder."""

from pathlib import Path

import click

from gateway.backup.folder import back_up
from gateway.bootstrap import build_shelf
from gateway.config import load_settings
from gateway.house import SystemClock


@click.command(name="backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def command(folder: Path) -> None:
    """Write the database and the evidence to FOLDER, while everything runs.

    Into the same folder again only new evidence is copied. Personal data stay sealed in it: keep ARZI_PRIVACY__KEY
    somewhere else, and safe.

    \b
    Example:
      arzi backup /backup/arzi
    """
    settings = load_settings()
    manifest, new = back_up(settings.database_url, build_shelf(settings), folder, SystemClock().now())
    click.echo(f"{folder}: {manifest.database}, {manifest.blobs} pieces of evidence, {new} of them new", err=True)
