"""``arzi listen``: a process that takes what comes in. Each listener's module is imported only when it is started."""

import click

from gateway import extensions

LISTENERS = {
    "smtp": "gateway.listeners.smtp_command",
    "imap": "gateway.listeners.imap_command",
    "folder": "gateway.listeners.folder_command",
    "poll": "gateway.listeners.poll_command",
}
"""Listener → module with its ``command``."""


class LazyListeners(click.Group):
    """A group that imports a listener when it is needed."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return [*LISTENERS, *(name for name, module in extensions.LISTENERS.items() if extensions.installed(module))]

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        module = LISTENERS.get(name) or extensions.LISTENERS.get(name)
        if module is None or not extensions.installed(module):
            return None
        command: click.Command = extensions.load(module).command
        return command


@click.command(cls=LazyListeners, name="listen")
def command() -> None:
    """Take mail, scans or what providers are asked for, until stopped. (mailbox: keep what we send, in development.)

    \b
    Examples:
      arzi listen smtp
      arzi listen imap
      arzi listen folder
      arzi listen poll
      arzi listen mailbox
    """
