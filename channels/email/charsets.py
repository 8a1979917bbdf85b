"""Bytes to text, whatever the mail says its charset is.

Mail programs name charsets that do not exist, name one and write another (UTF-8 as iso-8859-1, Urdu in Windows-1256 as
us-ascii) and break multi-byte letters. ``decode_text`` always gives a string: NFC, without control and bidirectional
override characters.

Sources: WHATWG Encoding Standard (labels and their real meaning, e.g. iso-8859-1 is windows-1252, gb2312 is GBK);
Unicode code chart of Windows-1256.
"""

import codecs
import re

from charset_normalizer import from_bytes

from core.text.normalise import composed

_REAL: dict[str, str] = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "windows-31j": "cp932",
    "iso-8859-8-i": "cp1255",
    "iso-8859-8-e": "cp1255",
    "iso-8859-6-i": "iso8859_6",
    "iso-8859-6-e": "iso8859_6",
    "csiso88596i": "iso8859_6",
    "csiso88596e": "iso8859_6",
    "asmo-708": "iso8859_6",
    "ecma-114": "iso8859_6",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "utf8mb4": "utf-8",
    "utf-8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-utf-8": "utf-8",
    "utf": "utf-8",
    "cp-1256": "cp1256",
    "x-cp1256": "cp1256",
    "windows1256": "cp1256",
    "x-mac-arabic": "mac_arabic",
    "x-mac-farsi": "mac_farsi",
    "x-macfarsi": "mac_farsi",
    "macfarsi": "mac_farsi",
    "x-macarabic": "mac_arabic",
    "x-mac-urdu": "mac_farsi",
    "x-mac-greek": "mac_greek",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-turkish": "mac_turkish",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "koi8": "koi8-r",
    "dos-720": "cp720",
    "ibm720": "cp720",
    "ibm-720": "cp720",
    "dos-864": "cp864",
    "windows-1256-arabic": "cp1256",
    "ms-arab": "cp1256",
    "utf-8-bom": "utf-8",
    "unicode": "utf-16",
}
"""Labels that mean something else than Python's codec of that name, or that Python does not know."""

_SAYS_NOTHING = {"cp1252", None}
"""Charsets that programs name without having looked at the letters."""

_NO_CHARSETS = {
    "base64",
    "bz2",
    "hex",
    "quopri",
    "rot-13",
    "uu",
    "zlib",
    "unicode-escape",
    "raw-unicode-escape",
    "idna",
    "punycode",
}
"""Codecs of Python's that no mail may choose."""

_WIDE = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]
"""Charsets that have zeros in blanks and line ends."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DROPPED = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BREAKS = re.compile(r"\r\n|\r|\u2028|\u2029|\x0c|\x85")
_ESCAPES = re.compile(rb"\x1b(?:\$[@AB()]|\([BJI])")
_ARABIC_COMMON = frozenset("ابتجدرسعفقکگلمنوہھیےيكه")


def decode_text(raw: bytes, label: str | None = None) -> str:
    """The text in ``raw``, whose sender says it is in ``label``. Never raises; what cannot be read becomes U+FFFD."""
    return clean(_decode(raw, label))


def clean(text: str) -> str:
    """NFC, ``\\n`` line ends, and without control, byte-order and bidirectional override characters."""
    return composed(_DROPPED.sub("", _BREAKS.sub("\n", text)))


def codec_of(label: str | None) -> str | None:
    """The name of the Python codec for a charset label; None for none or an unknown one."""
    name = re.sub(r"[\"'\s]", "", label or "").lower().rstrip(";,")
    name = name.split("*")[0] or name
    name = _REAL.get(name) or name
    if not name or "\x00" in name or not name.isascii():
        return None
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    known = _REAL.get(info.name, info.name)
    return None if known in _NO_CHARSETS else known


def _decode(raw: bytes, label: str | None) -> str:
    if not raw:
        return ""
    for mark, named in _MARKS:
        if raw.startswith(mark):
            return raw.decode(named, "replace")
    codec = codec_of(label)
    if raw.isascii() and (codec is None or codec in {"cp1252", "utf-8"}):
        return _seven_bit(raw)
    if codec is None or codec in _SAYS_NOTHING or _single_byte(codec) or _wide_without_nulls(codec, raw):
        as_utf8 = _strictly(raw, "utf-8")
        if as_utf8 is not None:
            return as_utf8
    if codec is None or codec in _SAYS_NOTHING:
        return _guess(raw, codec)
    return _believe(raw, codec)


def _seven_bit(raw: bytes) -> str:
    """ASCII, unless its escape sequences say that it is Japanese."""
    if _ESCAPES.search(raw):
        japanese = _strictly(raw, "iso2022_jp_ext")
        if japanese is not None:
            return japanese
    return raw.decode("ascii")


def _believe(raw: bytes, codec: str) -> str:
    """Decode by the declared codec, if what comes out is mostly whole."""
    text = _strictly(raw, codec)
    if text is not None:
        return text
    as_utf8 = _strictly(raw, "utf-8")
    if as_utf8 is not None:
        return as_utf8
    repaired = raw.decode(codec, "replace")
    broken = repaired.count("\ufffd")
    if broken * 10 <= sum(1 for letter in repaired if ord(letter) > 127):
        return repaired
    if codec == "utf-8":
        return _guess(raw, None)
    return repaired


def _guess(raw: bytes, declared: str | None) -> str:
    """Text of an unknown 8-bit charset: Urdu of an old Outlook first, then by its statistics."""
    damaged = raw.decode("utf-8", "replace")
    wide = sum(1 for letter in damaged if ord(letter) > 127)
    if damaged.count("\ufffd") * 5 <= wide:
        return damaged
    if _reads_as_arabic(raw):
        return raw.decode("cp1256", "replace")
    if declared is not None and not _mostly_high(raw):
        return raw.decode(declared, "replace")
    best = from_bytes(raw[:20_000], cp_exclusion=[] if b"\x00" in raw else _WIDE).best()
    if best is not None:
        text = _strictly(raw, best.encoding)
        if text is not None:
            return text
    return raw.decode("cp1252", "replace")


def _reads_as_arabic(raw: bytes) -> bool:
    """Are the high bytes, read as Windows-1256, Arabic letters of which most are common ones?"""
    letters = bytes(byte for byte in raw if byte > 127).decode("cp1256", "replace")
    arabic = [letter for letter in letters if "\u0600" <= letter <= "\u06ff"]
    common = sum(1 for letter in arabic if letter in _ARABIC_COMMON)
    return (
        len(letters) >= 4 and len(arabic) >= 0.92 * len(letters) and common >= 0.6 * len(arabic) and _mostly_high(raw)
    )


def _mostly_high(raw: bytes) -> bool:
    """Are most letters outside ASCII, as in no language that is written in Latin letters?"""
    high = sum(1 for byte in raw if byte > 127)
    latin = sum(1 for byte in raw if 65 <= byte <= 90 or 97 <= byte <= 122)
    return high > latin or bool(re.search(rb"[\x80-\xff]{4}", raw))


def _wide_without_nulls(codec: str, raw: bytes) -> bool:
    """Some programs label as "unicode" what is UTF-8. Real UTF-16 has zeros: in its blanks and line ends."""
    return codec.startswith(("utf-16", "utf_16", "utf-32", "utf_32")) and b"\x00" not in raw


def _single_byte(codec: str) -> bool:
    return codec.startswith(("cp125", "iso8859", "koi8", "mac", "cp874", "cp866"))


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, LookupError):
        return None
