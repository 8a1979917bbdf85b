"""The channel itself: a file of scanned pages becomes one message a letter, with its pages and the fields on them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from channels.letters.documents import picture, unpacked
from channels.letters.kinds import kind_of
from channels.letters.letter import ReadPage, read_page
from channels.letters.message import CHANNEL, content_hash, message
from channels.letters.settings import Settings
from channels.letters.split import is_separator, parted
from core.errors import DeliveryFailed, TooLarge
from core.messages import Envelope, InboundMessage, OutboundMessage
from core.ports import Peek


class LettersChannel:
    """Paper. It only comes in: an answer goes out on the phone or email found on the letter, or as a printed slip."""

    name = CHANNEL
    asks_all_at_once = True
    needs_desk = True

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def peek(self, envelope: Envelope) -> Peek:
        """A letter is its own person until somebody confirms whose it is. Raises Malformed, TooLarge or Unsupported."""
        kind_of(envelope.body)
        if len(envelope.body) > self.settings.limits.max_bytes:
            raise TooLarge(f"the file has {len(envelope.body)} bytes, the limit is {self.settings.limits.max_bytes}")
        return Peek(person=f"letter:{content_hash(envelope.body)}")

    def check(self, content: bytes) -> int:
        """The number of pages. Opens the whole file, so that what cannot be read is known before it is accepted.

        Raises Malformed, TooLarge or Unsupported.
        """
        with unpacked(content, self.settings.limits) as paths:
            return len(paths)

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        """The letters in a file, read. Raises Malformed, TooLarge or Unsupported."""
        letters = self.read(envelope.body)
        return [message(envelope, pages, number, len(letters)) for number, pages in enumerate(letters)]

    def read(self, content: bytes, *, pictures: bool = False) -> list[list[ReadPage]]:
        """The pages of each letter with every word's place: what the mailroom desk shows.

        With ``pictures`` also the prepared pictures, about 9 MB a page.
        """
        pool = ThreadPoolExecutor(max_workers=self.settings.pages_at_once)
        with unpacked(content, self.settings.limits) as paths, pool:
            pages = list(pool.map(lambda path: self._page(path, pictures), paths))
        letters = parted([page is None for page in pages], one_letter=self.settings.one_letter)
        return [[page for number in letter if (page := pages[number])] for letter in letters]

    def send(self, message: OutboundMessage) -> str:
        """Paper cannot be sent. Raises DeliveryFailed always."""
        raise DeliveryFailed(f"message {message.id}: a letter is not answered on paper", code="no-paper-out")

    def _page(self, path: Path, keep: bool) -> ReadPage | None:
        """None for a separator sheet."""
        scan = picture(path)
        if is_separator(scan):
            return None
        page = read_page(scan, self.settings.limits)
        return page if keep else replace(page, prepared=None)
