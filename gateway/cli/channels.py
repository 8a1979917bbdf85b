"""``arzi channels``: which there are, which are on, and telling a provider where to call."""

import click

from core.errors import ConfigInvalid
from core.ports import SetUpChannel
from gateway.bootstrap import build_channel
from gateway.channels import channel_label, declarations
from gateway.config import load_settings


@click.group(name="channels", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Name the channels that there are, and which are on.

    \b
    Examples:
      arzi channels
      arzi channels set-up telegram
    """
    if context.invoked_subcommand is None:
        on = load_settings().enabled_channels
        for name in declarations():
            click.echo(f"{'on ' if name in on else 'off'} {name}: {channel_label(name, 'en')}")


@command.command(name="set-up")
@click.argument("name")
def set_up(name: str) -> None:
    """Tell the provider of channel NAME where to call us, and print how things stand there.

    \b
    Example:
      arzi channels set-up telegram
    """
    settings = load_settings()
    if name not in settings.enabled_channels:
        raise ConfigInvalid(f"channels.{name}: is not switched on")
    channel = build_channel(settings, name)
    if not isinstance(channel, SetUpChannel):
        raise ConfigInvalid(f"channels.{name}: has nothing that can be set up from here; see docs/")
    for line in channel.set_up(settings.public):
        click.echo(line)
