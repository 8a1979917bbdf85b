"""Whole numbers in forms and addresses: what is taken for one, and what is not."""

import pytest
from flask import Flask

from gateway.web.shared.numbers import form_number, form_numbers, seen_version, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("007", 7),
        ("۱۲", 12),
        ("9" * 15, 10**15 - 1),
        ("", None),
        ("9" * 16, None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("½", None),
        ("1 2", None),
        ("seven", None),
    ],
)
def test_a_whole_number(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_fields_of_a_form() -> None:
    app = Flask(__name__)
    with app.test_request_context(method="POST", data={"id": ["3", "²", "5"], "version": "12", "up_to": "x"}):
        assert form_numbers("id") == [3, 5]
        assert form_number("up_to") is None
        assert seen_version() == 12
    with app.test_request_context(method="POST", data={"version": "1234567890"}):
        assert seen_version() == 0
