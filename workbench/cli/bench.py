"""arzi bench: how fast it is, beside how fast it could be."""

import importlib
import sys
import time
from pathlib import Path

import click

from gateway.config import load_settings
from workbench.bench import BENCHES, QUICK_S, TAKES_S, USUAL
from workbench.bench.page import put_into
from workbench.bench.plots import svg
from workbench.bench.results import Measure, as_json, table

_File = click.Path(dir_okay=False, path_type=Path)


@click.command(name="bench")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHES)))
@click.option("--quick", is_flag=True, help="A few seconds each, to see that it works: the figures say little.")
@click.option("--json", "file", type=_File, help="Write the figures here, too.")
@click.option("--svg", "picture", type=_File, help="Draw them here, too.")
@click.option("--page", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Put them in this page.")
def command(names: tuple[str, ...], quick: bool, file: Path | None, picture: Path | None, page: Path | None) -> None:
    """Measure NAMES, each beside its limit in the same run. Without a name: all but scale, growth, pages and sums.

    \b
    Examples:
      arzi bench
      arzi bench accept turn --json figures.json --svg figures.svg
      arzi bench --page docs/performance.md
      arzi bench growth
    """
    config = load_settings().config_file
    began = time.monotonic()

    def tell(progress: str) -> None:
        click.echo(f"[{time.monotonic() - began:5.0f} s] {progress}", err=True)

    tell(_will_take(names or tuple(USUAL), quick))
    found: list[Measure] = []
    for name in names or USUAL:
        found += importlib.import_module(BENCHES[name]).measure(config, quick, tell)
        if file is not None:
            file.write_text(as_json(found) + "\n", encoding="utf-8")
    click.echo(table(found))
    if picture is not None:
        picture.write_text(svg(found, "Ours, and what it is measured beside"), encoding="utf-8")
    if page is not None:
        put_into(page, found, " ".join(("make bench", f'ARGS="{" ".join(sys.argv[2:])}"')))


def _will_take(names: tuple[str, ...], quick: bool) -> str:
    seconds = sum((QUICK_S if quick else TAKES_S).get(name, 0) for name in names)
    unknown = [name for name in names if name not in TAKES_S]
    more = f"; and {', '.join(unknown)}, which depends on what is in the store" if unknown else ""
    return f"{', '.join(names)}: about {max(1, round(seconds / 60))} minutes on four idle cores{more}"
