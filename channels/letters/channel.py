"""The channel itself: a file of scanned pages becomes one message a letter, with its pages and the fields on them.

What reads (OpenCV and all that stands on it) is imported when a page is read: every process of the house has this
channel, and one reads.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from channels.letters.message import CHANNEL, content_hash, message
from channels.letters.opening.documents import Picture, picture, unpacked
from channels.letters.opening.interrupted import Kills
from channels.letters.opening.kinds import kind_of
from channels.letters.page_kinds import BLANK
from channels.letters.reading.read import ReadPage
from channels.letters.settings import Settings
from core.errors import DeliveryFailed, TooLarge
from core.messages import Envelope, InboundMessage, OutboundMessage
from core.ports import Peek

Progress = Callable[[int, int], None]
"""Is told how many pages have been read, of how many."""


class LettersChannel:
    """Paper. It only comes in: an answer goes out on the phone or email found on the letter, or as a printed slip."""

    name = CHANNEL
    asks_all_at_once = True
    needs_desk = True

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._kills = Kills()

    @property
    def longest_s(self) -> float:
        """As core.ports.SlowChannel."""
        return self.settings.longest_s

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
        with self._unpacked(content) as paths:
            return len(paths)

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        """The letters in a file, read. Raises Malformed, TooLarge or Unsupported."""
        letters = self.read(envelope.body)
        return [message(envelope, pages, number, len(letters)) for number, pages in enumerate(letters)]

    def read(self, content: bytes, progress: Progress = lambda _done, _of: None) -> list[list[ReadPage]]:
        """The pages of each letter with every word's place."""
        from channels.letters.reading.tesseract import one_thread_each
        from channels.letters.split import parted

        one_thread_each()
        pages: list[ReadPage | None] = []
        pool = ThreadPoolExecutor(max_workers=self.settings.pages_at_once)
        with self._unpacked(content) as paths, pool:
            progress(0, len(paths))
            for page in pool.map(self._page, range(len(paths)), paths):
                pages.append(page)
                progress(len(pages), len(paths))
        letters = parted([page is None for page in pages], one_letter=self.settings.one_letter)
        return [_without_blanks([page for number in letter if (page := pages[number])]) for letter in letters]

    def read_sheets(self, content: bytes, sheets: Sequence[int], language: str | None) -> list[ReadPage]:
        """Some pages of a file once more, by their numbers in it; in ``language`` where a person chose one.

        A number that the file does not have is left out. Raises as ``read``.
        """
        from channels.letters.reading.tesseract import one_thread_each

        one_thread_each()
        with self._unpacked(content) as paths:
            chosen = [(sheet, paths[sheet]) for sheet in sheets if sheet < len(paths)]
            return [self._read(sheet, picture(path), language) for sheet, path in chosen]

    def send(self, message: OutboundMessage) -> str:
        """Paper cannot be sent. Raises DeliveryFailed always."""
        raise DeliveryFailed(f"message {message.id}: a letter is not answered on paper", code="no-paper-out")

    @contextmanager
    def _unpacked(self, content: bytes) -> Iterator[list[Path]]:
        with self._kills.counted(content_hash(content)), unpacked(content, self.settings.limits) as paths:
            yield paths

    def _page(self, sheet: int, path: Path) -> ReadPage | None:
        """None for a separator sheet."""
        from channels.letters.split import is_separator

        scan = picture(path)
        return None if is_separator(scan) else self._read(sheet, scan, None)

    def _read(self, sheet: int, scan: Picture, language: str | None) -> ReadPage:
        from channels.letters.letter import read_page

        return self.put_away(replace(read_page(scan, self.settings.limits, language), sheet=sheet))

    def put_away(self, page: ReadPage) -> ReadPage:
        """The page without its picture, which is large. Who keeps pictures does it here."""
        return replace(page, prepared=None)


def _without_blanks(pages: list[ReadPage]) -> list[ReadPage]:
    """The pages without blank backs; of a letter that is nothing else, all."""
    return [page for page in pages if page.kind != BLANK] or pages
