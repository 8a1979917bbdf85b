"""Header fields to text: unfolding, encoded words in every broken form, 8-bit letters, addresses, ids and dates.

The standard library's structured header parser raises on some malformed fields and takes quadratic time on others, so
the fields are read raw (``channels.email.fields``) and decoded here. Nothing here raises.

Sources: RFC 5322 (fields), RFC 2047 (encoded words), RFC 6532 (UTF-8 in headers).
"""

import base64
import re
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

from channels.email.charsets import clean, codec_of, decode_text
from channels.email.fields import Fields
from core.messages import Address

_WORD = re.compile(r"=\?([^\s?]{1,60})\?([bBqQ])\?(.{0,2000}?)\?=", re.DOTALL)
_UNFINISHED = re.compile(r"=\?([^\s?]{1,60})\?([bB])\?([A-Za-z0-9+/=]+)$")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,900})>")
_BARE_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@]{1,64}@(?:[^\s<>()\[\],;:\"\\@]{1,255}|\[[0-9A-Fa-f.:]+\])")


def header_text(fields: Fields, name: str) -> str | None:
    """A field as text, on one line; None where it is absent or empty."""
    value = fields.get(name)
    return (decode_words(value) or None) if value is not None else None


def decode_words(value: str) -> str:
    """A raw field value as text: encoded words decoded, neighbours of one charset joined before decoding."""
    pieces: list[str] = []
    pending: list[tuple[str, bytes]] = []
    end = 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        if between.strip() or (between and not pending):
            pieces += [_flush(pending), _plain(between)]
        pending.append((match[1], _word_bytes(match[2], match[3])))
        end = match.end()
    pieces.append(_flush(pending))
    pieces.append(_last(value[end:]))
    return re.sub(r"\s+", " ", clean("".join(pieces))).strip()


def sender(fields: Fields) -> Address | None:
    """Who wrote it: From, else Sender, else Reply-To, else Return-Path. None where no field holds an address."""
    for name in ("From", "Sender", "Reply-To", "Return-Path", "X-Envelope-From"):
        found = addresses(fields, name)
        if found:
            return found[0]
    return None


def addresses(fields: Fields, *names: str) -> tuple[Address, ...]:
    """The addresses in these fields, in order, each once."""
    found: dict[str, Address] = {}
    for name in names:
        for value in fields.all(name):
            for address in _addresses_in(value):
                found.setdefault(address.address.lower(), address)
    return tuple(found.values())


def message_ids(fields: Fields, name: str) -> tuple[str, ...]:
    """The ids in a Message-ID, In-Reply-To or References field, with their angle brackets, each once."""
    found: dict[str, None] = {}
    for value in fields.all(name):
        for match in _MESSAGE_ID.finditer(_plain(value)):
            found[f"<{match[1]}>"] = None
    return tuple(found)


def own_id(fields: Fields) -> str | None:
    """The Message-ID, with angle brackets even where its sender forgot them."""
    ids = message_ids(fields, "Message-ID")
    if ids:
        return ids[0]
    bare = _plain(fields.get("Message-ID") or "").strip(" <>")
    return f"<{bare}>" if bare and len(bare) <= 900 and not re.search(r"\s", bare) else None


def sent_at(fields: Fields) -> datetime | None:
    """What the sender's clock says, aware; None where the field is absent or nonsense."""
    value = fields.get("Date")
    if value is None:
        return None
    try:
        when = parsedate_to_datetime(_plain(value).strip())
        when = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
        when.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when


def _addresses_in(value: str) -> list[Address]:
    value = _WORD.sub(_shield, value)
    try:
        pairs = getaddresses([value])
    except (ValueError, IndexError, TypeError, RecursionError):
        pairs = []
    found = [Address(tidy, decode_words(name) or None) for name, spec in pairs if (tidy := _tidy(spec))]
    if found:
        return found
    text = decode_words(value)
    return [Address(_lower_domain(match[0]), None) for match in _BARE_ADDRESS.finditer(text)]


def _shield(word: re.Match[str]) -> str:
    """An encoded word without the letters at which a list of addresses is split."""
    if word[2] in "bB":
        return word[0].replace("\n", "")
    content = re.sub(
        r"[^A-Za-z0-9=_+/\-.!*]",
        lambda letter: "".join(f"={byte:02X}" for byte in letter[0].encode("utf-8", "surrogateescape")),
        word[3],
    )
    return f"=?{word[1]}?Q?{content}?="


def _tidy(spec: str) -> str | None:
    spec = _plain(spec).strip().strip("<>").rstrip(".")
    match = _BARE_ADDRESS.fullmatch(spec)
    return _lower_domain(spec) if match else None


def _lower_domain(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower().rstrip('.')}"


def _plain(value: str) -> str:
    """Text outside encoded words: ASCII, or 8-bit letters that no RFC allows and many programs send."""
    return clean(value) if value.isascii() else decode_text(value.encode("utf-8", "surrogateescape"))


def _last(value: str) -> str:
    """The end of a field, whose last encoded word may have been cut off."""
    match = _UNFINISHED.search(value)
    if match is None:
        return _plain(value)
    return _plain(value[: match.start()]) + decode_text(_word_bytes(match[2], match[3]), match[1])


def _word_bytes(encoding: str, content: str) -> bytes:
    raw = content.encode("utf-8", "surrogateescape")
    if encoding in "bB":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda hexadecimal: bytes([int(hexadecimal[1], 16)]), raw.replace(b"_", b" "))


def _flush(pending: list[tuple[str, bytes]]) -> str:
    """Decode what was gathered: a letter may be split over words of the same charset."""
    text = ""
    while pending:
        label, raw = pending.pop(0)
        while pending and (codec_of(pending[0][0]) == codec_of(label)):
            raw += pending.pop(0)[1]
        text += decode_text(raw, label)
    return text
