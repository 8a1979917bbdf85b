"""What of the country is in the reference: as the notifications say, and each file with when it was compared."""

from collections import Counter
from datetime import date, timedelta
from importlib.resources import files

import pytest

from core.offices.directory import Directory
from core.offices.generate import generate
from core.reference.former_districts import former_names, name_today
from core.reference.freshness import TOO_OLD, looked_at, too_old
from core.reference.tables import rows
from core.text.gazetteer import districts
from core.text.places import best_district

BALOCHISTAN = {
    "Quetta": {"Quetta East", "Quetta West", "Mastung"},
    "Pishin": {"Pishin", "Barshore", "Chaman", "Qilla Abdullah"},
    "Khuzdar": {"Khuzdar", "Kalat", "Surab", "Wadh"},
    "Lasbela": {"Lasbela", "Hub", "Awaran"},
    "Makuran": {"Gwadar", "Kech", "Tump", "Panjgur"},
    "Nasirabad": {"Nasirabad", "Jaffarabad", "Jhal Magsi", "Sohbatpur", "Usta Muhammad"},
    "Sevi": {"Sevi", "South Dera Bugti", "Kachhi"},
    "Loralai": {"Loralai", "Duki", "Musakhel", "Ziarat", "Harnai"},
    "Koh-e-Suleman": {"Barkhan", "Kohlu", "North Dera Bugti"},
    "Zhob": {"Zhob", "Sherani", "Qilla Saifullah"},
    "Rakhshan": {"Chagai", "Kharan", "Nushki", "Washuk"},
}
"""By the notification of 8 July 2026."""


def divisions_of(province: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("offices/areas.csv"):
        if row["province"] == province:
            found.setdefault(row["division"], set()).add(row["district"])
    return found


def test_balochistan_since_july_2026() -> None:
    assert divisions_of("Balochistan") == BALOCHISTAN
    assert (len(BALOCHISTAN), sum(map(len, BALOCHISTAN.values()))) == (11, 41)


def test_gilgit_baltistan_and_mianwali() -> None:
    assert divisions_of("Gilgit-Baltistan")["Diamer"] == {"Diamer", "Darel", "Tangir", "Astore"}
    assert sum(map(len, divisions_of("Gilgit-Baltistan").values())) == 14
    assert divisions_of("Punjab")["Mianwali"] == {"Mianwali", "Bhakkar", "Talagang"}


@pytest.mark.parametrize(
    ("text", "district", "others"),
    [
        ("quetta west mein gas nahi", "Quetta West", ()),
        ("کوئٹہ میں گیس نہیں", "Quetta East", ("Quetta West",)),
        ("Upper Dera Bugti", "North Dera Bugti", ()),
        ("district Wadh", "Wadh", ()),
        ("tump balochistan", "Tump", ()),
        ("sibi mein pani nahi", "Sevi", ()),
        ("داریل میں سڑک", "Darel", ()),
        ("tangir valley", "Tangir", ()),
    ],
)
def test_young_districts_are_found(text: str, district: str, others: tuple[str, ...]) -> None:
    found, _, more = best_district(text)
    assert (found, more) == (district, others)


def test_an_old_name_still_has_its_offices() -> None:
    assert name_today("Sibi") == "Sevi"
    assert name_today("Mardan") == "Mardan"
    assert former_names("Quetta East") == ("Quetta",)
    young = Directory(generate())
    area = young.area("Sibi")
    assert area is not None
    assert (area.division, area.district) == ("Sevi", "Sevi")
    old = Directory(one for one in generate() if one.district == "Mardan")
    assert old.area("Sevi") is None


def test_every_former_name_leads_to_a_district() -> None:
    for row in rows("places/former_districts.csv"):
        assert row["now"] in districts()
        assert row["former"] not in districts()


def test_no_name_has_the_word_for_district_twice() -> None:
    for one in districts().values():
        assert "ضلع" not in one.urdu
        assert "ولسوال" not in one.pashto
    assert not [office.name_ur for office in generate() if "ضلع ضلع" in office.name_ur or "، ضلع" in office.name_ur]


def test_divisions_are_called_by_their_urdu_names() -> None:
    named = [office.name_ur for office in generate() if office.kind == "commissioner"]
    assert [name for name in named if name.isascii() or any("a" <= sign <= "z" for sign in name.lower())] == []
    assert len(named) == len({(row["province"], row["division"]) for row in rows("offices/areas.csv")})


def test_each_file_about_the_world_says_when_it_was_compared() -> None:
    known = {one.file for one in looked_at()}
    ours = {"offices/called.csv", "offices/rules.csv", "places/cautions.csv"}
    """Files that are our own and have no source outside."""
    there = {
        f"{folder}/{file.name}"
        for folder in ("places", "offices")
        for file in files("core.reference").joinpath(folder).iterdir()
        if file.name.endswith(".csv")
    }
    assert there - ours == known
    assert all(one.source for one in looked_at())
    assert max(Counter((one.file, one.part) for one in looked_at()).values()) == 1


def test_what_is_older_than_a_year_is_named_the_oldest_first() -> None:
    today = date(2026, 11, 30)
    assert [(one.file, one.part) for one in too_old(today)] == [
        ("offices/bodies.csv", "cantonment boards"),
        ("offices/bodies.csv", "water and sanitation companies"),
    ]
    newest = max(one.on for one in looked_at())
    assert len(too_old(newest + TOO_OLD + timedelta(days=1))) == len(list(looked_at()))
