"""The channel itself: a file of scanned pages becomes one message with its pages and the fields found on them."""

import hashlib
from collections.abc import Sequence

from channels.letters.documents import unpacked
from channels.letters.kinds import kind_of
from channels.letters.letter import ReadPage, read_pages
from channels.letters.settings import Settings
from core.errors import DeliveryFailed
from core.messages import Address, Attachment, Envelope, InboundMessage, OutboundMessage, Page
from core.ports import Peek
from core.text.normalise import clean_text


class LettersChannel:
    """Paper. It only comes in: an answer goes out on the phone or email found on the letter, or as a printed slip."""

    name = "letter"
    asks_all_at_once = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def peek(self, envelope: Envelope) -> Peek:
        """A letter is its own person until somebody confirms whose it is. Raises Malformed or Unsupported."""
        kind_of(envelope.body)
        return Peek(person=f"letter:{_hash(envelope.body)}")

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        """The letters in a file, read. Raises Malformed, TooLarge or Unsupported."""
        with unpacked(envelope.body, self._settings.limits) as paths:
            pages = read_pages(paths, self._settings.limits, self._settings.pages_at_once)
        return [self._message(envelope, pages)]

    def send(self, message: OutboundMessage) -> str:
        """Paper cannot be sent. Raises DeliveryFailed always."""
        raise DeliveryFailed(f"message {message.id}: a letter is not answered on paper", code="no-paper-out")

    def _message(self, envelope: Envelope, pages: Sequence[ReadPage]) -> InboundMessage:
        text = clean_text("\n\n".join(page.text for page in pages).strip())
        scan = Attachment(
            filename=envelope.facts.get("filename"),
            media_type=kind_of(envelope.body),
            size=len(envelope.body),
            sha256=_hash(envelope.body),
            content=envelope.body,
        )
        return InboundMessage(
            channel=self.name,
            id=envelope.id,
            sender=Address(f"letter:{_hash(envelope.body)}"),
            text=text,
            full_text=text,
            language=_language(pages),
            attachments=(scan,),
            pages=tuple(Page(p.language, p.confidence, p.rotation, clean_text(p.text)) for p in pages),
        )


def _language(pages: Sequence[ReadPage]) -> str:
    """The language of most of the text."""
    amounts: dict[str, int] = {}
    for page in pages:
        amounts[page.language] = amounts.get(page.language, 0) + len(page.text)
    best = max(amounts, key=lambda language: amounts[language], default="und")
    return best if amounts.get(best) else "und"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
