"""``arzi reseal``: personal data sealed with the present key."""

import click

from core.errors import ConfigInvalid
from core.store.sealing.reseal import reseal
from gateway.bootstrap import build_store
from gateway.config import load_settings


@click.command(name="reseal")
def command() -> None:
    """Seal all personal data and evidence again with the present key (privacy.key), with the gateway stopped.

    For a new key: set ARZI_PRIVACY__PREVIOUS_KEY to the old one and ARZI_PRIVACY__KEY to the new one, run this, and
    take the previous key away. Also for a database that was in use before there was a key.

    \b
    Example:
      arzi reseal
    """
    settings = load_settings()
    if settings.privacy.key is None:
        raise ConfigInvalid("privacy.key: is missing (set ARZI_PRIVACY__KEY)")
    store = build_store(settings)
    with store.write() as session:
        rows = reseal(session)
    files = store.blobs.reseal()
    click.echo(f"{rows} rows and {files} files sealed", err=True)
