"""What a bench found, in the page about speed: between two marks the table and the picture, made anew at each run."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from workbench.bench.plots import svg
from workbench.bench.results import Measure, Spread, as_json

BEGINS, ENDS = "<!-- measured: begins -->", "<!-- measured: ends -->"
_NAME = "performance"


def put_into(page: Path, measures: Sequence[Measure], command: str) -> None:
    """Replace what stands between the marks; the picture and the figures as JSON go to ``images/`` beside the page.

    Raises ValueError for a page without the marks.
    """
    text = page.read_text(encoding="utf-8")
    if text.count(BEGINS) != 1 or text.count(ENDS) != 1:
        raise ValueError(f"{page.name}: there is no {BEGINS} … {ENDS}")
    before, rest = text.split(BEGINS)
    after = rest.split(ENDS)[1]
    images = page.parent / "images"
    images.mkdir(exist_ok=True)
    (images / f"{_NAME}.svg").write_text(svg(measures, "Ours, and what it is measured beside"), encoding="utf-8")
    (images / f"{_NAME}.json").write_text(as_json(measures) + "\n", encoding="utf-8")
    page.write_text(f"{before}{BEGINS}\n\n{_told(measures, command)}\n{ENDS}{after}", encoding="utf-8")


def markdown(measures: Sequence[Measure]) -> str:
    """A table, and below it what each limit is."""
    head = "| | ours | the limit | ratio | goal | ours, p50 / p95 / p99 ms | the limit, ms |"
    lines = [head, "| --- | --: | --: | --: | --- | --: | --: |", *map(_row, measures)]
    limits = dict.fromkeys(f"- {one.name.partition(' (')[0]}: {one.limit_is}" for one in measures)
    return "\n".join([*lines, "", "The limits:", "", *limits]) + "\n"


def _told(measures: Sequence[Measure], command: str) -> str:
    load = os.getloadavg()[2]
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    said = f"{datetime.now(UTC):%d %B %Y}, `{command}`, {machine}, load of the last quarter of an hour {load:.0f}."
    picture = f"![Bars of the table above](images/{_NAME}.svg)"
    return f"{said}\n\n{markdown(measures)}\n{picture}\n"


def _row(one: Measure) -> str:
    cells = (f"{_short(one.ours)} {one.unit}", _short(one.limit), f"**{one.ratio:.2f}**", one.goal)
    return "| " + " | ".join((one.name, *cells, _times(one.ours_ms), _times(one.limit_ms))) + " |"


def _times(times: Spread | None) -> str:
    return f"{_short(times.p50)} / {_short(times.p95)} / {_short(times.p99)}" if times else ""


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"
