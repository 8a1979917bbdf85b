"""Intake's usual steps, as far as they need no store."""

from typing import Any

import pytest

from core.complaint import Field, Source
from core.conversation import Conversation
from core.intake import steps
from core.messages import Address, InboundMessage, Location, Page
from core.ports import Outcome, Understanding
from core.reference.phrasebook import say
from tests.core.intake.given import GUL, NOW, context, heard, told, turn

SCHOOL = Location(34.1989, 72.0404, "Bagh-e-Haram", "School")


@pytest.mark.parametrize(
    ("known", "message", "expected"),
    [
        ({}, heard(found={"phone": (GUL, 1.0)}), {"phone": GUL}),
        ({}, heard(sender=Address(GUL, "Gul Khan")), {"complainant_name": "Gul Khan"}),
        ({}, heard(sender=Address(GUL, "♥")), {}),
        ({}, heard(sender=Address(GUL, "G.")), {}),
        ({"complainant_name": "Saira"}, heard(sender=Address(GUL, "Gul Khan")), {"complainant_name": "Saira"}),
        (
            {},
            heard(location=SCHOOL),
            {"address": "School, Bagh-e-Haram", "district": "Mardan", "latitude": "34.198900"},
        ),
        ({"district": "Swat"}, heard(location=SCHOOL), {"district": "Swat", "address": "School, Bagh-e-Haram"}),
        (
            {},
            heard(location=Location(34.1989, 72.0404)),
            {"district": "Mardan", "longitude": "72.040400", "address": "as pinned on the map"},
        ),
        ({}, heard(location=Location(51.5, -0.12)), {"latitude": "51.500000"}),
    ],
)
def test_what_the_channel_tells(known: dict[str, str], message: InboundMessage, expected: dict[str, str]) -> None:
    after = steps.learn(told(**known), message, NOW)
    found = {name: after.complaint.get(name) for name in after.complaint.fields}
    assert expected.items() <= found.items()
    assert set(found) - set(expected) <= {"latitude", "longitude"}
    assert (after.channel, after.address, after.last_at) == (message.channel, message.sender.address, NOW)


def test_a_letters_fields_were_read_by_a_machine() -> None:
    letter = heard(pages=(Page("ur", 0.8, 0, "x"),), found={"phone": ("+923009999999", 0.5)})
    assert steps.learn(told(), letter, NOW).complaint.fields["phone"].source is Source.OCR


@pytest.mark.parametrize(
    ("more", "changed"),
    [
        ({"asking": "district"}, {"asking": "district"}),
        ({"language": "ur"}, {"language": "ur"}),
        ({"language": "und"}, {"language": "en"}),
        ({"understanding": Understanding(urgent=True)}, {"urgent": True}),
        ({"outcome": Outcome.HUMAN}, {"needs_person": True}),
        ({"outcome": Outcome.CHAT}, {"needs_person": False}),
    ],
)
def test_after_a_turn(more: dict[str, Any], changed: dict[str, Any]) -> None:
    result = steps.after_turn(told(), turn(more.pop("outcome", Outcome.ASKING), "Where?", **more))
    assert result.conversation is not None
    assert {name: getattr(result.conversation, name) for name in changed} == changed
    assert [reply.text for reply in result.replies] == ["Where?"]


@pytest.mark.parametrize("flag", ["urgent", "needs_person"])
def test_what_was_urgent_stays_so(flag: str) -> None:
    after = steps.after_turn(told().with_(**{flag: True}), turn()).conversation
    assert after is not None
    assert getattr(after, flag)


def test_fields_of_a_turn_are_learnt() -> None:
    learnt = {"district": Field("Mardan", 1.0, Source.DIALOGUE)}
    after = steps.after_turn(told(description="no light"), turn(fields=learnt)).conversation
    assert after is not None
    assert (after.complaint.get("district"), after.complaint.get("description")) == ("Mardan", "no light")


@pytest.mark.parametrize(
    ("kind", "key"), [("poll", "unsupported"), ("empty", "unsupported"), ("encrypted", "encrypted")]
)
def test_what_cannot_be_read_is_answered(kind: str, key: str) -> None:
    [reply] = steps.unsupported(context(heard(unsupported=kind), told("ur"))).replies
    assert reply.text == say(key, "ur")


@pytest.mark.parametrize(
    ("known", "category", "urgent"), [({}, "gas", True), ({"category": "health"}, "health", False)]
)
def test_a_clerk_finds_what_the_text_seems_to_say_beside_what_was_read(
    known: dict[str, str], category: str, urgent: bool
) -> None:
    understood = Understanding("en", "inform", "gas", "Mardan", {"category": 0.9, "district": 0.7}, urgent=urgent)
    found: Conversation | None = steps.noted_for_desk(told(**known), understood).conversation
    assert found is not None
    assert (found.complaint.get("category"), found.complaint.get("district")) == (category, "Mardan")
    assert (found.needs_person, found.urgent) == (True, urgent)
