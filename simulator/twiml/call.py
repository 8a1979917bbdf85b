"""The state of one call, as a value that can be written down and taken up again by another process."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

LIVE = ("ringing", "in-progress")


@dataclass(frozen=True, slots=True)
class Sound:
    """Something the caller heard or did. ``kind``: say, play, beep, pause, keys, speech, silence, recording, note."""

    kind: str
    text: str = ""
    language: str = ""

    @property
    def mine(self) -> bool:
        """Did the caller make it?"""
        return self.kind in ("keys", "speech", "silence", "recording")


@dataclass(frozen=True, slots=True)
class Call:
    """One call. ``document`` and ``base`` are the TwiML being followed and its URL, ``place`` the verb that is next or
    waits; ``waiting`` is that verb's name (Gather, Record, Dial, Enqueue) or None. ``seconds`` counts what would have
    passed in silence, recordings and pauses. ``problem`` is why it broke."""

    sid: str
    sender: str
    called: str
    direction: str = "inbound"
    status: str = "ringing"
    document: str = ""
    base: str = ""
    place: int = 0
    waiting: str | None = None
    keys: str = ""
    sounds: tuple[Sound, ...] = ()
    requests: int = 0
    seconds: int = 0
    problem: str | None = None
    status_callback: str | None = None
    events: tuple[str, ...] = field(default=("completed",))

    @property
    def live(self) -> bool:
        """Is the line still open?"""
        return self.status in LIVE

    def hear(self, kind: str, text: str = "", language: str = "") -> "Call":
        """With one more sound."""
        return replace(self, sounds=(*self.sounds, Sound(kind, text, language)))

    def as_json(self) -> dict[str, Any]:
        """For writing down."""
        return asdict(self)

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Call":
        """What was written down."""
        sounds = tuple(Sound(**sound) for sound in written["sounds"])
        return cls(**{**written, "sounds": sounds, "events": tuple(written["events"])})
