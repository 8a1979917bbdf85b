"""What a channel is, and what some channels can do besides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from core.messages import Attachment, Delivery, Envelope, InboundMessage, OutboundMessage, WebhookRequest


@dataclass(frozen=True, slots=True)
class Peek:
    """What accept must know of an envelope before it is parsed: whose it is, and what must be fetched for it: the
    files of its messages that are not in it.

    ``person`` is the key by which messages are kept in order and joined to a conversation: ``tel:+923001234567``,
    ``mailto:a@example.org``, or one of its own (``letter:HASH``). ``also`` are further keys that the same message
    proves to be the same person's.
    """

    person: str
    media: tuple[Attachment, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """What others must know of a channel without building it: ``DECLARATION`` in its package.

    ``labels``: its name on pages, by language (en, ur, ps). ``inspect_as``: what ``arzi inspect`` calls it; None where
    it cannot be read from a file. ``writes_to``: whom it can write to who never wrote by it: whoever has this phone
    number, or this email address; None where it only answers. ``rank``: of several that write to the same, the one
    with the smallest is tried first. Secrets that the set-up makes for development stand beside it in ``secrets.txt``.
    """

    labels: Mapping[str, str]
    inspect_as: str | None = None
    writes_to: Literal["phone", "email"] | None = None
    rank: int = 100


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
        """Hand a message to the provider; its id. Raises DeliveryDelayed, DeliveryFailed, DeliveryUnknown, or
        AccountRefused where it is us whom the provider refuses."""
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

    def acknowledgement(self, envelope: Envelope) -> tuple[str, str]:
        """The body and content type that the provider wants to hear when the envelope is kept."""
        ...


@runtime_checkable
class BatchedChannel(WebhookChannel, Protocol):
    """A channel whose provider puts several people's messages into one call."""

    def receive_all(self, request: WebhookRequest, now: datetime) -> tuple[Envelope, ...]:
        """Prove the sender; an envelope for each message, none where nothing was said. Raises as ``receive``."""
        ...


@runtime_checkable
class ChallengedChannel(WebhookChannel, Protocol):
    """A channel whose provider asks at the webhook's address whether it is ours, before it calls there."""

    def challenge(self, asked: Mapping[str, str]) -> tuple[str, str]:
        """The body and content type to answer a GET with these parameters with. Raises SignatureInvalid."""
        ...


@runtime_checkable
class PolledChannel(Channel, Protocol):
    """A channel whose provider is asked again and again what came for us: where its section has ``poll: {enabled:
    true}``, by ``arzi listen poll``."""

    @property
    def poll_every_s(self) -> float:
        """How long to wait between two askings."""
        ...

    def poll(self, mark: str | None, now: datetime) -> tuple[Sequence[Envelope], str]:
        """What came since this mark, oldest first, and the mark from which to go on. None: nothing was ever asked.
        Raises as ``send``."""
        ...


@runtime_checkable
class SetUpChannel(Channel, Protocol):
    """A channel whose provider is told by us, over its API, where to call."""

    def set_up(self, public_url: str) -> Iterator[str]:
        """Tell it, and yield how things stand there now, a line each. Raises as ``send``."""
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
class SpeakingChannel(Channel, Protocol):
    """A channel that can send recordings of ours to those who do not read."""

    def recording(self, name: str, language: str) -> str | None:
        """Where the provider fetches a recording; None where nobody recorded it in this language."""
        ...

    def recording_file(self, language: str, file: str) -> Path | None:
        """The file behind the last two parts of such an address."""
        ...


@runtime_checkable
class LookupChannel(Channel, Protocol):
    """A channel whose provider can be asked whether it has a message of ours already."""

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        """The provider's id of it, or None. Raises as ``send``, and NotFound where this one cannot be asked for."""
        ...


@runtime_checkable
class NamingChannel(Channel, Protocol):
    """A channel that names its messages itself: the name is kept before a message goes out, so that an answer or a
    report that is faster than our own write of what ``send`` gave finds it."""

    def id_of(self, message: OutboundMessage) -> str:
        """The id that ``send`` will give it. Pure."""
        ...


@runtime_checkable
class OneWayChannel(Channel, Protocol):
    """A channel some of whose messages may come from a sender to whom nobody can write."""

    def one_way(self, message: OutboundMessage) -> bool:
        """Can this message not be answered where it arrives?"""
        ...


@runtime_checkable
class NumberedChannel(Channel, Protocol):
    """A channel by which citizens reach us at a telephone number."""

    @property
    def public_number(self) -> str:
        """In E.164."""
        ...


@runtime_checkable
class MissedChannel(Channel, Protocol):
    """A channel whose provider can list what came for us, and perhaps could not be handed to us."""

    def missed(self, since: datetime, now: datetime) -> Iterator[Envelope]:
        """What came since then, known or not, oldest first. Raises as ``send``."""
        ...


@runtime_checkable
class WindowedChannel(Channel, Protocol):
    """A channel that takes free text only for a while after the person wrote, and templates at any time."""

    @property
    def window(self) -> timedelta:
        """How long after their last message free text is taken."""
        ...

    def as_template(self, message: OutboundMessage) -> OutboundMessage | None:
        """The same as an approved template; None where none is configured."""
        ...


@runtime_checkable
class WaryChannel(Channel, Protocol):
    """A channel on which machines may answer each other: more messages an hour from one person are kept, unanswered."""

    @property
    def most_an_hour(self) -> int: ...


@runtime_checkable
class SlowChannel(Channel, Protocol):
    """A channel on which reading one envelope may take minutes, and how many seconds at most by its limits."""

    @property
    def longest_s(self) -> float: ...


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
