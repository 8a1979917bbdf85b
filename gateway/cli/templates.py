"""``arzi templates``: WhatsApp's content templates, from the files in channels/whatsapp/templates."""

import sys
from collections.abc import Iterable

import click

from channels.whatsapp import templates
from channels.whatsapp.channel import WhatsApp
from channels.whatsapp.templates import State
from core.errors import ConfigInvalid
from gateway.bootstrap import build_channels
from gateway.config import load_settings


@click.group(name="templates")
def command() -> None:
    """WhatsApp's content templates: what is sent after 24 hours, and the shapes of lists and buttons.

    \b
    Examples:
      arzi templates check
      arzi templates push
    """


@command.command(name="push")
def push() -> None:
    """Make in Twilio's account what is missing, and submit to WhatsApp what it must approve.

    Prints the lines for channels.whatsapp.templates. Nothing is deleted; a text that was changed is a new template.

    \b
    Example:
      arzi templates push
    """
    for template in templates.templates():
        if found := templates.faults(template):
            raise ConfigInvalid(f"{template.name}: WhatsApp would refuse it: {'; '.join(found)}")
    states = list(templates.push(_channel().client))
    _tell(states)
    click.echo("\nin config.yaml, under channels.whatsapp:\n  templates:")
    for state in states:
        if state.template.setting is not None and state.sid is not None:
            click.echo(f"    {state.template.setting}: {state.sid} # {state.approval}")


@command.command(name="check")
def check() -> None:
    """Say which templates are there, which WhatsApp approved, and what it asks of each. Nothing is changed.

    Status 1 where one is missing, not approved, or not named in the configuration.

    \b
    Example:
      arzi templates check
    """
    channel = _channel()
    states = list(templates.states(channel.client))
    _tell(states)
    amiss = [state for state in states if not state.good]
    for state in states:
        setting = state.template.setting
        if setting is not None and state.sid is not None and state.sid not in channel.templates.values():
            click.echo(f"FAULT channels.whatsapp.templates: {setting} is not {state.sid}")
            amiss.append(state)
    sys.exit(1 if amiss else 0)


def _channel() -> WhatsApp:
    found = build_channels(load_settings()).get("whatsapp")
    if not isinstance(found, WhatsApp):
        raise ConfigInvalid("channels: whatsapp is not among them")
    return found


def _tell(states: Iterable[State]) -> None:
    for state in states:
        template = state.template
        needs = f"WhatsApp approves it ({template.category})" if template.category else "needs no approval"
        stands = state.approval or ("there" if state.sid else "missing")
        faults = "; ".join([state.reason, *templates.faults(template)]).strip("; ")
        mark = "ok   " if state.good else "FAULT"
        click.echo(f"{mark} {template.name} [{template.language}]: {stands}, {needs}{f': {faults}' if faults else ''}")
