"""``arzi config``: is the configuration one that this version can be started with?"""

import sys
from pathlib import Path

import click

from core.errors import ConfigInvalid
from gateway.bootstrap import build_channels
from gateway.config import Settings, load_settings


@click.group(name="config")
def command() -> None:
    """Look at the configuration. Nothing is started, asked or changed.

    \b
    Example:
      arzi config check
    """


@command.command(name="check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def check(file: Path | None) -> None:
    """Say what is wrong with FILE (else the one in use) and the environment, and which keys went.

    Before an upgrade, ask the new version with the old file. Status 1: it would not start; 0: it would, perhaps with
    warnings.

    \b
    Examples:
      arzi config check
      cd /opt/arzi-2 && ./arzi config check /etc/arzi/config.yaml
    """
    try:
        settings = load_settings(file)
        faults = list(_channel_faults(settings))
    except ConfigInvalid as error:
        settings, faults = None, error.detail.splitlines()
    for line in settings.gone if settings is not None else ():
        click.echo(f"warning: {line}")
    for line in faults:
        click.echo(f"error: {line}")
    if faults:
        sys.exit(1)
    if settings is not None:
        channels = ", ".join(settings.enabled_channels) or "none"
        click.echo(f"{settings.config_file}: good for this version; profile {settings.profile}, channels: {channels}")


def _channel_faults(settings: Settings) -> list[str]:
    """One channel's faults do not hide another's."""
    faults = []
    for name in settings.enabled_channels:
        try:
            build_channels(settings.model_copy(update={"channels": {name: settings.channels[name]}}))
        except ConfigInvalid as error:
            faults += error.detail.splitlines()
    return faults
