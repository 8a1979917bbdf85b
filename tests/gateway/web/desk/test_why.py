"""Our own reasons are told in the reader's language; officers' words stay as they are."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from core.casework import own_notes
from core.casework.history import NewEvent, append
from core.casework.routing import Wanted, read_sentence, route
from core.offices.directory import Directory, PostStatus, Term
from core.offices.generate import generate
from core.services import correcting, leaving
from core.ticket import Action
from gateway.web.desk.why import _OURS, in_words
from tests.core.casework.given import at

VACANT = "kp.malakand.swat.education_male"


def directory() -> Directory:
    return Directory(generate(), [Term(VACANT, "x", PostStatus.VACANT, at(1))])


@pytest.mark.parametrize(
    ("category", "district", "text"),
    [
        ("education", "Swat", "the school is closed"),
        ("education", "Swat", "girls school has no teacher"),
        ("electricity", "Mardan", "no power in Katlang"),
        ("other", "Buner", "something"),
    ],
)
def test_every_explanation_can_be_taken_apart(category: str, district: str, text: str) -> None:
    found = route(Wanted(category, district, text), directory(), at(2))
    told = read_sentence(found.why)
    assert told is not None
    assert told.office == found.office.name
    assert told.place.endswith(district)
    assert bool(told.passed) == ("nobody is in post" in found.why)


@pytest.mark.parametrize(
    ("text", "actor", "has", "has_not"),
    [
        ("the road is theirs", "officer:3", ["the road is theirs"], []),
        (leaving.WHY, "system", ["دفتر"], ["Whoever"]),
        ("route", "system", ["سوات", "سکول", "اس دفتر میں عہدہ خالی ہے"], ["Sent to", "because", "nobody"]),
        ("again", "system", ["درست کیا گیا"], ["corrected"]),
        (own_notes.undelivered("sms", "30006"), "system", ["ایس ایم ایس", "30006", "نہیں پہنچ سکا"], ["could not"]),
        (own_notes.undelivered("email", None), "system", ["کوئی کوڈ نہیں"], ["no code"]),
        (own_notes.TAKEN_BACK, "system", ["واپس"], ["took"]),
        (own_notes.MEANT_ELSEWHERE, "system", ["شہری"], ["Sent on"]),
        ("something new of ours", "system", ["something new of ours"], []),
    ],
)
def test_in_urdu(text: str, actor: str, has: list[str], has_not: list[str]) -> None:
    offices = directory()
    why = route(Wanted("education", "Swat", "the school is closed"), offices, at(2)).why
    text = {"route": why, "again": f"{why}; {correcting.WHY}"}.get(text, text)
    event = append(None, "N", NewEvent(Action.ASSIGN, at(2), actor, {}, {"why": text}))
    app = Flask("gateway.web")
    Babel(app, default_translation_directories="translations")
    app.root_path = __import__("gateway.web").web.__path__[0]
    with app.test_request_context(), force_locale("ur"):
        told = in_words(event, text, offices)
    for part in has:
        assert part in told
    for part in has_not:
        assert part not in told


def written_by_us() -> Iterator[tuple[str, str]]:
    """Each sentence that the house hands to a command as its own actor: a constant of that module or of another."""
    files = {file: ast.parse(file.read_text()) for one in ("core", "gateway") for file in Path(one).rglob("*.py")}
    constants = {
        (file.stem, target.id): node.value.value
        for file, tree in files.items()
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for file, tree in files.items():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or not any(ast.unparse(one) == "SYSTEM" for one in call.args):
                continue
            for given in (*call.args, *(word.value for word in call.keywords)):
                module, _, name = ast.unparse(given).rpartition(".")
                text = given.value if isinstance(given, ast.Constant) else constants.get((module or file.stem, name))
                text = text if text is not None else getattr(own_notes, name, None) if name.isidentifier() else None
                if isinstance(given, ast.JoinedStr) or (isinstance(text, str) and " " in text):
                    yield str(file), str(text)


def test_each_sentence_of_ours_in_a_history_is_known() -> None:
    found = list(written_by_us())
    assert {own_notes.TAKEN_BACK, own_notes.MEANT_ELSEWHERE, leaving.WHY} <= {text for _, text in found}
    assert [(file, text) for file, text in found if text not in _OURS] == []
