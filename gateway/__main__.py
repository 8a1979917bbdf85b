"""The ``arzi`` command. Each command is a module of gateway/cli/, imported only when it is called."""

import importlib
import sys

import click

from core.errors import ArziError

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
    "verify": "verify",
    "backup": "backup",
    "restore": "restore",
    "reseal": "reseal",
    "reindex": "reindex",
    "offices": "offices",
    "staff": "staff",
    "simulate-ladder": "simulate_ladder",
    "recount": "recount",
    "seed": "seed",
    "prompts": "prompts",
    "bench": "bench",
}
"""Command → module. In the order in which ``arzi --help`` shows them."""


class LazyCommands(click.Group):
    """A group that imports a command's module when it is needed: starting one does not pay for all."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"gateway.cli.{COMMANDS[name]}").command
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
    try:
        cli(prog_name="arzi")
    except ArziError as error:
        for line in (error.detail or error.tell).splitlines():
            click.echo(f"arzi: {line}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
