"""The history in words: every action has its sentence, and an unknown one is not an error."""

import pytest
from flask import Flask
from flask_babel import Babel

from core.history import NewEvent, append
from core.offices import Directory
from core.ticket import Action
from gateway.web.desk.timeline import Names, timeline
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
