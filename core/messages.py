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
    """One page of a letter as it was read. ``confidence`` 0 to 1; ``rotation_degrees`` clockwise, as it was scanned;
    ``kind``: ``text``, ``unreadable`` (a person reads it), or what is no letter: ``card``, ``receipt``, ``photo``,
    ``blank``."""

    language: str
    confidence: float
    rotation_degrees: int
    text: str
    kind: str = "text"


class DeliveryState(StrEnum):
    """What the provider says became of an outgoing message."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class Meaning(StrEnum):
    """What a provider's "no" means: whom it refuses, and so what helps."""

    US = "us"
    """Our account, sender or settings: nothing goes this way until that is mended."""
    PASSING = "passing"
    """Nobody: another try later helps."""
    WINDOW = "window"
    """Free text just now: an approved template goes."""
    STOPPED = "stopped"
    """The person asked for no more messages from us."""
    PERSON = "person"
    """This person cannot be reached this way: another way may do."""
    MESSAGE = "message"
    """The message as it is: another way may do."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A provider's report on an outgoing message, found by the provider's id.

    ``code`` is the provider's error and ``meaning`` what it means; ``of_template``: it is about the template only.
    """

    provider_id: str
    state: DeliveryState
    code: str | None = None
    meaning: Meaning = Meaning.MESSAGE
    of_template: bool = False


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Another mail that a message passes on. ``sender`` has an empty address where only a name is known."""

    text: str
    sender: Address | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of one sender, whatever the channel.

    ``text`` is what the person newly wrote, Unicode NFC; ``full_text`` all of it. ``choice`` is the payload of the
    button that was pressed. ``found`` holds fields that the channel's own form gave (a letter's, a call's), as
    ``name: (value, confidence)``. ``thread`` is the conversation that the channel itself proved (a signed reply
    address). ``trusted`` is False where the sender's address is not proven (failed DMARC): such a message can start a
    complaint and never act on an existing one. ``authentication`` is what was verified of a mail (RFC 8601 results).
    ``deliveries`` are reports on messages of ours that it carries (a bounce); their id is the message's own. ``stop``:
    its sender asks for no more messages, by the way that the channel offers for it. ``reasons`` and ``score`` (0 to 1)
    say why, and how surely, it is ``automatic``. ``forwarded`` is the mail that it passes on. ``device``: a machine
    (copier, voicemail) sent it with what a person put on its glass or said to it; it is read and not answered.
    ``takes_back`` is the envelope's id of a message of theirs that its sender no longer wants to have sent.
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
    reasons: tuple[str, ...] = ()
    score: float = 0.0
    forwarded: Forwarded | None = None
    device: str | None = None
    takes_back: str | None = None

    @property
    def content(self) -> str:
        """What is told in it: the sender's own words, and those of the mail that they pass on."""
        passed_on = self.forwarded.text if self.forwarded is not None else ""
        if not passed_on or passed_on in self.text:
            return self.text
        return f"{self.text}\n\n{passed_on}".strip()

    @property
    def answers(self) -> bool:
        """Does it say which message, perhaps one of ours, it answers?"""
        return bool(self.thread or self.in_reply_to or self.references)

    def with_(self, **changes: object) -> "InboundMessage":
        """A copy with these attributes changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Button:
    """An answer offered to press. ``payload`` comes back as ``InboundMessage.choice`` (or as its title's text)."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class MenuRow:
    """A row of a list. ``payload`` comes back as ``InboundMessage.choice``; ``about`` stands below the title."""

    title: str
    payload: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A list to choose from, for channels that have lists; on all others the text's own numbers do.

    ``button`` opens it. ``text`` is the question as it is said above a list, in place of ``instead_of``, which is the
    same question in the message's text with its options numbered.
    """

    button: str
    rows: tuple[MenuRow, ...]
    text: str
    instead_of: str

    def said(self, text: str) -> str:
        """A message's text as it stands above the list."""
        return text.replace(self.instead_of, self.text)


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to one person. ``id`` is ours; ``template`` names an approved template with its variables;
    ``recording`` is the address of a recording that goes out in the text's place.

    ``thread`` is the conversation, which mail signs into its reply address. ``asks`` is the field that it asks for, for
    channels that have a way of their own to ask for it (a phone number).
    """

    id: str
    channel: str
    to: str
    text: str
    language: str = "en"
    subject: str | None = None
    buttons: tuple[Button, ...] = ()
    menu: Menu | None = None
    recording: str | None = None
    template: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    sender: str | None = None
    thread: str | None = None
    asks: str | None = None
