"""Passwords: argon2, and a floor under what is taken."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST = 10
_hasher = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$Yu2o6Nx1Fx8v3RkqSL7nnlVgHFLxVaw9wDlBkW3yWpY"


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_password(hashed: str | None, password: str) -> bool:
    """Is it the password? As slow for nobody as for somebody, so that user names cannot be told apart."""
    try:
        return _hasher.verify(hashed or _NOBODY, password) and hashed is not None
    except (Argon2Error, InvalidHashError):
        return False


def one_time_password() -> str:
    """Easy to read out, and to be changed at the first sign-in."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
