"""The identity provider of an installation that has one (single_sign_on.py)."""

from dataclasses import dataclass, field

BY_PROVIDER = "single_sign_on"
"""In the session of who signed in so: their password, if they have one, is nobody's business."""


@dataclass(frozen=True, slots=True)
class Provider:
    """``issuer`` is its address, ``claim`` the part of its ID token that is the user name here."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str = "preferred_username"
