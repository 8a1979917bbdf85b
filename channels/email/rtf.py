"""RTF to text: what Outlook packs into winmail.dat beside, or instead of, the plain text.

Where the RTF was made from HTML (``\\fromhtml``) the HTML is taken out again, else its words are read.
Sources: Microsoft, Rich Text Format Specification 1.9.1; [MS-OXRTFEX] (HTML within RTF), [MS-OXRTFCP] (compression,
undone by compressed-rtf).
"""

import re

from channels.email.charsets import codec_of, decode_text

LONGEST = 4 * 1024 * 1024

_TOKEN = re.compile(
    rb"\\\*|\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SPECIAL = {
    b"par": "\n", b"line": "\n", b"sect": "\n\n", b"page": "\n\n", b"row": "\n", b"cell": "\t", b"tab": "\t",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–",
    b"emdash": "—", b"zwj": "\u200d", b"zwnj": "\u200c",
}  # fmt: skip
_NOT_SHOWN = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer",
    b"listtable", b"listoverridetable",
    b"generator", b"themedata", b"datastore", b"xmlnstbl", b"latentstyles", b"rsidtbl",
    b"fldinst", b"nonshppict", b"bkmkstart", b"bkmkend", b"revtbl", b"mhtmltag",
}  # fmt: skip
_CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_FONT = re.compile(rb"\\f(\d{1,5})\b[^{};]{0,200}?\\fcharset(\d{1,3})")


class _Reader:
    """One pass over the tokens; a group's state is restored where it ends."""

    def __init__(self, raw: bytes, *, html: bool) -> None:
        self.html = html
        self.codec = "cp1252"
        page = re.search(rb"\\ansicpg(\d{2,5})", raw[:2000])
        if page:
            self.codec = codec_of(f"cp{page[1].decode()}") or self.codec
        self.fonts = {int(font): _CHARSETS.get(int(charset)) for font, charset in _FONT.findall(raw[:200_000])}
        self.out: list[str] = []
        self.pending = bytearray()
        # hidden, in an HTML tag, characters that stand for one \u, codec
        self.state: tuple[bool, bool, int, str] = (False, False, 1, self.codec)
        self.stack: list[tuple[bool, bool, int, str]] = []
        self.skip = 0
        self.starred = False
        self.suppressed = False

    def flush(self) -> None:
        if self.pending:
            self.out.append(bytes(self.pending).decode(self.state[3], "replace"))
            self.pending.clear()

    def shows(self) -> bool:
        hidden, tag, _, _ = self.state
        return not hidden and (not self.html or tag or not self.suppressed)

    def write(self, text: str) -> None:
        self.flush()
        if self.shows():
            self.out.append(text)

    def bytes_in(self, raw: bytes) -> None:
        taken = min(self.skip, len(raw))
        self.skip -= taken
        if self.shows():
            self.pending += raw[taken:]

    def word(self, name: bytes, value: int | None) -> None:
        hidden, tag, count, codec = self.state
        starred, self.starred = self.starred, False
        if name == b"u" and value is not None:
            self.write(chr(value % 65536))
            self.skip = count
        elif name == b"uc":
            self.state = (hidden, tag, max(0, min(value or 0, 9)), codec)
        elif name == b"f" and value in self.fonts:
            self.flush()
            self.state = (hidden, tag, count, self.fonts[value] or self.codec)
        elif name == b"htmlrtf":
            self.flush()
            self.suppressed = value != 0
        elif name == b"htmltag" and starred:
            self.flush()
            self.state = (not self.html, self.html, count, codec)
        elif name in _NOT_SHOWN or (starred and name not in {b"htmltag"}):
            self.flush()
            self.state = (True, tag, count, codec)
        elif name in _SPECIAL:
            self.write(_SPECIAL[name])

    def group(self, brace: bytes) -> None:
        self.flush()
        self.skip = 0
        if brace == b"{":
            self.stack.append(self.state)
        elif self.stack:
            self.state = self.stack.pop()

    def symbol(self, sign: bytes) -> None:
        if sign in b"{}\\":
            self.bytes_in(sign)
        elif sign == b"~":
            self.write(" ")
        elif sign in b"\r\n":
            self.write("\n")


def is_html(raw: bytes) -> bool:
    """Was it made from HTML?"""
    return b"\\fromhtml" in raw[:4000]


def read_rtf(raw: bytes) -> str:
    """The text, or the HTML where it was made from HTML (``is_html``). Never raises; not RTF gives ""."""
    if raw.lstrip()[:5] != b"{\\rtf":
        return ""
    reader = _Reader(raw, html=is_html(raw))
    for match in _TOKEN.finditer(raw[:LONGEST]):
        if match[0] == b"\\*":
            reader.starred = True
        elif match[1] is not None:
            reader.bytes_in(bytes([int(match[1], 16)]))
        elif match[2] is not None:
            reader.word(match[2], int(match[3]) if match[3] else None)
        elif match[4] is not None:
            reader.symbol(match[4])
        elif match[5] is not None:
            reader.group(match[5])
        elif match[6] is not None:
            reader.bytes_in(match[6])
    reader.flush()
    text = "".join(reader.out)
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return decode_text(whole.encode("utf-8"), "utf-8").strip("\x00 \n")
