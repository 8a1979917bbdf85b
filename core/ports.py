"""What the domain needs from outside, as Protocols. The adapters implement them; gateway/bootstrap.py joins them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from core.complaint import Field
from core.messages import Attachment, Button, Delivery, Envelope, InboundMessage, OutboundMessage, WebhookRequest


class Clock(Protocol):
    """The time, so that tests can set it."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Peek:
    """What accept must know of an envelope before it is parsed: whose it is, and what must be fetched for it.

    ``person`` is the key by which messages are kept in order and joined to a conversation: ``tel:+923001234567``,
    ``mailto:a@example.org``, or one of its own (``letter:HASH``).
    """

    person: str
    media: tuple[Attachment, ...] = ()


class Channel(Protocol):
    """What every channel package builds. It knows its provider and nothing else.

    ``asks_all_at_once``: a mail holds what it knows and is answered with all open questions together; a chat is asked
    one question at a time. ``needs_desk``: a clerk looks at each message before anything is asked (letters).
    """

    @property
    def name(self) -> str: ...

    @property
    def asks_all_at_once(self) -> bool: ...

    @property
    def needs_desk(self) -> bool: ...

    def peek(self, envelope: Envelope) -> Peek:
        """Cheap and before the acknowledgement. Raises Malformed."""
        ...

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        """The messages in an envelope. Raises Malformed or Unsupported; never anything else."""
        ...

    def send(self, message: OutboundMessage) -> str:
        """Hand a message to the provider; its id. Raises DeliveryDelayed, DeliveryFailed or DeliveryUnknown."""
        ...


@runtime_checkable
class WebhookChannel(Channel, Protocol):
    """A channel whose provider calls us over HTTP."""

    def receive(self, request: WebhookRequest, now: datetime) -> Envelope:
        """Prove the sender and wrap the bytes. Raises SignatureInvalid or Malformed."""
        ...

    def report(self, request: WebhookRequest) -> Delivery | None:
        """A status callback as a delivery report; None when it says nothing we keep. Raises as ``receive``."""
        ...

    def acknowledgement(self) -> tuple[str, str]:
        """The body and content type that the provider wants to hear."""
        ...


@runtime_checkable
class MediaChannel(Channel, Protocol):
    """A channel whose attachments are fetched after the message was accepted."""

    def fetch(self, url: str, claimed_type: str) -> tuple[bytes, str]:
        """The content of an attachment and its type, decided by the content.

        Raises MediaNotReady or MediaRefused.
        """
        ...


@runtime_checkable
class LookupChannel(Channel, Protocol):
    """A channel whose provider can be asked whether it has a message of ours already."""

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        """The provider's id of it, or None. Raises as ``send``."""
        ...


@runtime_checkable
class WindowedChannel(Channel, Protocol):
    """A channel that takes free text only for a while after the person wrote, and templates at any time."""

    def as_template(self, message: OutboundMessage) -> OutboundMessage | None:
        """The same as an approved template; None where none is configured."""
        ...


@runtime_checkable
class WaryChannel(Channel, Protocol):
    """A channel on which machines may answer each other: more messages an hour from one person are kept, unanswered."""

    @property
    def most_an_hour(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a channel may know of the house it is built into. ``region`` is the default for phone numbers.

    ``simulated_apis`` are base URLs of stand-ins for providers' APIs, by provider (development only). ``home`` is the
    folder that relative paths in the configuration are meant from.
    """

    public_url: str
    region: str = "PK"
    simulated_apis: Mapping[str, str] = field(default_factory=dict)
    home: Path = Path()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text says. Confidences are calibrated, 0 to 1. ``entities``: cnic, phone, email, tracking_number,
    incident_date, complainant_name, money … as strings in their canonical form."""

    language: str = "und"
    intent: str = "out_of_scope"
    category: str | None = None
    district: str | None = None
    confidence: Mapping[str, float] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False
    """A person may be in danger: the emergency numbers are told at once."""


class Outcome(StrEnum):
    """What a turn of the dialogue came to."""

    ASKING = "asking"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    RESTARTED = "restarted"
    HUMAN = "human"
    TRACK = "track"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the engine is told. ``conversation`` is one per complaint; ``id`` is the message's, so that a repeat of a
    turn gives the same answer. ``known`` are the believed fields. ``asking`` is what the last TurnResult said was
    asked, given back as it is: ``QUESTION[@WHERE TO GO ON][:OPTIONS]`` (nlu/dialogue/shapes.py)."""

    conversation: str
    id: str
    text: str
    language: str
    known: Mapping[str, str]
    asking: str | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One message back to the citizen."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What the engine answers. ``fields`` is what was learnt in this turn; the record stays the authority."""

    replies: tuple[Reply, ...]
    outcome: Outcome
    asking: str | None
    language: str
    fields: Mapping[str, Field]
    understanding: Understanding
    engine: str


class DialogueEngine(Protocol):
    """Rasa, or the plain questions that stand in for it."""

    def turn(self, turn: Turn) -> TurnResult:
        """One turn. Idempotent by ``turn.id``. Raises DialogueUnavailable."""
        ...

    def ping(self) -> None:
        """Raises DialogueUnavailable when it cannot take a turn now."""
        ...

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        """One message that asks for all of these fields, for channels where a question a message is too slow."""
        ...

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """What each text says, without any conversation. Raises DialogueUnavailable."""
        ...


class Blobs(Protocol):
    """Evidence by the SHA-256 of its content."""

    def put(self, content: bytes) -> str:
        """Keep it durably; its hash. Putting the same twice keeps one. Raises StoreUnavailable."""
        ...

    def get(self, sha256: str) -> bytes:
        """Raises NotFound or StoreUnavailable."""
        ...

    def exists(self, sha256: str) -> bool:
        """Is it there?"""
        ...


class Shelf(Protocol):
    """Where sealed blobs lie by name: a disk, an object store. It knows nothing of what is in them.

    All raise StoreUnavailable while it cannot be reached.
    """

    def keep(self, name: str, content: bytes) -> None:
        """Keep it durably and whole, whatever was there under this name."""
        ...

    def get(self, name: str) -> bytes:
        """Raises NotFound."""
        ...

    def exists(self, name: str) -> bool: ...

    def touch(self, name: str) -> bool:
        """Is it there? Then it counts as kept just now: ``delete`` leaves it."""
        ...

    def delete(self, name: str, before: datetime | None = None) -> bool:
        """Delete it, unless it was kept or touched after ``before``; is it gone now?"""
        ...

    def names(self) -> Iterator[str]:
        """All that there are, in no order."""
        ...


class Queue(Protocol):
    """Says "look there now". It may forget: the database is the truth."""

    def ingest(self, person: str) -> None: ...

    def deliver(self, person: str) -> None: ...

    def fetch(self, media_id: int) -> None: ...

    def standing(self) -> Mapping[str, int]:
        """How many jobs stand in line, by the queue's name; nothing while it is away."""
        ...

    def ping(self) -> None:
        """Raises QueueUnavailable."""
        ...
