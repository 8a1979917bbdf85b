"""An office's name in Pashto is made of its kind, its company and its place."""

import pytest

from core.offices.generate import generate
from core.offices.kinds import pashto_name


@pytest.mark.parametrize(
    ("kind", "urdu", "pashto"),
    [
        ("police_district", "ضلعی پولیس دفتر، مردان", "د ولسوالۍ د پولیسو دفتر، مردان"),
        ("commissioner", "دفتر کمشنر، پشاور ڈویژن", "د کمشنر دفتر، پېښور"),
        ("power_division", "PESCO ڈویژن، کوہاٹ", "د برېښنا ډوېژن (PESCO)، کوهاټ"),
        ("tehsil_municipal", "تحصیل میونسپل ایڈمنسٹریشن، Samar Bagh", "د تحصیل میونسپل اداره، Samar Bagh"),
        ("development_authority", "پشاور ترقیاتی ادارہ", None),
        ("a kind of our own", "دفتر، مردان", None),
    ],
)
def test_a_name_that_its_kind_makes_is_said_in_pashto(kind: str, urdu: str, pashto: str | None) -> None:
    assert pashto_name(kind, urdu) == pashto


def test_nearly_every_office_has_a_pashto_name() -> None:
    urdu = [office.code for office in generate() if office.named("ps") == office.name_ur]
    assert len(urdu) < 10
