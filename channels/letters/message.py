"""From the pages of a letter, as they were read, to the message that the house knows."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from channels.letters.fields import LETTER_DATE, UNSURE, FoundField, find_fields
from channels.letters.opening.kinds import kind_of
from channels.letters.page_kinds import CARD, TEXT
from channels.letters.reading.read import ReadPage
from core.complaint import BELIEVED, FIELDS
from core.messages import Address, Attachment, Envelope, InboundMessage, Page
from core.text.normalise import clean_text

CHANNEL = "letters"
_PAKISTAN = ZoneInfo("Asia/Karachi")


def message(envelope: Envelope, pages: Sequence[ReadPage], number: int, of: int) -> InboundMessage:
    """Letter ``number`` (from 0) of the ``of`` in this file. The scan itself goes along whole, as evidence."""
    found = found_on(pages, envelope.received_at.date())
    subject = found.get("subject")
    text = clean_text("\n\n".join(page.text for page in pages if page.kind == TEXT).strip())
    mark = content_hash(envelope.body) if of == 1 else f"{content_hash(envelope.body)}/{number}"
    return InboundMessage(
        channel=CHANNEL,
        id=envelope.id if of == 1 else f"{envelope.id}/{number}",
        sender=Address(f"letter:{mark}"),
        sent_at=written_on(found),
        subject=clean_text(subject.value) if subject else None,
        text=text,
        full_text=text,
        language=_language(pages),
        attachments=(scan(envelope),),
        pages=tuple(Page(p.language, p.confidence, p.rotation, clean_text(p.text), p.kind) for p in pages),
        found=known(found),
    )


def scan(envelope: Envelope) -> Attachment:
    """The file as it came."""
    return Attachment(
        filename=envelope.facts.get("filename") or None,
        media_type=kind_of(envelope.body),
        size=len(envelope.body),
        sha256=content_hash(envelope.body),
        content=envelope.body,
    )


def fields_of(pages: Sequence[ReadPage], today: date | None = None) -> dict[str, tuple[str, float]]:
    """The fields of the complaint record on these pages, each with its confidence."""
    return known(found_on(pages, today or datetime.now(UTC).date()))


def found_on(pages: Sequence[ReadPage], today: date) -> dict[str, FoundField]:
    """The fields of a letter: of its pages with text. A card's number is offered where these have none."""
    found = find_fields([page.lines if page.kind == TEXT else () for page in pages], today)
    if "cnic" not in found:
        card = find_fields([page.lines if page.kind == CARD else () for page in pages], today).get("cnic")
        if card is not None:
            found["cnic"] = replace(card, confidence=min(card.confidence, UNSURE))
    return found


def written_on(found: Mapping[str, FoundField]) -> datetime | None:
    """The letter's own day, from its midnight in Pakistan; None where it has none that we believe."""
    dated = found.get(LETTER_DATE)
    if dated is None or dated.confidence < BELIEVED:
        return None
    return datetime.combine(date.fromisoformat(dated.value), time(), _PAKISTAN)


def known(found: Mapping[str, FoundField]) -> dict[str, tuple[str, float]]:
    """Those that the record has, without their places."""
    return {name: (clean_text(field.value), field.confidence) for name, field in found.items() if name in FIELDS}


def content_hash(content: bytes) -> str:
    """SHA-256, lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _language(pages: Sequence[ReadPage]) -> str:
    """The language of most of the text."""
    amounts: dict[str, int] = {}
    for page in pages:
        amounts[page.language] = amounts.get(page.language, 0) + len(page.text)
    best = max(amounts, key=lambda language: amounts[language], default="und")
    return best if amounts.get(best) else "und"
