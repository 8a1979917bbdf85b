"""What travels through the house: envelopes in, messages, attachments, messages out.

All of it is immutable. Times are aware datetimes; sizes are bytes; hashes are lower-case hexadecimal SHA-256.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Automatic(StrEnum):
    """Why a message is not a person's. Such a message is kept and never answered."""

    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    DELIVERY_REPORT = "delivery-report"
    LIST = "list"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """An HTTP request as a channel needs it. ``url`` is the public one, query included; header names are lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """Raw bytes and how they came. ``id`` is the provider's id, or a hash of the bytes where there is none.

    ``facts`` is what is known beside the bytes (peer address, SMTP recipients, IMAP UID, file name).
    """

    channel: str
    id: str
    body: bytes = field(repr=False)
    received_at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a message is from or for: E.164 phone number or email address."""

    address: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A point that the sender chose, in WGS 84 degrees."""

    latitude: float
    longitude: float
    address: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """Part of a message. Either ``content`` is at hand, or ``url`` says where it is fetched from."""

    filename: str | None
    media_type: str
    size: int | None = None
    sha256: str | None = None
    url: str | None = None
    content: bytes | None = field(default=None, repr=False)
    content_id: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in pixels of the prepared picture."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a letter as it was read. ``confidence`` 0 to 1; ``rotation_degrees`` clockwise, as it was scanned."""

    language: str
    confidence: float
    rotation_degrees: int
    text: str


class DeliveryState(StrEnum):
    """What the provider says became of an outgoing message."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A provider's report on an outgoing message, found by the provider's id. ``code`` is the provider's error."""

    provider_id: str
    state: DeliveryState
    code: str | None = None


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of one sender, whatever the channel.

    ``text`` is what the person newly wrote, Unicode NFC; ``full_text`` all of it. ``choice`` is the payload of the
    button that was pressed. ``found`` holds fields that the channel's own form gave (a letter's, a call's), as
    ``name: (value, confidence)``. ``thread`` is the conversation that the channel itself proved (a signed reply
    address). ``trusted`` is False where the sender's address is not proven (failed DMARC): such a message can start a
    complaint and never act on an existing one. ``authentication`` is what was verified of a mail (RFC 8601 results).
    ``deliveries`` are reports on messages of ours that it carries (a bounce); their id is the message's own. ``stop``:
    its sender asks for no more messages, by the way that the channel offers for it.
    """

    channel: str
    id: str
    sender: Address
    recipients: tuple[str, ...] = ()
    sent_at: datetime | None = None
    subject: str | None = None
    text: str = ""
    full_text: str = ""
    language: str = "und"
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    automatic: Automatic | None = None
    location: Location | None = None
    attachments: tuple[Attachment, ...] = ()
    pages: tuple[Page, ...] = ()
    choice: str | None = None
    unsupported: str | None = None
    found: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    thread: str | None = None
    trusted: bool = True
    authentication: str | None = None
    deliveries: tuple[Delivery, ...] = ()
    stop: bool = False

    def with_(self, **changes: object) -> "InboundMessage":
        """A copy with these attributes changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Button:
    """An answer offered to press. ``payload`` comes back as ``InboundMessage.choice`` (or as its title's text)."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to one person. ``id`` is ours; ``template`` names an approved template with its variables.

    ``thread`` is the conversation, which mail signs into its reply address.
    """

    id: str
    channel: str
    to: str
    text: str
    language: str = "en"
    subject: str | None = None
    buttons: tuple[Button, ...] = ()
    template: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    sender: str | None = None
    thread: str | None = None
