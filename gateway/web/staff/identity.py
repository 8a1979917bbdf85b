"""The identity provider of an installation that has one (single_sign_on.py)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Provider:
    """``issuer`` is its address, ``claim`` the part of its ID token that is the user name here: by it somebody is known
    when they first come, and by the token's ``sub`` from then on. ``acr``: the ways of proving oneself there that are
    taken, the best first; where any are named, they are demanded and count as a second factor."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str = "preferred_username"
    acr: tuple[str, ...] = ()
