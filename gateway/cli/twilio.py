"""``arzi twilio``: how the account is set up for us, and what it took while we were away."""

import sys
from collections.abc import Iterator
from datetime import datetime

import click

from channels.ivr.channel import Ivr
from channels.providers.twilio import check as checks
from channels.providers.twilio.channel import MessageChannel
from channels.providers.twilio.check import Finding
from channels.providers.twilio.rest import open_client
from channels.whatsapp.channel import WhatsApp
from core.errors import ConfigInvalid, Malformed
from core.ports import Channel, MissedChannel
from core.store.staff.admin_log import by_command_line
from gateway.bootstrap import build, build_channels, look_at_store
from gateway.cli.resend import Since
from gateway.config import load_settings
from gateway.pipeline.accept import accept


@click.group(name="twilio")
def command() -> None:
    """Ask Twilio about the account that WhatsApp, SMS and the helpline share.

    \b
    Examples:
      arzi twilio check
      arzi twilio catch-up --since 2h
    """


@command.command(name="check")
def check() -> None:
    """Ask whether webhooks, sender, number and templates are set up as Arzi needs them. Nothing is changed.

    Status 1 where something is amiss; each such line says what to enter.

    \b
    Example:
      arzi twilio check
    """
    settings = load_settings()
    channels = build_channels(settings)
    found = [one for name, channel in channels.items() for one in _findings(name, channel, settings.public)]
    if not found:
        raise ConfigInvalid("channels: none of them goes through Twilio")
    for one in dict.fromkeys(found):
        click.echo(f"{'FAULT' if one.fault else 'ok   '} {one.about}{': ' + one.fault if one.fault else ''}")
    sys.exit(1 if any(one.fault for one in found) else 0)


@command.command(name="catch-up")
@click.option("--since", required=True, type=Since(), help="When the outage began: 2h, 2026-11-30T14:00.")
@click.option("--channel", "only", help="whatsapp or sms; without it: all that Twilio lists.")
def catch_up(since: datetime, only: str | None) -> None:
    """Take the messages that came to Twilio since then and never reached us. What is here already is left.

    \b
    Example:
      arzi twilio catch-up --since 2h
    """
    house = build(load_settings())
    look_at_store(house.store)
    for name, channel in house.channels.items():
        if not isinstance(channel, MissedChannel) or only not in (None, name):
            continue
        listed = new = 0
        for envelope in channel.missed(since, house.clock.now()):
            listed += 1
            try:
                new += accept(house, channel, envelope).new
            except Malformed as error:
                click.echo(f"{name}: {envelope.id}: left: {error.detail}", err=True)
        with house.store.write() as session:
            told = {"since": since.isoformat(timespec="minutes"), "read": listed, "new": new}
            by_command_line(session, "catch_up", name, house.clock.now(), **told)
        click.echo(f"{name}: {listed} listed, {new} of them new")


def _findings(name: str, channel: Channel, public: str) -> Iterator[Finding]:
    if isinstance(channel, MessageChannel):
        yield from checks.account(channel.client, channel.account.account_sid)
    if isinstance(channel, WhatsApp):
        yield from checks.whatsapp(channel.client, public, channel.sender, channel.templates)
    elif isinstance(channel, MessageChannel):
        yield from checks.number(channel.client, public, checks.Number(channel.sender, sms=f"/in/{name}"))
    elif isinstance(channel, Ivr):
        client = open_client(channel.settings)
        yield from checks.account(client, channel.settings.account_sid)
        ours = checks.Number(channel.settings.number, voice="/in/ivr", status="/in/ivr/status")
        yield from checks.number(client, public, ours)
