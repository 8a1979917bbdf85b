"""Which names of files tell who wrote."""

import pytest

from core.privacy.file_names import tells_nothing


@pytest.mark.parametrize(
    ("name", "nothing"),
    [
        ("scan-0012.pdf", True),
        ("Scan 2026-11-30 (2).pdf", True),
        ("IMG_20261130_121005.jpg", True),
        ("20261130121005.tif", True),
        ("IMG-20261130-WA0007.jpg", True),
        ("WhatsApp Image 2026-11-30 at 12.10.05.jpeg", True),
        ("document.pdf", True),
        (r"C:\scans\page 3.png", True),
        ("", True),
        ("gul-jan.pdf", False),
        ("scan_Gul.pdf", False),
        ("گل جان.pdf", False),
        ("Gul/scan.pdf", True),
        ("17301-1234567-1.pdf", False),
        ("03001234567.pdf", False),
        ("۰۳۰۰۱۲۳۴۵۶۷.pdf", False),
        ("scan 0300 1234567.pdf", False),
        ("2026113012345678.pdf", False),
        ("scan" + " 1" * 60 + ".pdf", False),
    ],
)
def test_a_machines_name(name: str, nothing: bool) -> None:
    assert tells_nothing(name) is nothing
