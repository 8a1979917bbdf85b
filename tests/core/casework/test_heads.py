"""The tree is that of RFC 9162, and a head counts with our key and unchanged only."""

import dataclasses
import hashlib
from datetime import UTC, datetime

import pytest

from core.casework.heads import FIRST, Head, Log, Signer, from_json
from core.casework.merkle import Tree

HEAD = Head(1, datetime(2026, 3, 2, 9, tzinfo=UTC), {"events": Log(2, 7, "ab" * 32)}, {"tickets": 1}, FIRST)
OURS, THEIRS = Signer("a secret of the gateway"), Signer("a secret of somebody's")


def by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, as it is written there."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + by_the_book(leaves[:k]) + by_the_book(leaves[k:])).digest()


@pytest.mark.parametrize("size", [*range(18), 31, 32, 33, 100])
def test_the_root_is_that_of_the_book_also_when_it_goes_on_from_its_peaks(size: int) -> None:
    leaves = [b"%d" % n for n in range(size)]
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
        tree = Tree(tree.size, tree.peaks)
    assert tree.root() == by_the_book(leaves).hex()


def test_a_signed_head_comes_back_as_it_was() -> None:
    signed = from_json(OURS.sign(HEAD).to_json())
    assert signed.fault({OURS.key}) is None
    assert signed.head == HEAD


def test_what_does_not_count() -> None:
    signed = OURS.sign(HEAD)
    other = dataclasses.replace(HEAD, counters={"tickets": 0})
    assert "not ours" in str(THEIRS.sign(HEAD).fault({OURS.key}))
    for changed in (
        dataclasses.replace(signed, body=other.body()),
        dataclasses.replace(signed, signature=THEIRS.sign(HEAD).signature),
        dataclasses.replace(signed, signature="no hex"),
    ):
        assert "signature" in str(changed.fault({OURS.key}))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"body": "x", "signature": "y", "key": 1}'])
def test_what_is_no_head(text: str) -> None:
    with pytest.raises(ValueError):
        from_json(text)
