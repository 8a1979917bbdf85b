"""``arzi listen``: a process that takes what comes in. Each listener's module is imported only when it is started."""

import importlib

import click

LISTENERS = {
    "smtp": "gateway.listeners.smtp_command",
    "imap": "gateway.listeners.imap_command",
    "folder": "gateway.listeners.folder_command",
    "mailbox": "gateway.simulator.mailbox.sink",
}
"""Listener → module with its ``command``."""


class LazyListeners(click.Group):
    """A group that imports a listener when it is needed."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(LISTENERS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in LISTENERS:
            return None
        command: click.Command = importlib.import_module(LISTENERS[name]).command
        return command


@click.command(cls=LazyListeners, name="listen")
def command() -> None:
    """Take mail or scans, until stopped. (mailbox: keep what we send, in development.)

    \b
    Examples:
      arzi listen smtp
      arzi listen imap
      arzi listen folder
      arzi listen mailbox
    """
