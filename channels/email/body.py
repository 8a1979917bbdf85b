"""Which parts of a mail are its text, and which are attachments.

Plain text is preferred to HTML, which it is easier to hide things in, except where it is missing or only says that the
mail is in HTML. Where the two differ, the HTML's words are added to the full text: an officer sees both.
Sources: RFC 2046, section 5.1.4 (alternatives: the same content), RFC 2387 (related), RFC 2183 (disposition).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from channels.email.charsets import decode_text
from channels.email.flowed import unflow
from channels.email.html import read_html
from channels.email.smime import DEEPEST, is_smime, signed_content
from channels.email.structure import Part, read_mail
from core.media.kinds import is_no_text

T = TypeVar("T")

LONGEST_TEXT = 1024 * 1024
"""Bytes of a text part that are read as text; a longer one is an attachment as well."""

_STUB = re.compile(
    r"html[ -](?:e-?mail|format|version|message|capable|enabled|compatible|view)|(?:view|read|display|"
    r"see|show)\b.{0,60}\bhtml|"
    r"does not support html|multipart message in mime|ایچ ٹی ایم ایل",
    re.IGNORECASE,
)
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
_HEAD_LINE = re.compile(r"Content-[A-Za-z\-]{1,40}[ \t]*:|[ \t]+\S", re.IGNORECASE)
_TEXTS = {"text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml"}


@dataclass(frozen=True, slots=True)
class Text:
    """``full`` is all of it; ``own`` without what HTML marked as quoted; ``aside`` what only the other alternative
    says."""

    full: str
    own: str
    html: bool = False
    aside: str = ""
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A mail taken apart, in its order."""

    texts: tuple[Text, ...] = ()
    attached: tuple[Part, ...] = ()
    named: tuple[Part, ...] = field(default=())
    """Attached parts that may be the text after all: phones' gateways give the body a file name."""


def read_content(mail: Part) -> Content:
    """The texts and the attachments of a mail."""
    marks = _boundary_lines(mail)
    content = _content(mail, marks)
    if not marks:
        return content
    return replace(content, texts=tuple(_without_boundaries(text, marks) for text in content.texts))


def _boundary_lines(mail: Part) -> frozenset[str]:
    """The lines that divide the parts of this mail."""
    if not mail.type.startswith("multipart/"):
        return frozenset()
    names = {part.parameter("boundary") or "" for part in mail.walk() if part.type.startswith("multipart/")}
    return frozenset(f"--{name}{end}" for name in names if name.strip("-_ ") for end in ("", "--"))


def _without_boundaries(text: Text, marks: frozenset[str]) -> Text:
    """A text without boundaries that stand in it because others before them are missing, nor the heads after them."""
    if text.html or "--" not in text.full:
        return text
    kept: list[str] = []
    in_head = False
    for line in text.full.split("\n"):
        if line.rstrip() in marks:
            in_head = True
        elif not (in_head and _HEAD_LINE.match(line)):
            in_head = False
            kept.append(line)
    full = "\n".join(kept)
    return text if full == text.full else replace(text, full=full, own=full)


def _content(mail: Part, marks: frozenset[str]) -> Content:
    content = _read(mail, top=True)
    if not any(text.full.strip() for text in content.texts) and content.named:
        body = content.named[0]
        attached = tuple(part for part in content.attached if part is not body)
        return Content((*content.texts, _text(body)), attached)
    if mail.children and not content.attached and not any(text.full.strip() for text in content.texts):
        raw = decode_text(mail.encoded[:LONGEST_TEXT], None)
        said = _without_boundaries(Text(raw, raw), marks).full.strip()
        return Content((Text(raw, raw),)) if said else content
    return content


