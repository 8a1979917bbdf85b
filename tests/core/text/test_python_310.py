"""Rasa runs on Python 3.10: everything here must load there, without pulling in what only the gateway has."""

import subprocess
from pathlib import Path

import core.text

_ROOT = Path(__file__).parents[3]
_PYTHON = _ROOT / "nlu" / "assistant" / ".venv" / "bin" / "python"
_CODE = """
import datetime, importlib, pkgutil, sys
import core.text
for module in pkgutil.iter_modules(core.text.__path__):
    importlib.import_module(f"core.text.{module.name}")
from core.text.dates import find_date
from core.text.ids import find_ids
from core.text.language import language
from core.text.names import find_name
from core.text.normalise import normalise
from core.text.places import best_district
from core.text.danger.taken_back import takes_back
from core.text.stems import stem
from core.text.urgent import danger
text = "mera naam ali hai, Mardan mein kal se ghar mein aag lagi hai, 0300-1234567"
print(sys.version_info[:2], language(text)[0], best_district(text)[0], danger(text), find_ids(text)[0].value,
      find_date(text, datetime.date(2026, 5, 14)).value, find_name(text).value, normalise(text) == text)
assert not {"core.messages", "core.ports", "core.complaint"} & set(sys.modules)
"""


def test_everything_loads_and_works_where_rasa_runs() -> None:
    assert Path(core.text.__file__).is_relative_to(_ROOT)
    run = subprocess.run([_PYTHON, "-c", _CODE], cwd=_ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert run.stderr == ""
    assert run.stdout.strip() == "(3, 10) roman_ur Mardan fire +923001234567 2026-05-13 Ali True"
