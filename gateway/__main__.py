"""The ``arzi`` command. Each command is a module of gateway/cli/, imported only when it is called."""

import atexit
import gc
import os
import sys

import click

from core.errors import ArziError
from gateway import extensions

COMMANDS = {
    "run": "run",
    "web": "web",
    "worker": "worker",
    "cron": "cron",
    "listen": "listen",
    "migrate": "migrate",
    "inspect": "inspect",
    "understand": "understand",
    "replay": "replay",
    "resend": "resend",
    "twilio": "twilio",
    "templates": "templates",
    "config": "config",
    "channels": "channels",
    "verify": "verify",
    "backup": "backup",
    "restore": "restore",
    "rehearse": "rehearse",
    "person": "person",
    "reseal": "reseal",
    "reindex": "reindex",
    "offices": "offices",
    "staff": "staff",
    "recount": "recount",
    "publish": "publish",
    "prompts": "prompts",
    "reference": "reference",
}
"""Command → module. In the order in which ``arzi --help`` shows them; then those of what stands beside the gateway."""


class LazyCommands(click.Group):
    """A group that imports a command's module when it is needed: starting one does not pay for all."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return [*COMMANDS, *(name for name, module in extensions.COMMANDS.items() if extensions.installed(module))]

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        module = f"gateway.cli.{COMMANDS[name]}" if name in COMMANDS else extensions.COMMANDS.get(name)
        if module is None or not extensions.installed(module):
            return None
        gc.disable()  # while modules are loaded nothing becomes garbage: looking for it takes a seventh of a start
        try:
            command: click.Command = extensions.load(module).command
        finally:
            gc.enable()
        return command


@click.group(cls=LazyCommands)
@click.version_option(package_name="arzi")
def cli() -> None:
    """Arzi: the gateway through which citizens reach their government.

    \b
    Examples:
      arzi run                          start everything, here
      arzi inspect email letter.eml     what is in a mail, as JSON
      echo "bijli nahi hai" | arzi understand
    """


def main() -> None:
    """Run a command. What goes wrong is one clear line, and exit status 1."""
    os.umask(0o077)  # what we write is for nobody else on this machine
    atexit.register(gc.freeze)  # at its end Python would look through all that it holds, several times, for nobody
    try:
        cli(prog_name="arzi")
    except ArziError as error:
        for line in (error.detail or error.tell).splitlines():
            click.echo(f"arzi: {line}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
