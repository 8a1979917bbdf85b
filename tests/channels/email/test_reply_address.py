"""Addresses and ids that prove themselves, and those that only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.reply_address import Signer

OURS = Signer("complaints@arzi.example", b"our key")
CONVERSATION = "0123456789abcdef0123456789abcdef"


def test_there_and_back() -> None:
    address = OURS.reply_address(CONVERSATION)
    assert OURS.conversation(["other@x.example", address.upper()]) == CONVERSATION
    assert len(address.rpartition("@")[0]) <= 64


@given(st.text(st.characters(codec="ascii", categories=["L", "N"], include_characters="-_"), min_size=1, max_size=12))
def test_any_short_id(value: str) -> None:
    assert OURS.conversation([OURS.reply_address(value)]) == value
    assert OURS.bounced([OURS.bounce_address(value)]) == value
    assert OURS.is_ours(OURS.message_id(value))


@pytest.mark.parametrize(
    "address",
    [
        Signer("complaints@arzi.example", b"another key").reply_address(CONVERSATION),
        OURS.bounce_address(CONVERSATION),
        OURS.reply_address(CONVERSATION).replace("complaints+cx", "complaints+cxa"),
        OURS.reply_address(CONVERSATION).replace("@arzi.example", "@evil.example"),
        OURS.reply_address(CONVERSATION).replace("complaints+", "other+"),
        OURS.reply_address(CONVERSATION)[:-20] + "@arzi.example",
        "complaints+c0@arzi.example",
        "complaints@arzi.example",
        "complaints+cx" + "a" * 42 + "@arzi.example",
        "",
    ],
)
def test_what_is_not_ours(address: str) -> None:
    assert OURS.conversation([address]) is None


@pytest.mark.parametrize(
    "message_id", ["<a.b@arzi.example>", "<a@arzi.example>", "<@arzi.example>", "", "<.@>", "<ü.ü@arzi.example>"]
)
def test_ids_that_are_not_ours(message_id: str) -> None:
    assert not OURS.is_ours(message_id)


def test_an_id_of_ours_says_our_domain() -> None:
    assert OURS.is_ours(OURS.message_id("x").replace("arzi.example", "ARZI.example"))
    assert not OURS.is_ours(OURS.message_id("x").replace("arzi.example", "evil.example"))


def test_too_long_for_an_address() -> None:
    assert OURS.reply_address("x" * 60) == "complaints@arzi.example"
