"""``arzi reseal``: personal data sealed with the present key."""

from datetime import UTC, datetime

import click

from core.errors import ConfigInvalid, Conflict
from core.store.engine import Store
from core.store.pipeline import heartbeats
from core.store.sealing.reseal import evidence_done, reseal
from core.store.staff.admin_log import by_command_line
from gateway.bootstrap import build_store
from gateway.config import load_settings


@click.command(name="reseal")
def command() -> None:
    """Seal all personal data and evidence again with the present key (privacy.key), with the gateway stopped.

    For a new key: stop the gateway, set ARZI_PRIVACY__PREVIOUS_KEY to the old one and ARZI_PRIVACY__KEY to the new one,
    run this, start the gateway, make a backup, and take the previous key away. Killed in between, it is run again:
    `arzi migrate`, with which everything starts, goes on with it as well.

    \b
    Example:
      arzi reseal
    """
    settings = load_settings()
    if settings.privacy.key is None:
        raise ConfigInvalid("privacy.key: is missing (set ARZI_PRIVACY__KEY)")
    store = build_store(settings, any_key=True)
    with store.write() as session:
        alive = [kind for kind, one in heartbeats.health(session, datetime.now(UTC)).items() if one.age < _ALIVE_S]
        if alive:
            raise Conflict(f"the gateway runs ({', '.join(sorted(alive))}): stop it first, and wait a minute")
        rows = reseal(session)
        by_command_line(session, "reseal", "", datetime.now(UTC), rows=rows)
    click.echo(f"{rows} rows sealed", err=True)
    seal_evidence(store)


def seal_evidence(store: Store) -> None:
    """The files, after the rows; says what was done. Raises ConfigInvalid where some cannot be opened."""
    done = store.blobs.reseal()
    click.echo(f"{done.done} files sealed", err=True)
    for name in done.shut:
        click.echo(f"evidence {name}: no key that is given opens it")
    if done.shut:
        raise ConfigInvalid(
            f"privacy.key: {len(done.shut)} files are sealed with another key, or damaged; where there was another "
            "key, set ARZI_PRIVACY__PREVIOUS_KEY to it and run `arzi reseal` again"
        )
    with store.write() as session:
        evidence_done(session)


_ALIVE_S = 45.0
"""Three signs of life."""
