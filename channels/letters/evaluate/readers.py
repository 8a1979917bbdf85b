"""The three ways of reading a page that are compared. Each gets a PNG file and says what it read."""

import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytesseract

from channels.letters.fields import find_fields
from channels.letters.letter import read_page
from channels.letters.limits import Limits
from channels.letters.opening.documents import picture, unpacked

MODELS = {"en": "eng", "ur": "urd", "ps": "pus"}
Reading = tuple[str, Mapping[str, tuple[str, float]]]
"""The text, and the fields with their confidence (empty for those that read no fields)."""


def plain(file: Path, language: str) -> Reading:
    """pytesseract as it comes, told the language."""
    return str(pytesseract.image_to_string(str(file), lang=MODELS[language])), {}


def ocrmypdf(file: Path, language: str) -> Reading:
    """OCRmyPDF with its own preparation, told the language. Raises FileNotFoundError where it is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        sidecar = Path(folder) / "text"
        command = ["ocrmypdf", "-q", "-l", MODELS[language], "-j", "1", "--image-dpi", "300", "--deskew"]
        command += ["--rotate-pages", "--clean", "--output-type", "pdf", "--sidecar", str(sidecar), str(file)]
        subprocess.run([*command, f"{folder}/out.pdf"], check=False, capture_output=True)
        return (sidecar.read_text("utf-8") if sidecar.exists() else ""), {}


def ours(file: Path, language: str) -> Reading:
    """Ours, told nothing."""
    del language
    limits = Limits()
    with unpacked(file.read_bytes(), limits) as paths:
        page = read_page(picture(paths[0]), limits)
    found = find_fields([page.lines], datetime.now(UTC).date())
    return page.text, {name: (field.value, field.confidence) for name, field in found.items()}


READERS = {"plain": plain, "ocrmypdf": ocrmypdf, "ours": ours}
