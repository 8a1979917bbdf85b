"""What a process loads is what it needs: memory is counted by processes."""

import subprocess
import sys

_LARGE = ("cv2", "numpy", "pytesseract", "pypdfium2")
_CODE = f"""
import sys
from channels import letters
from gateway.letters import kept
letters.build(letters.Settings())
print([name for name in {_LARGE!r} if name in sys.modules])
"""


def test_what_reads_letters_is_not_loaded_before_a_letter_is_read() -> None:
    told = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, timeout=120, check=True)
    assert told.stdout.strip() == "[]"
