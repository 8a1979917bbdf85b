"""Reading the CSV files of this folder."""

import csv
import io
from collections.abc import Iterator
from importlib.resources import files


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file, named from this folder (``offices/kinds.csv``)."""
    text = files("core.reference").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))
