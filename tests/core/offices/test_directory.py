"""The generated offices are a tree over the real administrative divisions, the same every time."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from core.errors import NotFound
from core.offices.directory import Area, Directory, Office, PostStatus, Term, Tier
from core.offices.generate import generate, titles
from core.reference.tables import rows
from core.ticket import Level

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@cache
def directory() -> Directory:
    return Directory(generate())


def test_at_least_seven_thousand_and_reproducible() -> None:
    first, again = list(generate()), list(generate())
    assert first == again
    assert len(first) >= 7000
    assert len({office.code for office in first}) == len(first)
    assert [office.id for office in first] == list(range(1, len(first) + 1))


def test_every_office_is_under_the_chief_ministers_cell_of_its_province() -> None:
    for office in directory():
        above = list(directory().above(office))
        top = above[-1] if above else office
        assert (top.kind, top.province) == ("chief_minister", office.province), office
        assert all(one.province == office.province for one in above)


def test_nobody_is_under_a_smaller_office() -> None:
    order = list(Tier)
    for office in directory():
        for above in directory().above(office):
            assert order.index(above.tier) <= order.index(office.tier), (office, above)


def test_the_districts_are_those_of_the_gazetteer() -> None:
    gazetteer = {(row["name"], row["division"]) for row in rows("places/districts.csv")}
    ours = {
        (row["district"], row["division"])
        for row in rows("offices/areas.csv")
        if row["province"] == "Khyber Pakhtunkhwa"
    }
    assert ours == gazetteer


def test_each_district_has_each_kind_of_office_once() -> None:
    bodies = {row["kind"] for row in rows("offices/bodies.csv")}
    kinds = Counter(office.kind for office in directory() if office.tier is Tier.DISTRICT and office.kind not in bodies)
    districts = len(list(rows("offices/areas.csv")))
    assert set(kinds.values()) == {districts}
    assert {row["department"] for row in rows("offices/kinds.csv")} <= {
        row["key"] for row in rows("offices/departments.csv")
    }


@pytest.mark.parametrize(
    ("code", "name", "urdu", "parent"),
    [
        ("kp.mardan.mardan.katlang.power_subdivision", "PESCO Sub-Division, Katlang", "کاٹلنگ", "Division, Mardan"),
        ("kp.peshawar.khyber.power_division", "TESCO Division, Khyber", "خیبر", "PESCO Circle, Peshawar"),
        ("sd.karachi.karachi-south.power_division", "K-Electric Division, Karachi South", "کراچی جنوبی", "K-Electric"),
        ("kp.malakand.swat.forest_division", "Forest Division, Swat", "سوات", "Forest Circle, Malakand"),
        ("kp.malakand.swat.food_office", "District Food Office, Swat", "سوات", "Deputy Commissioner's Office, Swat"),
        ("kp.mardan.commissioner", "Commissioner's Office, Mardan Division", "مردان", "Chief Secretary"),
    ],
)
def test_names_and_parents(code: str, name: str, urdu: str, parent: str) -> None:
    office = directory().by_code(code)
    assert office.name == name
    assert urdu in office.name_ur or office.tier is Tier.TEHSIL
    assert office.named("ps") not in {office.name, office.name_ur}
    assert office.named("en") == office.named("roman_ur") == name
    assert parent in directory().by_code(office.parent or "").name


@pytest.mark.parametrize(
    ("code", "name", "parent"),
    [
        ("kp.peshawar.peshawar.water_sanitation_company-peshawar", "(WSSP)", "Local Government"),
        ("kp.hazara.abbottabad.development_authority-galiyat", "Galiyat", "Local Government"),
        ("kp.peshawar.nowshera.cantonment_board-risalpur", "Cantonment Board, Risalpur", "Deputy Commissioner"),
    ],
)
def test_bodies_that_stand_in_some_places_only(code: str, name: str, parent: str) -> None:
    office = directory().by_code(code)
    assert name in office.name
    assert parent in directory().by_code(office.parent or "").name


def test_the_bodies_come_last_so_that_nothing_before_them_is_numbered_anew() -> None:
    bodies = {row["kind"] for row in rows("offices/bodies.csv")}
    numbers = [office.id for office in directory() if office.kind in bodies]
    assert numbers == list(range(len(directory()) - len(numbers) + 1, len(directory()) + 1))


def test_titles_for_every_kind() -> None:
    assert {office.kind for office in directory()} == set(titles())


@pytest.mark.parametrize(
    ("place", "area"),
    [
        ("Mardan", Area("Khyber Pakhtunkhwa", "Mardan", "Mardan")),
        ("mardan", Area("Khyber Pakhtunkhwa", "Mardan", "Mardan")),
        ("Karachi", Area("Sindh", "Karachi")),
        ("Hazara", Area("Khyber Pakhtunkhwa", "Hazara")),
        ("Punjab", Area("Punjab")),
        ("Atlantis", None),
    ],
)
def test_areas(place: str, area: Area | None) -> None:
    assert directory().area(place) == area


def test_the_ladder_of_a_district() -> None:
    area = directory().area("Upper Dir")
    assert area is not None
    found = [directory().on_ladder(level, area) for level in Level]
    assert [office.name if office else None for office in found] == [
        None,
        "Deputy Commissioner's Office, Upper Dir",
        "Commissioner's Office, Malakand Division",
        "Chief Secretary's Office, Khyber Pakhtunkhwa",
        "Chief Minister's Complaint Cell, Khyber Pakhtunkhwa",
    ]


def test_a_post_is_as_it_was_at_the_time() -> None:
    office = Office(1, "kp.dc", "deputy_commissioner", "administration", Tier.PROVINCE, "DC", "", "Khyber Pakhtunkhwa")
    terms = [
        Term("kp.dc", "DC", PostStatus.IN_POST, NOW + timedelta(days=20), "the next"),
        Term("kp.dc", "DC", PostStatus.IN_POST, NOW, "the first"),
        Term("kp.dc", "DC", PostStatus.TRANSFERRED, NOW + timedelta(days=10), "the first"),
    ]
    directory = Directory([office], terms)
    filled = [directory.filled(office, NOW + timedelta(days=days)) for days in (-1, 0, 9, 10, 19, 20, 300)]
    assert filled == [True, True, True, False, False, True, True]
    assert Directory([office]).filled(office, NOW), "where nothing is recorded"


def test_unknown_offices() -> None:
    with pytest.raises(NotFound):
        directory().get(0)
    with pytest.raises(NotFound):
        directory().by_code("kp.nowhere")


def test_what_is_under_an_office() -> None:
    commissioner = directory().find("deputy_commissioner", Area("Khyber Pakhtunkhwa", "Mardan", "Swabi"))
    assert commissioner is not None
    under = directory().under(commissioner)
    assert {office.district for office in under} == {"Swabi"}
    assert len({office.department for office in under}) > 5, "every department of the district"
    branch = next(office for office in under if office.parent not in (None, commissioner.code))
    parent = directory().by_code(branch.parent or "")
    assert {parent, branch} <= set(directory().under(parent))
