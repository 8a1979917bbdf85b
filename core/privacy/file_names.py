"""Names of files: people call a scan after who wrote the letter, machines after the day and a count."""

import re

from core.text.normalise import fold_digits

_LONGEST = 80
_OF_MACHINES = frozenset(
    {
        *(
            "adobe",
            "at",
            "attachment",
            "audio",
            "camscanner",
            "capture",
            "copy",
            "doc",
            "document",
            "dsc",
            "fax",
            "file",
        ),
        *("image", "img", "letter", "mvimg", "new", "page", "pdf", "photo", "pic", "picture", "ptt", "pxl", "scan"),
        *("scanned", "scanner", "screenshot", "sheet", "untitled", "vid", "video", "voice", "wa", "whatsapp"),
    }
)
_DAY, _TIME = r"20\d\d[-_. ]?[01]\d[-_. ]?[0-3]\d", r"(?:[0-2]\d[0-5]\d[0-5]\d)?"
_MOMENT = re.compile(rf"(?<!\d){_DAY}{_TIME}(?!\d)")
_MOST_DIGITS = 6
"""Besides a date: a count, or a time. A phone or a CNIC has more."""
_PIECE = re.compile(r"\d+|[^\W\d_]+")


def tells_nothing(name: str) -> bool:
    """Does it look as a machine names files, with nobody's name or number in it? ``name`` may have a folder."""
    stem = fold_digits(name.replace("\\", "/").rpartition("/")[2]).casefold()
    if len(stem) > _LONGEST:
        return False
    stem = stem.rpartition(".")[0] or stem
    pieces = _PIECE.findall(_MOMENT.sub(" ", stem))
    digits = sum(len(piece) for piece in pieces if piece.isdigit())
    return digits <= _MOST_DIGITS and all(piece.isdigit() or piece in _OF_MACHINES for piece in pieces)
