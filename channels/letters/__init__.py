"""Paper letters: scans and photos (PDF, TIFF, JPEG, PNG, HEIC) are read into a message with its pages and fields.

Nothing is sent on paper. What could not be read surely says so: a clerk looks at it.
"""

from channels.letters.channel import LettersChannel
from channels.letters.settings import Settings

__all__ = ["LettersChannel", "Settings", "build"]


def build(settings: Settings) -> LettersChannel:
    """The channel. Bounds tesseract and OpenCV to one thread a call in this process."""
    from channels.letters.tesseract import one_thread_each

    one_thread_each()
    return LettersChannel(settings)
