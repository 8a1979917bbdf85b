"""S/MIME and PGP: what is only signed is opened, what is encrypted is said to be.

An opaque signature (application/pkcs7-mime, smime-type=signed-data) has the mail's text in clear inside. Whether the
signature is good is not asked: who sent a mail is decided by its channel (SPF, DKIM, DMARC).
Sources: RFC 5652 (CMS, section 5), RFC 8551 (S/MIME), ITU-T X.690 (BER), RFC 4880 and RFC 3156 (OpenPGP).
"""

import re

from channels.email.structure import Part

TYPES = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
DEEPEST = 4
"""Signatures around signatures that are opened."""

_SIGNED = bytes.fromhex("06092a864886f70d010702")
_SEALED = (bytes.fromhex("06092a864886f70d010703"), bytes.fromhex("060b2a864886f70d0109100117"))
_DATA = bytes.fromhex("06092a864886f70d010701")
_OCTETS, _OCTETS_IN_PIECES, _FIRST = 0x04, 0x24, 0xA0
_CLEAR_SIGNED = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash:[^\n]*\n)*\n?(.*?)\n"
    r"-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)",
    re.DOTALL,
)
_ENCRYPTED = re.compile(r"-----BEGIN PGP MESSAGE-----.*?(?:-----END PGP MESSAGE-----|\Z)", re.DOTALL)


def is_smime(part: Part) -> bool:
    """May a signed or an encrypted mail be in it? Some gateways lose the type and keep the name."""
    named = (part.filename or "").lower().endswith((".p7m", ".p7z"))
    return part.type in TYPES or (named and part.type == "application/octet-stream")


def signed_content(content: bytes) -> bytes | None:
    """The mail inside an opaque signature; None where it is none or is encrypted. Never raises."""
    if _SIGNED not in content[:64]:
        return None
    at = content.find(_DATA, content.find(_SIGNED) + len(_SIGNED))
    if at < 0:
        return None
    try:
        wrapped = _element(content, at + len(_DATA))
        return _octets(content, wrapped[1], wrapped[2], 0) if wrapped[0] == _FIRST else None
    except (IndexError, ValueError):
        return None


def is_encrypted(mail: Part) -> bool:
    """Is its text only for somebody who has a key?"""
    for part in mail.walk():
        if part.type == "multipart/encrypted" or part.type == "application/pgp-encrypted":
            return True
        if is_smime(part):
            kind = (part.parameter("smime-type") or "").lower()
            if kind in {"enveloped-data", "authenveloped-data"} or any(mark in part.content[:64] for mark in _SEALED):
                return True
    return False


def without_pgp(text: str) -> tuple[str, bool]:
    """The text without its PGP frame, and whether some of it was encrypted."""
    if "-----BEGIN PGP" not in text:
        return text, False
    shown = _CLEAR_SIGNED.sub(lambda found: re.sub(r"(?m)^- ", "", found[1]), text)
    rest, count = _ENCRYPTED.subn("", shown)
    return (rest.strip("\n") if count else shown), bool(count)


def _element(raw: bytes, at: int) -> tuple[int, int, int]:
    """Tag, and where the content of the BER element at this offset begins and ends (-1: where its end mark is)."""
    tag, length, at = raw[at], raw[at + 1], at + 2
    if length == 0x80:
        return tag, at, -1
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 6:
            raise ValueError("not a length")
        return tag, at + count, at + count + int.from_bytes(raw[at : at + count], "big")
    return tag, at, at + length


def _octets(raw: bytes, at: int, end: int, depth: int) -> bytes:
    """The octet string that begins here, whole or in pieces."""
    if depth > 8:
        raise ValueError("nested too deep")
    out = bytearray()
    while at < len(raw) and (end < 0 or at < end) and raw[at : at + 2] != b"\x00\x00":
        tag, begin, stop = _element(raw, at)
        if tag == _OCTETS:
            if stop < 0:
                raise ValueError("no end")
            out += raw[begin:stop]
            at = stop
        elif tag == _OCTETS_IN_PIECES:
            inner, at = _pieces(raw, begin, stop)
            out += inner
        else:
            break
    return bytes(out)


def _pieces(raw: bytes, at: int, end: int) -> tuple[bytes, int]:
    out = bytearray()
    while at < len(raw) and (end < 0 or at < end):
        if raw[at : at + 2] == b"\x00\x00":
            return bytes(out), at + 2
        tag, begin, stop = _element(raw, at)
        if tag != _OCTETS or stop < 0:
            raise ValueError("not a piece")
        out += raw[begin:stop]
        at = stop
    return bytes(out), at
