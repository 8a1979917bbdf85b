"""What a dashboard may be about, and who may see it."""

from functools import cache

import pytest

from core.dashboards.subject import Subject, covers, find, of_own, offices_below, places_below
from core.errors import NotFound
from core.offices.directory import Directory
from core.offices.generate import generate

KP = "Khyber Pakhtunkhwa"


@cache
def directory() -> Directory:
    return Directory(generate())


@pytest.mark.parametrize(
    ("own", "asked", "may"),
    [
        (None, {}, True),
        (None, {"area": "Punjab"}, True),
        ("kp.chief_secretary", {}, False),
        ("kp.chief_secretary", {"area": KP}, True),
        ("kp.chief_secretary", {"area": f"{KP}/Peshawar", "department": "health"}, True),
        ("kp.chief_secretary", {"department": "health"}, False),
        ("kp.chief_secretary", {"area": "Punjab"}, False),
        ("kp.peshawar.peshawar.deputy_commissioner", {"area": f"{KP}/Peshawar/Peshawar"}, True),
        ("kp.peshawar.peshawar.deputy_commissioner", {"area": f"{KP}/Peshawar"}, False),
        ("kp.peshawar.peshawar.deputy_commissioner", {"office": "kp.peshawar.peshawar.power_division"}, True),
        ("kp.peshawar.peshawar.power_division", {"office": "kp.peshawar.peshawar.power_division"}, True),
        ("kp.peshawar.peshawar.power_division", {"office": "kp.peshawar.peshawar.health_office"}, False),
        ("kp.peshawar.peshawar.power_division", {"area": f"{KP}/Peshawar/Peshawar"}, False),
    ],
)
def test_who_may_see_what(own: str | None, asked: dict[str, str], may: bool) -> None:
    root = directory().by_code(own) if own else None
    assert covers(root, find(directory(), **asked), directory()) is may


def test_everybody_sees_what_they_begin_with() -> None:
    for office in list(directory())[::500]:
        assert covers(office, of_own(office), directory()), office.code


@pytest.mark.parametrize("wrong", [{"area": "Nowhere"}, {"area": f"{KP}/x/y/z"}, {"department": "x"}, {"office": "x"}])
def test_what_there_is_not(wrong: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        find(directory(), **wrong)


def test_what_lies_below() -> None:
    assert len(places_below(directory(), Subject())) == 7
    divisions = places_below(directory(), Subject(KP, "health"))
    assert all(one.area.startswith(f"{KP}/") and one.department == "health" for one in divisions)
    assert not offices_below(directory(), Subject(KP))
    district = offices_below(directory(), Subject(f"{KP}/Peshawar/Peshawar", "power"))
    assert {one.office.department for one in district if one.office} == {"power"}
