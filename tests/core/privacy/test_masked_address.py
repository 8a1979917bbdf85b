"""An address is shown with as much of it as is needed to recognise it."""

import pytest

from core.privacy.personal import masked_address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("+923001234567", "+9230********"),
        ("gul.khan@example.org", "g***@example.org"),
        ("6512345678", "***678"),
        ("PK.13491208655302741918", "***918"),
        ("123456", "***"),
        ("", ""),
    ],
)
def test_an_address(address: str, shown: str) -> None:
    assert masked_address(address) == shown
