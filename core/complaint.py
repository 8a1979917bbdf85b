"""The canonical complaint record: what the citizen said, field by field, with where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

FIELDS = (
    "description",
    "category",
    "district",
    "address",
    "latitude",
    "longitude",
    "complainant_name",
    "phone",
    "email",
    "cnic",
    "incident_date",
    "tracking_number",
    "language",
    "anonymous",
)
"""Every field of the record. ``anonymous`` is "yes" when the citizen wishes not to be named."""

REQUIRED = ("description", "category", "district")
"""Required for a ticket, besides one way to reach the citizen or their wish to be anonymous."""

REACH = ("phone", "email")
BELIEVED = 0.6
"""A value below this confidence is kept but still asked for."""


class Source(StrEnum):
    """Where a value came from, in rising authority."""

    CHANNEL = "channel"
    TEXT = "text"
    OCR = "ocr"
    DIALOGUE = "dialogue"
    CLERK = "clerk"


_AUTHORITY = {Source.OCR: 0, Source.TEXT: 1, Source.CHANNEL: 2, Source.DIALOGUE: 3, Source.CLERK: 4}


@dataclass(frozen=True, slots=True)
class Field:
    """One value, how sure we are of it (0 to 1), and where it came from."""

    value: str
    confidence: float
    source: Source

    @property
    def believed(self) -> bool:
        return self.confidence >= BELIEVED and self.value != ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """The record. Immutable: ``learn`` gives the next one."""

    fields: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))

    def get(self, name: str) -> str | None:
        """The believed value of a field, or None."""
        known = self.fields.get(name)
        return known.value if known is not None and known.believed else None

    def learn(self, news: Mapping[str, Field]) -> "Complaint":
        """The record after hearing ``news``: what the citizen or a clerk says outweighs what was guessed, later
        outweighs earlier of the same authority, and nothing believed is replaced by something not believed.

        Raises KeyError for a field that the record does not have.
        """
        merged = dict(self.fields)
        for name, new in news.items():
            if name not in FIELDS:
                raise KeyError(name)
            old = merged.get(name)
            if old is None or _outweighs(new, old):
                merged[name] = new
        return Complaint(MappingProxyType(merged))

    def forget(self, *names: str) -> "Complaint":
        """The record without these fields."""
        return Complaint(MappingProxyType({k: v for k, v in self.fields.items() if k not in names}))

    def missing(self) -> tuple[str, ...]:
        """Names of the required fields still missing, in the order in which they are asked. ``reach`` is "phone"."""
        lacking = tuple(name for name in REQUIRED if self.get(name) is None)
        reachable = any(self.get(name) for name in REACH) or self.get("anonymous") == "yes"
        return lacking if reachable else (*lacking, "phone")


def _outweighs(new: Field, old: Field) -> bool:
    if new.believed != old.believed:
        return new.believed
    return not old.believed or _AUTHORITY[new.source] >= _AUTHORITY[old.source]
