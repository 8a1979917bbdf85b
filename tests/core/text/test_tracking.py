"""Tracking numbers: readable however they are written, and every slip of one digit is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.tracking import looks_like_tracking_number, read_tracking_number, tracking_number

NUMBERS = st.builds(tracking_number, st.integers(2025, 2099), st.integers(1, 9_999_999))


@given(NUMBERS)
def test_it_reads_what_it_writes_on_paper_and_on_a_keypad(number: str) -> None:
    keyed = "".join(filter(str.isdigit, number))
    assert read_tracking_number(number) == number
    assert read_tracking_number(keyed) == number
    assert read_tracking_number(f"  {number.lower()} ") == number


@given(NUMBERS, st.data())
def test_a_wrong_digit_is_noticed(number: str, data: st.DataObject) -> None:
    places = [n for n, sign in enumerate(number) if sign.isdigit() and n > 4]
    place = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    slipped = number[:place] + wrong + number[place + 1 :]
    assert read_tracking_number(slipped) is None
    assert looks_like_tracking_number(slipped)


@given(NUMBERS, st.data())
def test_two_neighbours_swapped_are_noticed(number: str, data: st.DataObject) -> None:
    keyed = "".join(filter(str.isdigit, number))
    place = data.draw(st.integers(4, len(keyed) - 2))
    swapped = keyed[:place] + keyed[place + 1] + keyed[place] + keyed[place + 2 :]
    if swapped != keyed:
        assert read_tracking_number(swapped) is None


@pytest.mark.parametrize(
    "text", ["", "hello", "KP-2026", "0300-1234567", "KP-1999-000123-8", "17101-1234567-1", "٢٠٢٦"]
)
def test_what_is_none(text: str) -> None:
    assert read_tracking_number(text) is None


@pytest.mark.parametrize("serial", [0, -1, 10_000_000])
def test_a_serial_out_of_range_is_refused(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        tracking_number(2026, serial)
