"""Whole numbers that come in forms and addresses: ids, versions, counts. What is none, or too long for one, is None."""

from flask import request

LONGEST = 15
"""Digits: as many as any row's id will have, and as every database's integer can hold."""


def whole_number(text: str, longest: int = LONGEST) -> int | None:
    """The number that a text is, in any script's digits; None for all else."""
    return int(text) if text.isdecimal() and len(text) <= longest else None


def form_number(name: str, longest: int = LONGEST) -> int | None:
    """The number in a field of the form."""
    return whole_number(request.form.get(name, ""), longest)


def form_numbers(name: str) -> list[int]:
    """The numbers in all fields of that name, such as ticked boxes."""
    found = (whole_number(one) for one in request.form.getlist(name))
    return [one for one in found if one is not None]


def seen_version() -> int:
    """The version of the row that the form was made from; 0, which no row has, where it says none."""
    return form_number("version", 9) or 0
