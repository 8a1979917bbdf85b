"""Passwords: argon2, and a floor under what is taken.

What is taken follows NIST SP 800-63B-4, section 3.1.1: length and not kinds of signs, none that is common or easily
guessed (by zxcvbn, which knows 30,000 passwords, words and names), none of the person's own, and no longer than what is
hashed.
"""

import secrets
import threading
from collections.abc import Iterable
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from core.text.gazetteer import districts

SHORTEST, LONGEST = 10, 128
STRONG = 3
"""Of zxcvbn's 0 to 4: more than 10⁸ guesses."""
_LOOKED_AT = 20
"""Signs at either end: zxcvbn tries all ways to read digits and signs as letters, and 72 of them take it eighteen
seconds (4.5.0)."""
_OURS = ("arzi", "pakhtunkhwa", "complaint", "complaints", "welcome", "government", "shikayat", "shikayaat")
_hasher = PasswordHasher()
_one_at_a_time = threading.Lock()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$Yu2o6Nx1Fx8v3RkqSL7nnlVgHFLxVaw9wDlBkW3yWpY"


class Weak(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    EASY = "easy"


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_password(hashed: str | None, password: str) -> bool:
    """Is it the password? As slow for nobody as for somebody, so that user names cannot be told apart."""
    try:
        return _hasher.verify(hashed or _NOBODY, password[: LONGEST + 1]) and hashed is not None
    except (Argon2Error, InvalidHashError):
        return False


def weakness(password: str, theirs: Iterable[str] = ()) -> Weak | None:
    """What is wrong with a new password; None for a good one. ``theirs``: user name, name, office."""
    if len(password) < SHORTEST:
        return Weak.SHORT
    if len(password) > LONGEST:
        return Weak.LONG
    known = [part for one in (*theirs, *_OURS, *districts()) for part in {one, *one.split()} if len(part) > 2]
    ends = {password[:_LOOKED_AT], password[-_LOOKED_AT:]}
    return None if max(_score(end, known) for end in ends) >= STRONG else Weak.EASY


def _score(part: str, known: list[str]) -> int:
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # its lists take a quarter of a second to load

    with _one_at_a_time:  # it puts the words of ours into a list that all its callers share
        return int(zxcvbn(part, known)["score"])


def one_time_password() -> str:
    """Easy to read out, and to be changed at the first sign-in."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
