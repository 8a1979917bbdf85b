"""Reads the tables of cases that lie beside the tests."""

from pathlib import Path

_DATA = Path(__file__).with_name("data")


def rows(name: str) -> list[tuple[str, str]]:
    """The rows of a table ``answer<TAB>text``; lines that begin with ``#`` are remarks."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [(answer, text) for answer, _, text in (line.partition("\t") for line in lines if line and line[0] != "#")]


def lines(name: str) -> list[str]:
    return [line for line in (_DATA / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
