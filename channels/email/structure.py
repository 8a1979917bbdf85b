"""A mail's MIME parts as a tree of offsets into its bytes.

The standard library's parser recurses once a nested part and compares each line with every open boundary, so that a
hostile mail stops it; this one looks for boundaries a level at a time, keeps exact bytes, and is bounded in depth and
in number. Missing, wrong and unfinished boundaries are repaired. Nothing here raises.
Source: RFC 2046, section 5.1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from channels.email.fields import Fields, header_end, read_fields
from channels.email.parameters import disposition, media_type, parameters
from channels.email.transfer import decode_transfer

DEEPEST = 12
"""Levels of nesting that are opened; what is deeper stays one part."""
MOST_PARTS = 2000

_MBOX = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:>?From [^\r\n]*\r?\n)?")
_GUESS = re.compile(rb"(?:\A|(?<=\n))--([^\r\n]{1,200}?)[ \t]*\r?\n(?=Content-[A-Za-z\-]{1,40}[ \t]*:)", re.IGNORECASE)


_FIELD = re.compile(rb"Content-[A-Za-z\-]{1,40}[ \t]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One node: its header fields, and where its body lies. ``children`` are there for a multipart."""

    raw: bytes = field(repr=False)
    fields: Fields
    start: int
    end: int
    type: str
    children: tuple["Part", ...] = ()

    @property
    def encoded(self) -> bytes:
        """The body as it was sent."""
        return self.raw[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The body, its transfer encoding undone."""
        return decode_transfer(
            self.encoded, self.fields.get("content-transfer-encoding"), text=self.type.startswith("text/")
        )

    @property
    def disposition(self) -> str:
        return disposition(self.fields.get("content-disposition"))

    @property
    def charset(self) -> str | None:
        return self.parameter("charset")

    @property
    def filename(self) -> str | None:
        """The name its sender gave it, as it came: never to be used as a path."""
        return parameters(self.fields.get("content-disposition")).get("filename") or self.parameter("name") or None

    @property
    def content_id(self) -> str | None:
        return (self.fields.get("content-id") or "").strip(" <>") or None

    def parameter(self, name: str) -> str | None:
        """A parameter of its Content-Type."""
        return parameters(_content_type(self.fields)).get(name)

    def walk(self) -> Iterator["Part"]:
        """Itself and all below it, in the order of the mail."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


def read_mail(raw: bytes) -> Part:
    """The tree of a whole mail."""
    begin = _MBOX.match(raw)
    budget = [MOST_PARTS]
    return _read(raw, begin.end() if begin else 0, len(raw), "text/plain", 0, budget)


def read_head(raw: bytes) -> tuple[Fields, int]:
    """Only the mail's own header fields, and where its body begins: cheap, whatever the size of the mail."""
    begin = _MBOX.match(raw)
    start = begin.end() if begin else 0
    head, body = header_end(raw, start, len(raw))
    return read_fields(raw, start, head), body


def _read(raw: bytes, start: int, end: int, default: str, depth: int, budget: list[int]) -> Part:
    head, body = header_end(raw, start, end)
    fields = read_fields(raw, start, head)
    kind = _type(fields, default)
    budget[0] -= 1
    if not kind.startswith("multipart/") or depth >= DEEPEST:
        return Part(raw, fields, body, end, kind)
    spans = _spans(raw, body, end, parameters(_content_type(fields)).get("boundary"))
    if not spans:
        return Part(raw, fields, body, end, "text/plain" if depth == 0 else kind)
    inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    children = tuple(_read(raw, *span, inner, depth + 1, budget) for span in spans[: max(budget[0], 0)])
    return Part(raw, fields, body, end, kind, (*_run_together(raw, fields, body, spans[0][0]), *children))


def _run_together(raw: bytes, fields: Fields, body: int, first: int) -> tuple[Part, ...]:
    """The part whose head its program ran together with that of the multipart around it: its text stands before the
    first boundary, and its fields behind those of the multipart."""
    types = [number for number, (name, _) in enumerate(fields.items) if name == "content-type"]
    if len(types) < 2:
        return ()
    own = Fields(fields.items[types[1] :])
    kind = _type(own, "text/plain")
    end = _without_break(raw, body, raw.rfind(b"\n", body, max(body, first - 2)) + 1)
    if kind.startswith("multipart/") or not raw[body:end].strip():
        return ()
    return (Part(raw, own, body, end, kind),)


def _content_type(fields: Fields) -> str | None:
    """Of several, the one that says where the parts are."""
    values = fields.all("content-type")
    divided = (value for value in values[1:] if "boundary" in parameters(value))
    return next(divided, fields.get("content-type")) if len(values) > 1 else fields.get("content-type")


def _type(fields: Fields, default: str) -> str:
    value = _content_type(fields)
    if value is None:
        return default
    known = media_type(value)
    if known is not None:
        return known
    word = value.split(";")[0].strip().strip('"').lower()
    if "boundary" in parameters(value):
        return "multipart/mixed"
    return {"text": "text/plain", "html": "text/html", "plain": "text/plain"}.get(word, default)


def _spans(raw: bytes, start: int, end: int, boundary: str | None) -> list[tuple[int, int]]:
    """Offsets of the parts between the boundaries; a boundary that does not occur is guessed from the text."""
    spans = _split(raw, start, end, boundary.encode("utf-8", "surrogateescape").rstrip()) if boundary else []
    if spans:
        return spans
    guess = _GUESS.search(raw, start, end)
    return _split(raw, start, end, guess[1]) if guess else []


def _split(raw: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
    # It begins with the literal, which re looks for fast: a photograph is long.
    line = re.compile(re.escape(b"--" + boundary) + rb"(--)?[ \t]*(?:\r\n|\n|\r|\Z)")
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for match in line.finditer(raw, start, end):
        if match.start() and raw[match.start() - 1] not in b"\r\n" and not _is_glued(raw, match, end):
            continue
        if begin is not None:
            spans.append((begin, _without_break(raw, begin, match.start())))
        begin = None if match[1] else match.end()
        if len(spans) > MOST_PARTS:
            return spans
    if begin is not None and begin < end:
        spans.append((begin, end))
    return spans


def _is_glued(raw: bytes, match: re.Match[bytes], end: int) -> bool:
    """Is it a boundary although it stands behind text? Programs forget the line break before it: a part's head follows,
    or nothing more."""
    if match[1]:
        return not raw[match.end() : min(end, match.end() + 200)].strip()
    return _FIELD.match(raw, match.end(), end) is not None


def _without_break(raw: bytes, begin: int, end: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    if end - 2 >= begin and raw[end - 2 : end] == b"\r\n":
        return end - 2
    return end - 1 if end - 1 >= begin and raw[end - 1 : end] in (b"\n", b"\r") else end