def _read(part: Part, *, top: bool = False, opened: int = 0) -> Content:
    if is_smime(part) and opened < DEEPEST:
        inside = signed_content(part.content)
        if inside is not None:
            return _read(read_mail(inside), top=top, opened=opened + 1)
    if part.type == "multipart/alternative" and part.children:
        return _alternative([_read(child, opened=opened) for child in part.children])
    if part.children:
        inner = [_read(child, opened=opened) for child in part.children]
        return Content(_sum(c.texts for c in inner), _sum(c.attached for c in inner), _sum(c.named for c in inner))
    if _is_text(part, top=top):
        too_long = (part,) if part.end - part.start > LONGEST_TEXT else ()
        return Content((_text(part),), too_long)
    if not part.encoded.strip() and part.filename is None:
        return Content()
    named = part.type == "text/plain" and part.disposition != "attachment" and not is_no_text(part.content)
    return Content((), (part,), (part,) if named else ())


def _is_text(part: Part, *, top: bool) -> bool:
    if part.type not in _TEXTS or is_no_text(part.content):
        return False
    if part.disposition == "attachment":
        return top and part.filename is None
    return top or part.filename is None


def _alternative(choices: list[Content]) -> Content:
    attached = _sum(choice.attached for choice in choices)
    plain = next((c for c in choices if c.texts and not c.texts[0].html), None)
    rich = next((c for c in reversed(choices) if c.texts and c.texts[0].html), None)
    named = _sum(choice.named for choice in choices)
    others = _sum(choice.texts for choice in choices if choice is not plain and choice is not rich)
    if plain is None or rich is None:
        chosen = plain or rich
        return Content(_with_others(chosen.texts, others) if chosen else (), attached, named)
    if _html_says_more(plain.texts[0].full, rich.texts[0].full):
        return Content(_with_others(rich.texts, others), attached, named)
    first = plain.texts[0]
    aside = rich.texts[0].full if _differ(first.full, rich.texts[0].full) else ""
    marked = Text(first.full, first.own, False, aside, rich.texts[0].signatures)
    return Content(_with_others((marked, *plain.texts[1:]), others), attached, named)


def _with_others(chosen: tuple[Text, ...], others: tuple[Text, ...]) -> tuple[Text, ...]:
    """And the texts that are no alternative: a program that writes several plain parts under that name means all."""
    shown = _sum_words(chosen)
    for other in others:
        said = _words(other.full)
        if said and len(said - shown) * 2 >= len(said):
            chosen, shown = (*chosen, other), shown | said
    return chosen


def _sum_words(texts: tuple[Text, ...]) -> set[str]:
    return set().union(*(_words(text.full) for text in texts))


def _text(part: Part) -> Text:
    raw = part.content[:LONGEST_TEXT]
    if part.type in {"text/html", "application/xhtml+xml"}:
        meta = _META.search(raw[:4096])
        markup = decode_text(raw, part.charset or (meta[1].decode("ascii") if meta else None))
        read = read_html(markup)
        return Text(read.full, read.new, True, "", read.signatures)
    text = decode_text(raw, part.charset)
    if part.type != "text/plain":
        text = re.sub(r"</?[A-Za-z\-]{1,30}>", "", text)
    elif (part.parameter("format") or "").lower() == "flowed":
        text = unflow(text, delete_space=(part.parameter("delsp") or "").lower() == "yes")
    return Text(text, text)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]{2,}", re.sub(r"<[^\s<>]+>|https?:\S+", " ", text.lower())))


def _html_says_more(plain: str, rich: str) -> bool:
    shown = plain.strip()
    if not shown:
        return bool(rich.strip())
    fewer = len(_words(shown)) < len(_words(rich))
    if _STUB.search(shown) and len(shown) < 400 and fewer:
        return True
    return shown.count("\ufffd") * 5 > len(shown) or (len(shown) < 20 and len(rich) > 20 * len(shown))


def _differ(plain: str, rich: str) -> bool:
    """Are most words of the HTML absent from the plain text?"""
    there = _words(rich)
    return len(there) >= 5 and len(there - _words(plain)) > 0.5 * len(there)


def _sum(groups: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(item for group in groups for item in group)
