"""What a subject says: an answer, a mail passed on, or the wish for no more mail."""

from core.text.subject_prefixes import FORWARD, REPLY, peel

STOP = "stop"
"""The subject of the mail that List-Unsubscribe sends (RFC 2369, 3.2)."""


def is_reply(subject: str) -> bool:
    return REPLY in peel(subject).kinds


def bare(subject: str) -> str:
    """A subject without the Re:s and tags before it, however many there are."""
    return peel(subject).rest


def is_forward(subject: str) -> bool:
    """Was it passed on, and not answered since?"""
    said = [kind for kind in peel(subject).kinds if kind in {REPLY, FORWARD}]
    return said[:1] == [FORWARD]


def wants_no_more(subject: str) -> bool:
    """Is it what our List-Unsubscribe says? What mail programs write into the body of such a mail says nothing."""
    return subject.strip().lower() in {STOP, "unsubscribe"}
