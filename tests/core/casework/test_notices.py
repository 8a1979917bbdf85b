"""Every notice can be said in every language, with all that it must tell."""

import string

import pytest

from core.casework import Notice, NoticeKind, RejectionReason, To
from core.casework.closing import is_it_solved
from core.casework.notices import _texts, in_words, phrase
from core.reference.phrasebook import LANGUAGES
from core.ticket import Level
from tests.core.casework.given import proposed, ticket

_FOR_OFFICES = {
    NoticeKind.NEW_CASE,
    NoticeKind.DUE_SOON,
    NoticeKind.OVERDUE,
    NoticeKind.CALL_CITIZEN,
    NoticeKind.REJECTION_TO_APPROVE,
    NoticeKind.CITIZEN_ANSWERED,
    NoticeKind.CITIZEN_ADDED,
    NoticeKind.CITIZEN_REMINDS,
    NoticeKind.EMERGENCY,
}


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_the_same(language: str) -> None:
    english, texts = _texts("en"), _texts(language)
    assert texts.keys() == english.keys()
    for key, text in texts.items():
        assert text.strip(), key
        assert _placeholders(text) == _placeholders(english[key]), key
    assert set(NoticeKind) - _FOR_OFFICES <= texts.keys()
    assert {f"level.{level.name.lower()}" for level in Level} <= texts.keys()
    assert {f"reason.{reason}" for reason in RejectionReason} <= texts.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_fit_whatsapp(language: str) -> None:
    assert len(phrase("yes", language)) <= 20
    assert len(phrase("no", language)) <= 20


def test_the_question_carries_the_remark_and_the_ticket() -> None:
    asked = proposed(language="en")
    text, buttons = in_words(is_it_solved(asked, NoticeKind.IS_IT_SOLVED), asked, object_within=30)
    assert "transformer replaced" in text
    assert asked.number in text
    assert [(b.title, b.payload) for b in buttons] == [
        ("Yes, solved", f"resolved:yes:{asked.number}"),
        ("No, not solved", f"resolved:no:{asked.number}"),
    ]


def test_braces_in_an_officers_remark_are_only_text() -> None:
    notice = Notice(To.CITIZEN, NoticeKind.IS_IT_SOLVED, {"remark": "{number} {0} {x!r}"})
    assert "{number} {0} {x!r}" in in_words(notice, ticket(language="en"), object_within=30)[0]


@pytest.mark.parametrize(("appeal", "words"), [("yes", "one level higher"), ("no", "final")])
def test_a_rejection_says_why_and_what_can_be_done(appeal: str, words: str) -> None:
    notice = Notice(To.CITIZEN, NoticeKind.REJECTED, {"reason": "in_court", "appeal": appeal})
    text = in_words(notice, ticket(language="en"), object_within=30)[0]
    assert "a court is dealing with it" in text
    assert words in text


def test_an_unknown_language_is_answered_in_english() -> None:
    assert in_words(Notice(To.CITIZEN, NoticeKind.THANKS), ticket(language="und"), object_within=30)[0].startswith(
        "Thank"
    )
