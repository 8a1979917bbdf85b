"""Where a signature begins: the "-- " line, what phones add, and the disclaimers that firms append.

A typed closing ("Yours faithfully, Ali Khan, 0300 …") is the person's own and stays: it often says who complains.
"""

import re

from channels.email.device_lines import is_device_line
from channels.email.quote_marks import bare

_LONGEST = 12
"""Lines that may follow a bare "--" before it is taken for a divider in the text."""

_LIST_LINES = 6
"""Lines that a mailing list's or a program's own foot has under its rule."""

_DELIMITER = re.compile(r"--[ \xa0]?|—{1,2}|__")
_RULE = re.compile(r"_{5,}|-{20,}")
_FOOT = re.compile(r"mailing list|unsubscribe|to view this (?:discussion|message)|virus", re.IGNORECASE)
_TRACKED = re.compile("[\u1427\ufe0e\ufe0f\u00ad\u034f]+")
"""What mail trackers leave as a line of its own."""
_NOTICE = re.compile(
    r"(?:\*|_)*(?:confidentiality (?:notice|note|warning)|disclaimer|legal notice|privileged (?:and|&) confidential|"
    r"(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication|"
    r"transmission)\b.{0,120}\b(?:confidential|intended (?:only|solely)|privileged)|"
    r"this e-?mail has been (?:checked|scanned)|virus-?free\b|avast logo|please consider the environment)",
    re.IGNORECASE,
)
_WARNING_ABOVE = re.compile(
    r"(?:\*|\[)*(?:caution|external(?: e-?mail| sender)?|warning)\b.{0,20}(?:this (?:e-?mail|"
    r"message) (?:originated|came|was sent)|do not click)",
    re.IGNORECASE,
)


def without_signature(lines: list[str], *, goes_on: bool = False) -> list[str]:
    """The lines before a signature. What phones add is taken out wherever it stands.

    ``goes_on``: the person wrote something before these lines already, above a quotation.
    """
    kept: list[str] = []
    said, left = False, sum(1 for line in lines if bare(line))
    for number, line in enumerate(lines):
        text = bare(line)
        left -= bool(text)
        begun = goes_on or said
        if begun and _DELIMITER.fullmatch(text) and _ends_here(line, left):
            break
        if begun and _RULE.fullmatch(text) and left <= _LIST_LINES and _foot(lines[number + 1 :], below_quote=goes_on):
            break
        if _NOTICE.match(text) and begun:
            break
        if _TRACKED.fullmatch(text) or is_device_line(text) or (len(text) <= 160 and _WARNING_ABOVE.match(text)):
            if kept and _DELIMITER.fullmatch(bare(kept[-1])):
                kept.pop()
            continue
        kept.append(line)
        said = said or bool(text)
    return kept


def without_known(text: str, signatures: tuple[str, ...]) -> str:
    """The text without an end that is one of these signatures, however its lines are broken."""
    for signature in signatures:
        words = re.findall(r"\w+", signature)
        if not 1 <= len(words) <= 80:
            continue
        found = re.search(r"\W*?".join(map(re.escape, words)) + r"\W*\Z", text[-4000:])
        if found:
            cut = len(text) - len(text[-4000:]) + found.start()
            text = re.sub(r"\n\s*--\s*\Z", "", text[:cut]).rstrip()
    return text


def _ends_here(line: str, left: int) -> bool:
    """``left``: so many lines that are not empty come after it."""
    return line.rstrip("\r\n").endswith("-- ") or left <= _LONGEST


def _foot(after: list[str], *, below_quote: bool) -> bool:
    """Is what follows a rule the foot of a list or a program, or the last lines below a quotation?"""
    rest = [following for following in after if bare(following)]
    return 0 < len(rest) <= _LIST_LINES and (below_quote or bool(_FOOT.search("\n".join(rest))))
