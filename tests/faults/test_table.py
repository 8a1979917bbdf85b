"""docs/reliability.md names a test for each fault: each of them is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_NODE = re.compile(r"\| `([\w/]+\.py)(?:::(\w+)(?:\[([^\]]+)\])?)?` \|$", re.MULTILINE)
NODES = _NODE.findall((ROOT / "docs/reliability.md").read_text(encoding="utf-8"))


def test_the_table_is_read() -> None:
    assert len(NODES) > 55


@pytest.mark.parametrize(("file", "name", "case"), NODES, ids=[f"{file}::{name}[{case}]" for file, name, case in NODES])
def test_there_is_such_a_test(file: str, name: str, case: str) -> None:
    source = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert not name or re.search(rf"^def {name}\(", source, re.MULTILINE)
    if case:  # of the corpus of mails
        assert (ROOT / "tests" / file).with_name("corpus").joinpath(f"{case}.eml").exists()
