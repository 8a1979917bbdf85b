"""The tables of nlu/dialogue and the training data say the same however they are read."""

from pathlib import Path

import pytest
import yaml

from nlu.dialogue.tables import read_table

ROOT = Path(__file__).resolve().parents[2]
TABLES = sorted(
    path
    for folder in ("nlu/dialogue", "nlu/training", "nlu/assistant/domain", "nlu/assistant/data/nlu/talk")
    for path in (ROOT / folder).rglob("*.yml")
)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_it_is_what_pyyaml_itself_reads(path: Path) -> None:
    assert read_table(path) == yaml.safe_load(path.read_text(encoding="utf-8"))


def test_nothing_but_plain_values_is_made(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("a: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(yaml.YAMLError):
        read_table(tmp_path / "x.yml")
