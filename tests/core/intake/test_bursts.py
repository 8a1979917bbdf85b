"""When several short messages are answered, and which of them together."""

from datetime import timedelta

import pytest

from core.intake.bursts import Waiting, answer_at, groups, joined
from core.messages import Address, Attachment, InboundMessage, Location
from tests.fakes.parts import START

PAUSE = timedelta(seconds=4)
PICTURE = (Attachment(None, "image/jpeg", content=b"picture"),)


def wrote(text: str, **more: object) -> InboundMessage:
    return InboundMessage("string", f"id {text}", Address("+923001234567"), text=text, full_text=text).with_(**more)


@pytest.mark.parametrize(
    ("asking", "text", "seconds"),
    [
        (None, "bijli nahi hai", 4),
        ("description", "پانی نہیں آ رہا", 4),
        ("address", "Toru", 4),  # "near the mosque" may follow
        ("district", "Mardan", 0.8),
        ("district@confirmed:Mardan,Swat", "2", 0.8),
        ("category:gas,roads,other", "۲", 0.8),
        ("confirmed", "haan ji", 0.8),
        ("confirmed", "nahi zila ghalat hai, Swabi likhein", 4),
        ("phone", "0300 1234567", 0.8),
    ],
)
def test_who_may_write_on_is_waited_for_longer(asking: str | None, text: str, seconds: float) -> None:
    assert answer_at([Waiting(wrote(text), START)], asking, PAUSE) == START + timedelta(seconds=seconds)


def test_a_button_is_waited_for_hardly_at_all() -> None:
    pressed = Waiting(wrote("Yes", choice="confirmed:yes"), START)
    assert answer_at([pressed], None, PAUSE) == START + PAUSE * 0.2


def test_the_last_message_counts_and_nobody_waits_for_ever() -> None:
    second = START + timedelta(seconds=3)
    two = [Waiting(wrote("salam"), START), Waiting(wrote("bijli nahi hai"), second)]
    assert answer_at(two, None, PAUSE) == second + PAUSE
    many = [Waiting(wrote(f"word {n}"), START + timedelta(seconds=3 * n)) for n in range(12)]
    assert answer_at(many, None, PAUSE) == START + PAUSE * 5


@pytest.mark.parametrize(
    ("messages", "sizes"),
    [
        ([wrote("salam"), wrote("bijli nahi hai"), wrote("mardan mein")], [3]),
        ([wrote("salam"), wrote("", attachments=PICTURE)], [2]),
        ([wrote("", attachments=PICTURE), wrote("this pole")], [1, 1]),
        ([wrote("bijli"), wrote("Yes", choice="confirmed:yes"), wrote("shukriya")], [1, 1, 1]),
        ([wrote("bijli", trusted=False), wrote("mardan")], [1, 1]),
        ([wrote("one"), wrote("two", stop=True)], [1, 1]),
    ],
)
def test_words_that_follow_each_other_are_read_together(messages: list[InboundMessage], sizes: list[int]) -> None:
    assert groups(messages) == sizes


def test_together_they_lose_nothing_and_keep_their_order() -> None:
    here = Location(34.2, 72.0)
    burst = joined([wrote("salam"), wrote("bijli nahi hai", attachments=PICTURE), wrote("", location=here)])
    assert burst.text == "salam\nbijli nahi hai"
    assert burst.attachments == PICTURE
    assert burst.location == here
