"""How long a function may be. What is longer has its name below, and the list only shrinks."""

import ast
from collections.abc import Iterator

import pytest

from tests.deploy.names import ROOT

ROOMS = ("core", "gateway", "channels", "nlu", "simulator", "workbench")
LONGEST_FUNCTION = 40
MIGRATIONS = "core/store/migrations/versions/"
"""A migration that was released stays as it is."""
LONGER = {
    f"{MIGRATIONS}0001_the_main_road.py upgrade",
    f"{MIGRATIONS}0001_the_main_road.py downgrade",
    f"{MIGRATIONS}0003_casework.py _work",
    f"{MIGRATIONS}0008_letters.py upgrade",
    f"{MIGRATIONS}0009_ways_to_the_citizen.py upgrade",
    f"{MIGRATIONS}0010_desk.py upgrade",
    f"{MIGRATIONS}0011_helpline.py upgrade",
}


def long_functions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > LONGEST_FUNCTION:
            yield node.name


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_a_long_function_is_one_of_those_that_are_named() -> None:
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py") if ".venv" not in file.parts]
    assert len(files) > 500
    found = {
        f"{file.relative_to(ROOT).as_posix()} {name}"
        for file in files
        for name in long_functions(file.read_text("utf-8"))
    }
    assert found - LONGER == set(), "part them by sense into helpers with names"
    assert LONGER - found == set(), "these are short now: out of the list"


@pytest.mark.parametrize(("statements", "found"), [(39, []), (40, ["f"])])
def test_lines_are_counted_from_def_to_the_last(statements: int, found: list[str]) -> None:
    assert list(long_functions("def f():\n" + "    pass\n" * statements)) == found
