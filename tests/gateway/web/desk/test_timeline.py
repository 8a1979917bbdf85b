"""The history in words: every action has its sentence, and an unknown one is not an error."""

import pytest
from flask import Flask
from flask_babel import Babel

from core.casework.history import NewEvent, append
from core.complaint import Complaint, Field, Source
from core.offices.directory import Directory
from core.ticket import Action
from gateway.web.desk.timeline import Names, masking, timeline
from tests.core.casework.given import at


@pytest.mark.parametrize("kind", ["registered", *Action])
def test_each_action_has_its_sentence(kind: str) -> None:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        event = append(None, "N", NewEvent(kind, at(2), "officer:3", {}, {"remark": "words"}))
        (entry,) = timeline([event], Names({"3": "Gul"}, Directory([])))
    assert entry.what != "Something changed", kind
    assert (entry.who, entry.said) == ("Gul", ["words"])


def test_what_is_unknown_is_still_there() -> None:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        (entry,) = timeline([append(None, "N", NewEvent("new_kind", at(2), "system"))], Names({}, Directory([])))
    assert (entry.what, entry.who) == ("Something changed", "Arzi")


@pytest.mark.parametrize(
    ("actor", "anonymous", "shown"),
    [
        ("citizen", False, False),
        ("citizen", True, False),
        ("agent:3", False, False),
        ("officer:3", False, True),
        ("officer:3", True, False),
    ],
)
def test_who_the_citizen_is_does_not_stand_in_their_words(actor: str, anonymous: bool, shown: bool) -> None:
    said = "come soon. I am Zarghoona Bibi, 0300 7654321, nobody@example.org"
    record = Complaint({"complainant_name": Field("Zarghoona Bibi", 1.0, Source.TEXT)})
    event = append(None, "N", NewEvent(Action.CITIZEN_ANSWERED, at(2), actor, {}, {"answer": said}))
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        (entry,) = timeline([event], Names({}, Directory([])), masking(record, anonymous=anonymous))
    assert entry.said == ([said] if shown else ["come soon. I am •••, •••21, •••"])


@pytest.mark.parametrize("anonymous", [True, False])
def test_where_somebody_lives_who_wishes_not_to_be_named_does_not_stand_in_a_correction(anonymous: bool) -> None:
    words = {"why": "they said so", "place_before": "Street 3", "place": "Street 4"}
    event = append(None, "N", NewEvent(Action.CORRECT, at(2), "officer:3", {}, words))
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        (entry,) = timeline([event], Names({}, Directory([])), masking(Complaint(), anonymous=anonymous))
    assert ("Street" in " ".join(entry.said)) is not anonymous
    assert "they said so" in entry.said
