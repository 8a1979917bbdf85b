"""The canonical record as JSON, as other programs read it. Stable: keys may be added, not renamed or removed."""

from typing import Any

from core.complaint import Complaint
from core.messages import InboundMessage, Location
from gateway.channels import called


def canonical(file: str, message: InboundMessage, complaint: Complaint) -> dict[str, Any]:
    """One message and the record in it."""
    return {"file": file, "message": _message(message), "complaint": _complaint(complaint)}


def _message(message: InboundMessage) -> dict[str, Any]:
    shown = {
        "channel": called(message.channel),
        "id": message.id,
        "sender": {"address": message.sender.address, "name": message.sender.name},
        "recipients": list(message.recipients),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "subject": message.subject,
        "text": message.text,
        "full_text": message.full_text,
        "language": message.language,
        "in_reply_to": message.in_reply_to,
        "references": list(message.references),
        "automatic": message.automatic.value if message.automatic else None,
        "location": _location(message.location),
        "attachments": [
            {"filename": part.filename, "media_type": part.media_type, "size": part.size, "sha256": part.sha256}
            | ({"url": part.url} if part.url else {})
            for part in message.attachments
        ],
    }
    return shown | _where_there_is(message)


def _location(point: Location | None) -> dict[str, Any] | None:
    if point is None:
        return None
    return {
        "latitude": point.latitude,
        "longitude": point.longitude,
        "address": point.address,
        "label": point.label,
    }


def _where_there_is(message: InboundMessage) -> dict[str, Any]:
    """What only some messages have."""
    shown: dict[str, Any] = {}
    if message.reasons:
        shown["automatic_reasons"] = list(message.reasons)
        shown["automatic_score"] = message.score
    if message.forwarded is not None:
        who = message.forwarded.sender
        shown["forwarded"] = {
            "sender": {"address": who.address or None, "name": who.name} if who else None,
            "subject": message.forwarded.subject,
            "text": message.forwarded.text,
        }
    if message.device:
        shown["device"] = message.device
    if message.pages:
        shown["pages"] = [
            {
                "language": page.language,
                "confidence": page.confidence,
                "rotation_degrees": page.rotation_degrees,
                "kind": page.kind,
                "text": page.text,
            }
            for page in message.pages
        ]
    if message.unsupported:
        shown["unsupported"] = message.unsupported
    return shown


def _complaint(complaint: Complaint) -> dict[str, Any]:
    return {
        "fields": {
            name: {"value": known.value, "confidence": round(known.confidence, 4), "source": known.source.value}
            for name, known in complaint.fields.items()
        },
        "missing": list(complaint.missing()),
    }
