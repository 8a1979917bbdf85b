"""A complaint of another province is told whose it is."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.complaint import Field, Source
from core.conversation import FINISHED
from core.intake import other_province as other
from core.intake.result import IntakeResult
from core.messages import Location
from core.offices.directory import Directory, PostStatus, Term
from core.offices.generate import generate
from core.ports import Outcome, Reply, Understanding
from core.reference.phrasebook import LANGUAGES, say
from core.reference.tables import rows
from core.store.casework import offices
from tests.core.intake.given import NOW, Engine, context, heard, record, told, turn

SEWAGE = {"description": "sewage stands in our street", "category": "sanitation"}


@pytest.mark.parametrize(
    ("district", "province"),
    [
        ("Mardan", None),
        ("Peshawar", None),
        ("Lahore", "Punjab"),
        ("Quetta West", "Balochistan"),
        ("Quetta", "Balochistan"),  # as it was called when the record was made
        ("Atlantis", None),
        ("", None),
    ],
)
def test_whose_it_is(district: str, province: str | None) -> None:
    assert other.province_of(record(district=district) if district else record()) == province
    assert bool(other.not_sent(record(district=district), "KP-1", "en")) is (province is not None)


@pytest.mark.parametrize(("language", "name"), [("en", "Punjab"), ("ur", "پنجاب"), ("xx", "Punjab")])
def test_its_name(language: str, name: str) -> None:
    assert other.named("Punjab", language) == name
    assert other.named("Atlantis", language) == "Atlantis"


@pytest.mark.parametrize(
    ("before", "after", "last", "said"),
    [
        ({}, {"district": "Lahore"}, "", True),
        ({"district": "Mardan"}, {"district": "Lahore"}, "", True),
        ({"district": "Quetta"}, {"district": "Lahore"}, "", True),
        ({"district": "Lahore"}, {"district": "Lahore"}, "", False),
        ({}, {"district": "Mardan"}, "", False),
        ({}, {"district": "Lahore"}, "where?", False),
        ({}, {}, "", False),
    ],
)
def test_it_is_told_once_when_the_place_is_learnt(
    before: dict[str, str], after: dict[str, str], last: str, said: bool
) -> None:
    answer = IntakeResult(told(**after), (Reply("Name?"),), last=last)
    [reply] = other.announce(context(found=told(**before)), answer).replies
    assert reply.text == (f"{say('elsewhere', 'en', province='Punjab')}\n\nName?" if said else "Name?")


def learnt(district: str) -> dict[str, Field]:
    return {"district": Field(district, 0.95, Source.TEXT)}


@pytest.mark.parametrize(
    ("known", "district", "outcome", "ends"),
    [
        (SEWAGE, "Lahore", Outcome.ASKING, True),
        (SEWAGE, "Lahore", Outcome.CONFIRMED, True),
        (SEWAGE, "Mardan", Outcome.ASKING, False),
        (SEWAGE, "Lahore", Outcome.CANCELLED, False),
        (SEWAGE, "Lahore", Outcome.HUMAN, False),
        ({}, "Lahore", Outcome.ASKING, False),  # nothing is told yet
    ],
)
def test_nothing_is_registered_for_an_office_that_takes_nothing_from_us(
    session: Session, known: dict[str, str], district: str, outcome: Outcome, ends: bool
) -> None:
    offices.fill_if_empty(session, NOW)
    result = turn(outcome, "Your name?", fields=learnt(district))
    given = context(found=told(**known))
    handled = other.conclude(session, given, result) if other.may_be(given, result) else None
    assert (handled is not None) is ends
    if handled is not None:
        assert handled.conversation is not None
        assert (handled.conversation.asking, handled.register) == (other.ASKED, False)
        assert "Punjab" in handled.replies[0].text
        assert "Your name?" not in handled.replies[0].text


def test_a_city_of_several_districts_is_not_asked_about(session: Session) -> None:
    offices.fill_if_empty(session, NOW)
    result = turn(asking="district:Quetta East,Quetta West")
    handled = other.conclude(session, context(found=told(**SEWAGE)), result)
    assert handled is not None
    assert "Quetta is in Balochistan" in handled.replies[0].text
    assert not other.may_be(context(found=told(**SEWAGE)), turn(asking="district:Upper Dir,Lower Dir"))


@pytest.mark.parametrize(("status", "takes"), [(PostStatus.IN_POST, True), (PostStatus.VACANT, False), (None, False)])
def test_it_is_passed_on_where_somebody_of_that_office_is_known(status: PostStatus | None, takes: bool) -> None:
    code = "pb.lahore.lahore.local_council"
    terms = [Term(code, "Director", status, NOW - timedelta(days=1))] if status is not None else []
    assert other.takes_it(Directory(generate(), terms), record(**SEWAGE, district="Lahore"), NOW) is takes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("district", "category", "has", "has_not"),
    [
        ("Karachi South", "sanitation", ["1339", "919"], ["1819", "1199"]),
        ("Karachi South", "electricity", ["K-Electric", "919"], ["1339"]),
        ("Hyderabad", "sanitation", ["919"], ["1339"]),
        ("Islamabad", "municipal", ["1819"], ["919"]),
        ("Lahore", "gas", ["1199"], ["919", "1819"]),
        ("Lahore", "other", [], ["1199", "919", "1819"]),
        ("Quetta East", "gas", ["SSGC"], ["1199"]),
        ("Gilgit", "roads", [], ["919"]),
    ],
)
def test_where_to_turn(language: str, district: str, category: str, has: list[str], has_not: list[str]) -> None:
    said = other.in_words(record(district=district, category=category), language)
    assert all(one in said for one in has)
    assert not any(one in said for one in has_not)
    portal = {"ur": "سٹیزن", "ps": "سټیزن"}.get(language, "Citizen")
    assert portal in said


def test_every_line_has_its_source_and_all_languages() -> None:
    for row in rows("offices/elsewhere.csv"):
        assert row["source"]
        assert all(row[language] for language in LANGUAGES)


AFTER = told(**SEWAGE, district="Lahore", address="Samanabad", phone="+923001234567").with_(asking=other.ASKED)


@pytest.mark.parametrize(
    ("text", "said", "over"),
    [
        ("thanks", "You are welcome", True),
        ("ok", "You are welcome", True),
        ("shukriya", "You are welcome", True),
        ("who should I call then?", "Please turn to", False),
        ("kis se rabta karun", "Please turn to", False),
        ("کس کو فون کروں", "Please turn to", False),
        ("چا ته زنګ ووهم", "Please turn to", False),
        ("it is in Peshawar", None, False),
        ("there is no gas in our house", None, False),
        ("acha to ap kuch nahi kr skte?", "We are sorry; we know", False),
        ("citizen portal pe 2 bar likha koi jawab nahi aya", "We are sorry; we know", False),
        ("یہ کیا بات ہوئی", "We are sorry; we know", False),
    ],
)
def test_what_is_said_then(text: str, said: str | None, over: bool) -> None:
    gas = Understanding(category="gas", confidence={"category": 0.95})
    handled = other.answer(context(heard(text), AFTER, engine=Engine({"there is no gas in our house": gas})))
    assert (handled is not None) is (said is not None)
    if handled is not None and said is not None:
        assert handled.replies[0].text.startswith(said)
        assert handled.conversation is not None
        assert (handled.conversation.state == FINISHED) is over
        assert ("Citizen" in handled.replies[0].text) is (said.startswith(("Please", "We")) and "portal" not in text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("no, it is in Mardan", True),
        ("نہیں، سوات", True),
        ("nahi bhai ye Peshawar Hayatabad phase 3 ki baat hai, Lahore ki nahi thi", True),
        ("Swat", True),
        ("In Mardan also there is no electricity in our house since three days", False),
        ("there is no gas here", False),
    ],
)
def test_whatever_else_is_said_is_the_same_complaint_here_or_another_one(text: str, same: bool) -> None:
    after = other.going_on(context(heard(text), AFTER), AFTER)
    assert after.complaint.get("phone") == "+923001234567"
    assert after.complaint.get("district") is None
    assert after.complaint.get("address") is None
    assert (after.complaint.get("description"), after.asking) == (
        (SEWAGE["description"], "district") if same else (None, None)
    )


def test_a_pin_in_our_province_is_ours() -> None:
    pinned = heard("", location=Location(34.2, 72.04))
    here = context(pinned, AFTER, conversation=told(**SEWAGE, district="Mardan"))
    assert other.going_on(here, AFTER).asking == "district"
