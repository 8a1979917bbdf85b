"""A text that is nothing but a number, an address or a name: it answers a question, whatever its words resemble.

Zaman is a man and zamin is land; to a classifier that reads pieces of words they look alike.
"""

from collections.abc import Mapping

from core.text.ids import find_ids

_BESIDE = 3
"""So many words may stand beside a number: "my number is 0300-1234567"."""
_LONGEST_NAMING = 8
"""Words of a sentence that says who somebody is, and nothing else."""
_ANSWERS = frozenset({"cnic", "phone", "email"})


def is_number_only(text: str) -> bool:
    """Is this a CNIC, a telephone number or an address of mail, with hardly a word beside it?"""
    found = find_ids(text)
    if not found or not {one.kind for one in found} <= _ANSWERS:
        return False
    left = text
    for one in reversed(found):
        left = left[: one.start] + " " + left[one.end :]
    return len(left.split()) <= _BESIDE


def is_name_only(text: str, entities: Mapping[str, object]) -> bool:
    """Does somebody say their name, and nothing besides?"""
    return "complainant_name" in entities and len(text.split()) <= _LONGEST_NAMING
