"""arzi bench: how fast it is, beside how fast it could be."""

import importlib
import time
from pathlib import Path

import click

from gateway.bench import BENCHES
from gateway.bench.results import Measure, as_json, table
from gateway.config import load_settings


@click.command(name="bench")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHES)))
@click.option("--quick", is_flag=True, help="A few seconds, to see that it works: the figures say little.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures here, too.")
def command(names: tuple[str, ...], quick: bool, file: Path | None) -> None:
    """Measure NAMES (all of them, where none is named), each beside its limit in the same run.

    \b
    Examples:
      arzi bench
      arzi bench accept --json figures.json
    """
    config = load_settings().config_file
    began = time.monotonic()

    def tell(progress: str) -> None:
        click.echo(f"[{time.monotonic() - began:5.0f} s] {progress}", err=True)

    found: list[Measure] = []
    for name in names or BENCHES:
        found += importlib.import_module(BENCHES[name]).measure(config, quick, tell)
    click.echo(table(found))
    if file is not None:
        file.write_text(as_json(found) + "\n", encoding="utf-8")
