"""Paper letters: scans and photos (PDF, TIFF, JPEG, PNG, HEIC) are read into messages with their pages and fields.

    channel.py        the channel: a file's bytes → one InboundMessage a letter (message.py)
      opening/          the file into pictures of pages, in a bounded process (documents.py → unpack.py)
      split.py          many letters in one file
      letter.py         one page: the steps in their order
        sheet/            page.py lays the sheet flat, clean.py whitens it, orient.py turns it
        reading/          lines.py, tongue.py: script and upside down; whole.py: the words of all lines
                            tesseract.py, latin.py, blocks.py for English; own.py, line_reader.py for Urdu and Pashto
                            digits.py: numbers are read twice
      fields.py         name, CNIC, phone, address … with confidence and place; labels.py

Nothing is sent on paper. What could not be read surely says so, and a clerk looks at it. Figures: docs/letters.md.
"""  # fmt: skip

import os
from typing import TYPE_CHECKING

from channels.letters.settings import Settings
from core.messages import Envelope, InboundMessage
from core.ports import Declaration, Surroundings

if TYPE_CHECKING:
    from channels.letters.channel import LettersChannel

DECLARATION = Declaration({"en": "Letter", "ur": "خط", "ps": "لیک"}, inspect_as="letter")

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Set before numpy is loaded, which reads it: on a busy machine its threads wait for one another at each of thousands
of small products, and a page takes minutes."""

__all__ = ["DECLARATION", "Settings", "build", "read"]


def build(settings: Settings, surroundings: Surroundings | None = None) -> "LettersChannel":  # noqa: ARG001
    """The channel. It is imported here: the process that unpacks a file must not wait for it."""
    from channels.letters.channel import LettersChannel

    return LettersChannel(settings)


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:  # noqa: ARG001 - as every channel's
    """The letters in a file, without any settings: ``arzi inspect``. Raises Malformed, TooLarge or Unsupported."""
    return tuple(build(Settings()).parse(envelope))
