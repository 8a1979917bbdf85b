"""arzi run: everything on this machine, under one supervisor."""

import sys

import click

from gateway.config import load_settings
from gateway.running.supervise.start import run


@click.command(
    epilog="""
\b
Examples:
  arzi run
  ARZI_WEB__PORT=9000 arzi run
"""
)
def command() -> None:
    """Start everything that config.yaml asks for on this machine, and start again whatever dies.

    Ctrl-C stops it. Each line on the terminal begins with the process that wrote it.
    """
    sys.exit(run(load_settings()))
