"""What a process loads is what it needs: memory is counted by processes."""

import subprocess
import sys

import pytest

_LETTERS = """
from channels import letters
from gateway.pipeline.letters import picturing
letters.build(letters.Settings())
"""


@pytest.mark.parametrize(
    ("code", "not_loaded"),
    [
        (_LETTERS, ("cv2", "numpy", "pytesseract", "pypdfium2")),
        ("import gateway.cli.worker, gateway.cli.cron, gateway.web.serve", ("cv2", "numpy", "openpyxl")),
    ],
    ids=["before a letter is read", "before a workbook of offices is read"],
)
def test_what_is_large_is_not_loaded(code: str, not_loaded: tuple[str, ...]) -> None:
    tell = f"import sys\n{code}\nprint([name for name in {not_loaded!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, timeout=120, check=True)
    assert told.stdout.strip() == "[]"
