"""``Content-Type`` and ``Content-Disposition``: the value and its parameters, in every broken form.

Sources: RFC 2045 (syntax), RFC 2231 (``name*0*=utf-8''…``), RFC 2047 words in quotes (against the rules, and usual).
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from channels.email.charsets import decode_text
from channels.email.headers import decode_words

_PARAMETER = re.compile(r";\s*([A-Za-z0-9_.\-]{1,60}(?:\*\d{1,3})?\*?)\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;]*)", re.DOTALL)
_NUMBERED = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?")
_TYPE = re.compile(r"\s*([A-Za-z0-9!#$&^_.+\-]{1,100})\s*/\s*([A-Za-z0-9!#$&^_.+\-]{1,100})")


def media_type(value: str | None) -> str | None:
    """``text/html`` out of a Content-Type, lower case; None where it is malformed or absent."""
    match = _TYPE.match(value or "")
    return f"{match[1]}/{match[2]}".lower() if match else None


def disposition(value: str | None) -> str:
    """``inline``, ``attachment`` or an empty string."""
    word = (value or "").split(";")[0].strip().strip('"').lower()
    return word if word in {"inline", "attachment"} else ("attachment" if word else "")


def parameters(value: str | None) -> Mapping[str, str]:
    """The parameters by lower-case name, RFC 2231 pieces joined, encoded words decoded. The first of a name counts."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(value or ""):
        named = _NUMBERED.fullmatch(match[1].lower())
        if named is None:
            continue
        name, number, star = named.groups()
        text = _unquote(match[2])
        if number is None and star is None:
            plain.setdefault(name, text)
        else:
            pieces.setdefault(name, {}).setdefault(int(number or 0), (text, star is not None))
    found = {name: decode_words(text) for name, text in plain.items()}
    return found | {name: _join(numbered) for name, numbered in pieces.items()}


def _unquote(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        return re.sub(r"\\(.)", r"\1", text[1:].removesuffix('"'))
    return text


def _join(numbered: Mapping[int, tuple[str, bool]]) -> str:
    """RFC 2231: charset and language before the first piece, percent-encoded where starred."""
    charset: str | None = None
    raw = b""
    for number, (text, starred) in sorted(numbered.items()):
        if starred and number == min(numbered) and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw += unquote_to_bytes(_bytes(text)) if starred else _bytes(text)
    text = decode_text(raw, charset)
    return decode_words(text) if "=?" in text else text


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
