"""Where complaints go, and why."""

from datetime import UTC, datetime
from functools import cache

import pytest

from core.casework.routing import Wanted, ladder, route, rules
from core.errors import NotFound
from core.offices.directory import Directory, PostStatus, Term
from core.offices.generate import generate
from core.reference.categories import categories
from core.ticket import Level, Ticket

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@cache
def directory() -> Directory:
    return Directory(generate())


def vacant(*codes: str) -> Directory:
    return Directory(generate(), [Term(code, "x", PostStatus.VACANT, NOW) for code in codes])


def office_id(code: str) -> int:
    return directory().by_code(code).id


@pytest.mark.parametrize(
    ("category", "district", "text", "code"),
    [
        ("electricity", "Mardan", "3 din se bijli nahi hai", "kp.mardan.mardan.power_division"),
        ("electricity", "Mardan", "no power in Katlang for 3 days", "kp.mardan.mardan.katlang.power_subdivision"),
        ("electricity", "Mardan", "from Katlang to Rustam", "kp.mardan.mardan.power_division"),
        ("education", "Swat", "girls school has no teacher", "kp.malakand.swat.education_female"),
        ("education", "Swat", "لڑکیوں کا سکول بند ہے", "kp.malakand.swat.education_female"),
        ("education", "Swat", "the school is closed", "kp.malakand.swat.education_male"),
        ("education", "Swat", "degree college has no bus", "kp.malakand.colleges"),
        ("roads", "Peshawar", "potholes on GT Road", "kp.highway_region"),
        ("roads", "Peshawar", "hamari gali ki haalat kharab hai", "kp.peshawar.peshawar.local_council"),
        ("social_welfare", "Karak", "بینظیر کی قسط نہیں ملی", "kp.kohat.karak.bisp_office"),
        ("identity_documents", "Tank", "passport not issued", "kp.dera-ismail-khan.tank.passport_office"),
        ("agriculture", "Hangu", "my bhains died", "kp.kohat.hangu.livestock_office"),
        ("other", "Buner", "something", "kp.malakand.buner.deputy_commissioner"),
        ("no_such_category", "Buner", "something", "kp.malakand.buner.deputy_commissioner"),
        ("other", "Karachi", "something", "sd.karachi.commissioner"),
        ("gas", "Lahore", "no gas", "pb.lahore.lahore.gas_office"),
    ],
)
def test_routes(category: str, district: str, text: str, code: str) -> None:
    assert route(Wanted(category, district, text), directory(), NOW).office.code == code


def test_every_category_reaches_an_office_of_its_department_in_every_district() -> None:
    kp = [office for office in directory() if office.kind == "deputy_commissioner"]
    for dc in kp:
        for key, category in categories().items():
            found = route(Wanted(key, dc.district or ""), directory(), NOW).office
            assert found.department == category.department, (key, dc.district, found)
            assert found.province == dc.province


def test_it_says_why() -> None:
    why = route(Wanted("education", "Swat", "Girls school in Kabal"), directory(), NOW).why
    assert why == (
        "Sent to Sub-Divisional Education Office (Female), Kabal because the complaint is about Schools and colleges "
        "in Kabal, Swat and speaks of “Girls”."
    )


def test_never_to_the_office_complained_about_nor_to_one_under_it() -> None:
    xen = office_id("kp.mardan.mardan.power_division")
    found = route(Wanted("electricity", "Mardan", "Katlang", [xen]), directory(), NOW)
    assert found.office.code == "kp.mardan.power_circle", "the sub-division is under the office complained about"
    assert "the complaint is about PESCO Division, Mardan" in found.why


def test_even_when_it_is_about_the_chief_secretary() -> None:
    found = route(Wanted("police", "Swat", "", [office_id("kp.chief_secretary")]), directory(), NOW)
    assert found.office.code == "kp.chief_minister"


def test_past_vacant_posts_to_the_office_above() -> None:
    found = route(Wanted("gas", "Mardan"), vacant("kp.mardan.mardan.gas_office"), NOW)
    assert found.office.code == "kp.mardan.gas_region"
    assert "nobody is in post at SNGPL Customer Service Centre, Mardan" in found.why


def test_an_unknown_place_is_said_to_be_unknown() -> None:
    with pytest.raises(NotFound, match="Atlantis"):
        route(Wanted("gas", "Atlantis"), directory(), NOW)


def test_every_rule_names_kinds_that_exist() -> None:
    kinds = {office.kind for office in directory()}
    for rule in rules():
        assert set(rule.kinds) <= kinds, rule.order
        assert rule.categories <= {*categories(), "*"}, rule.order
    assert len({rule.order for rule in rules()}) == len(rules())


def test_the_ladder_passes_over_vacant_posts_and_whom_it_is_about() -> None:
    ticket = Ticket("N", "gas", "Swat", "p", "whatsapp", "ur", NOW, office_id=5)
    full = ladder(directory())
    assert full(ticket, Level.OFFICE, NOW) == 5
    assert full(ticket, Level.COMMISSIONER, NOW) == office_id("kp.malakand.commissioner")
    assert ladder(vacant("kp.malakand.commissioner"))(ticket, Level.COMMISSIONER, NOW) is None
    about_dc = ticket.with_(against_office=office_id("kp.malakand.swat.deputy_commissioner"))
    assert full(about_dc, Level.DEPUTY_COMMISSIONER, NOW) is None
    assert full(ticket.with_(district="Atlantis"), Level.COMMISSIONER, NOW) is None
