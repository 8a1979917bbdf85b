"""What a message says of itself, without any dialogue: the record as far as it can be read."""

from collections.abc import Mapping

from core.complaint import FIELDS, Complaint, Field, Source
from core.messages import InboundMessage
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


def _from_text(message: InboundMessage, understanding: Understanding, source: Source) -> dict[str, Field]:
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
