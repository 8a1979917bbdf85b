"""Official holidays: the province's own beside the federal ones."""

from datetime import date

import pytest

from core.casework.holidays import official

KP = "Khyber Pakhtunkhwa"


@pytest.mark.parametrize(
    ("day", "name", "by"),
    [
        ("2026-06-17", "Islamic new year", "province"),
        ("2025-06-27", "Islamic new year", "province"),
        ("2026-03-19", "Eid al-Fitr", "province"),
        ("2026-03-20", "Eid al-Fitr", "federal"),
        ("2023-04-26", "Eid al-Fitr", "province"),
        ("2026-12-25", "Quaid-e-Azam Day", "federal"),
    ],
)
def test_days_off(day: str, name: str, by: str) -> None:
    when = date.fromisoformat(day)
    [found] = [one for one in official("PK", KP, when.year, when.year) if one.day == when]
    assert (found.named("en"), found.by, found.estimated) == (name, by, False)


@pytest.mark.parametrize("year", range(2013, 2036))
def test_the_first_of_muharram_is_free_in_the_province_every_year(year: int) -> None:
    found = [one for one in official("PK", KP, year, year) if one.named("en") == "Islamic new year"]
    assert [one.by for one in found] == ["province"]


def test_other_provinces_and_earlier_years_have_them_not() -> None:
    assert date(2026, 6, 17) not in {one.day for one in official("PK", None, 2026, 2026)}
    assert all(one.by == "federal" for one in official("PK", KP, 2012, 2012))


def test_what_goes_by_a_moon_that_nobody_has_seen_is_an_estimate_and_so_is_what_hangs_on_it() -> None:
    days = {one.day: one for one in official("PK", KP, 2029, 2029)}
    [new_year] = [one for one in days.values() if one.by == "province"]
    assert new_year.estimated
    assert new_year.named("ps") == "د اسلامي کال پیل"
    ashura = [day for day, one in days.items() if one.named("en") == "Ashura"]
    assert (min(ashura) - new_year.day).days == 8
    assert not days[date(2029, 12, 25)].estimated
    assert {one.named("ur") for one in days.values() if one.estimated} >= {"عید الفطر", "عاشورہ"}


def test_every_federal_day_has_a_name_in_pashto() -> None:
    for one in official("PK", "Khyber Pakhtunkhwa", 2013, 2035):
        assert one.names.get("ps"), one.names["en"]
    [both] = [one for one in official("PK", None, 2026, 2026) if ";" in one.names["en"]]
    assert both.named("ps") == "لوی اختر؛ د تکبیر ورځ"
