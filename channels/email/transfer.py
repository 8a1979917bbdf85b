"""Content transfer encodings, decoded as far as the bytes allow. Nothing here raises.

Source: RFC 2045, section 6. Base64 that a relay cut or wrapped, and quoted-printable with bare ``=``, are repaired.
"""

import binascii
import quopri
import re

_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDED = re.compile(rb"([A-Za-z0-9+/]+)(=*)")
_CODED = re.compile(rb"(?:[A-Za-z0-9+/]+={0,2}[ \t]*\r?\n)*[A-Za-z0-9+/]+={0,2}(?=[ \t\r\n]|\Z)")
_AFTER_END = re.compile(rb"(?<==)[ \t]+([^\r\n]*)")
"""What stands on the line on which base64 ended."""
_LEAST_CODED = 16
"""Letters of base64 that stand for words, not for a word."""
_PLAIN_ANSWER = re.compile(rb"[A-Za-z0-9 .,;:!?'\"()\r\n-]{1,60}")
_UU = re.compile(rb"begin [0-7]{3,4} [^\r\n]*\r?\n")


def decode_transfer(raw: bytes, encoding: str | None, *, text: bool = False) -> bytes:
    """The content of a part whose ``Content-Transfer-Encoding`` is ``encoding``. ``text``: it says that it is text."""
    name = re.split(r"[;(]", encoding or "")[0].strip().strip("\"'").lower()
    if name in {"base64", "base-64", "b"}:
        if not text:
            return decode_base64(raw)
        coded, foot = _before_foot(raw)
        return (raw if is_plainly_text(coded) else decode_base64(coded) + foot) if foot else _text_of(raw)
    if name in {"quoted-printable", "quoted printable", "quotedprintable", "q", "qp"}:
        return quopri.decodestring(_join_soft_breaks(raw))
    if name in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return decode_uu(raw)
    return raw


def _text_of(raw: bytes) -> bytes:
    return raw if is_plainly_text(raw) else decode_base64(raw)


def _before_foot(raw: bytes) -> tuple[bytes, bytes]:
    """Base64, and what a list or a virus scanner wrote in clear below it."""
    end = _CODED.match(raw)
    coded, foot = (raw[: end.end()], raw[end.end() :].strip()) if end else (raw, b"")
    letters = len(coded.translate(None, b" \t\r\n"))
    if not foot or letters < _LEAST_CODED or letters % 4:
        return raw, b""
    words = foot.split()
    clear = len(words) >= 2 and sorted(map(len, words))[len(words) // 2] <= 12 and _is_garbled(decode_base64(foot))
    return (coded, b"\n\n" + foot) if clear else (raw, b"")


def is_plainly_text(raw: bytes) -> bool:
    """Is what is labelled base64 none? Words between blanks and letters that base64 does not have say so; foreign
    marks between its lines do not."""
    sample = raw[:4096].strip()
    if not sample:
        return False
    if sum(byte > 127 for byte in sample) * 10 > len(sample):
        return True
    words = sample.split()
    lengths = sorted(len(word) for word in words)
    if len(words) >= 3 and lengths[len(words) // 2] <= 12:
        odd = len(_FOREIGN.findall(sample.translate(None, b" \t\r\n>")))
        decoded = decode_base64(sample)
        readable = sum(32 <= byte < 127 or byte in b"\r\n\t" for byte in decoded) >= 0.9 * max(1, len(decoded))
        return not readable or odd * 20 > len(sample)
    try:
        decoded = binascii.a2b_base64(sample.translate(None, b" \t\r\n"), strict_mode=True)
    except binascii.Error:
        return _PLAIN_ANSWER.fullmatch(sample) is not None and _is_garbled(decode_base64(sample))
    marked = decoded.startswith((b"\xff\xfe", b"\xfe\xff"))
    return (
        len(sample) < 60
        and not marked
        and sum(byte < 32 and byte not in b"\r\n\t\x1b\x00" for byte in decoded) * 5 > len(decoded)
    )


def _is_garbled(decoded: bytes) -> bool:
    """Is it no text in UTF-8?"""
    try:
        return any(ord(letter) < 32 and letter not in "\r\n\t" for letter in decoded.decode("utf-8"))
    except UnicodeDecodeError:
        return True


def decode_base64(raw: bytes) -> bytes:
    """Base64 with line breaks, foreign letters, padding in the middle, a cut end, and words behind its end."""
    try:
        return binascii.a2b_base64(raw.translate(None, b" \t\r\n"), strict_mode=True)
    except binascii.Error:
        pass
    out = bytearray()
    whole = _AFTER_END.sub(lambda rest: rest[1] if len(_FOREIGN.sub(b"", rest[1])) % 4 == 0 else b"", raw)
    for match in _PADDED.finditer(_FOREIGN.sub(b"", whole)):
        letters = match[1][:-1] if len(match[1]) % 4 == 1 else match[1]
        out += binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    return bytes(out)


def decode_uu(raw: bytes) -> bytes:
    """Uuencoded lines between ``begin`` and ``end``; the bytes as they are where there is no ``begin``."""
    begin = _UU.search(raw)
    if begin is None:
        return raw
    out = bytearray()
    for line in raw[begin.end() :].splitlines():
        if line.strip() in (b"end", b"`"):
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            whole = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                out += binascii.a2b_uu(line[:whole])
            except binascii.Error:
                continue
    return bytes(out)


def _join_soft_breaks(raw: bytes) -> bytes:
    """Soft line breaks that a relay gave trailing blanks."""
    return re.sub(rb"=[ \t]+(?=\r?\n)", b"=", raw)
