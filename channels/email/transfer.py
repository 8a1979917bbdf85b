"""Content transfer encodings, decoded as far as the bytes allow. Nothing here raises.

Source: RFC 2045, section 6. Base64 that a relay cut or wrapped, and quoted-printable with bare ``=``, are repaired.
"""

import binascii
import quopri
import re

_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDED = re.compile(rb"([A-Za-z0-9+/]+)(=*)")
_UU = re.compile(rb"begin [0-7]{3,4} [^\r\n]*\r?\n")


def decode_transfer(raw: bytes, encoding: str | None) -> bytes:
    """The content of a part whose ``Content-Transfer-Encoding`` is ``encoding``."""
    name = re.split(r"[;(]", encoding or "")[0].strip().strip("\"'").lower()
    if name in {"base64", "base-64", "b"}:
        return decode_base64(raw)
    if name in {"quoted-printable", "quoted printable", "quotedprintable", "q", "qp"}:
        return quopri.decodestring(_join_soft_breaks(raw))
    if name in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return decode_uu(raw)
    return raw


def decode_base64(raw: bytes) -> bytes:
    """Base64 with line breaks, foreign letters, padding in the middle and a cut end."""
    try:
        return binascii.a2b_base64(raw.translate(None, b" \t\r\n"), strict_mode=True)
    except binascii.Error:
        pass
    out = bytearray()
    for match in _PADDED.finditer(_FOREIGN.sub(b"", raw)):
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
