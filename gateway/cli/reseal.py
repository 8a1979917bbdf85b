"""``arzi reseal``: personal data sealed with the present key."""

import click

from core.errors import ConfigInvalid
from core.store.reseal import reseal
from gateway.bootstrap import build_store
from gateway.config import load_settings


@click.command(name="reseal")
def command() -> None:
    """Seal all personal data again with the present key (privacy.key), with the gateway stopped.

    For a new key: set ARZI_PRIVACY__PREVIOUS_KEY to the old one and ARZI_PRIVACY__KEY to the new one, run this, and
    take the previous key away. Also for a database that was in use before there was a key.

    \b
    Example:
      arzi reseal
    """
    settings = load_settings()
    if settings.privacy.key is None:
        raise ConfigInvalid("privacy.key: is missing (set ARZI_PRIVACY__KEY)")
    with build_store(settings).write() as session:
        rows = reseal(session)
    click.echo(f"{rows} rows sealed", err=True)
