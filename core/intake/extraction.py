"""What a message says of itself, without any dialogue: the record as far as it can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.complaint import FIELDS, Complaint, Field, Source
from core.messages import InboundMessage, Page
from core.ports import Understanding

UNREAD = 0.5
"""The most that something found in scanned text may have: nobody believes it (core.complaint.BELIEVED)."""


def read_complaint(message: InboundMessage, understanding: Understanding) -> Complaint:
    """The record of one message: what its channel gives, then what its text says."""
    source = Source.OCR if message.pages else Source.TEXT
    complaint = Complaint().learn(_from_channel(message)).learn(_from_text(message, understanding, source))
    if message.found:
        found = Source.OCR if message.pages else Source.CHANNEL
        complaint = complaint.learn({name: Field(value, sure, found) for name, (value, sure) in message.found.items()})
    return complaint


def _from_channel(message: InboundMessage) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    if message.device is not None:
        return fields  # a machine's address and name say nothing of who complains
    address = message.sender.address
    if address.startswith("+"):
        fields["phone"] = Field(address, 1.0, Source.CHANNEL)
    elif "@" in address:
        fields["email"] = Field(address, 1.0, Source.CHANNEL)
    if message.sender.name:
        fields["complainant_name"] = Field(message.sender.name, 0.8, Source.CHANNEL)
    if message.location is not None:
        fields["latitude"] = Field(f"{message.location.latitude:.6f}", 1.0, Source.CHANNEL)
        fields["longitude"] = Field(f"{message.location.longitude:.6f}", 1.0, Source.CHANNEL)
    return fields


def read_at_most(pages: Sequence[Page]) -> float:
    """How surely a letter's text was read: as its pages with text, by their length. 1 where it was not read at all."""
    read = [page for page in pages if page.kind == "text"]
    letters = sum(len(page.text) for page in read)
    if not pages:
        return 1.0
    return sum(page.confidence * len(page.text) for page in read) / letters if letters else 0.0


def _from_text(message: InboundMessage, understanding: Understanding, source: Source) -> dict[str, Field]:
    """What the words say, no surer than they were read."""
    most = read_at_most(message.pages)
    said = _said(message, understanding, source)
    return {name: replace(field, confidence=min(field.confidence, most)) for name, field in said.items()}


def _said(message: InboundMessage, understanding: Understanding, source: Source) -> dict[str, Field]:
    fields = {}
    sure: Mapping[str, float] = understanding.confidence
    if message.content and understanding.intent == "file_complaint":
        fields["description"] = Field(message.content, max(sure.get("intent", 0.0), 0.6), source)
    elif message.content and understanding.category is not None:
        fields["description"] = Field(message.content, sure.get("category", 0.0), source)
    if understanding.category is not None:
        fields["category"] = Field(understanding.category, sure.get("category", 0.0), source)
    if understanding.district is not None:
        fields["district"] = Field(understanding.district, sure.get("district", 0.0), source)
    for name, value in understanding.entities.items():
        if name in FIELDS:
            believed = sure.get(name, 0.9)
            # on paper only the channel knows how surely the digits were read
            fields[name] = Field(value, min(believed, UNREAD) if source is Source.OCR else believed, source)
    language = message.language if message.language != "und" else understanding.language
    if language != "und":
        fields["language"] = Field(language, 1.0, source)
    return fields
