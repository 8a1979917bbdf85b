"""An OutboundMessage as a mail: plain text and HTML with the same words, right to left for Urdu and Pashto.

Nothing that came from outside can end a header: control characters are taken out, and what should be an id or an
address must look like one.
Sources: RFC 5322 3.6.4 (References), RFC 3834 (Auto-Submitted), RFC 2369 (List-Unsubscribe), Unicode UAX 9 (direction
marks).
"""

import html
import re
from datetime import datetime
from email import policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import quote

from channels.email.automatic import MARK
from channels.email.reply_address import Signer
from channels.email.subjects import STOP, bare, is_reply
from core.errors import DeliveryFailed
from core.messages import Button, OutboundMessage

RIGHT_TO_LEFT = frozenset({"ur", "ps"})

_POLICY = policy.SMTP.clone(cte_type="7bit", max_line_length=76)
_SUBJECTS = {"en": "Your complaint", "ur": "آپ کی شکایت", "ps": "ستاسو شکایت", "roman_ur": "Aap ki shikayat"}
_GREETINGS = {
    "en": "Assalam-o-alaikum,",
    "ur": "السلام علیکم،",
    "ps": "السلام علیکم،",
    "roman_ur": "Assalam-o-alaikum,",
}
_CLOSINGS = {
    "en": "With respect,\nComplaints service, Government of Khyber Pakhtunkhwa",
    "ur": "والسلام\nشکایات سروس، حکومتِ خیبر پختونخوا",
    "ps": "په درناوي\nد شکایتونو خدمت، د خیبر پښتونخوا حکومت",
    "roman_ur": "Wassalam\nShikayaat service, hukumat-e-Khyber Pakhtunkhwa",
}
_GREETED = re.compile(r"\s*(?:assalam|السلام|وعلیکم|wa-?alaikum|dear\b)", re.IGNORECASE)
_TAGS = {"roman_ur": "ur-Latn"}
_MOST_REFERENCES = 20
_FONT = "font-family:'Noto Nastaliq Urdu','Jameel Noori Nastaleeq','Noto Naskh Arabic',sans-serif;line-height:2;"
_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@]{1,64}@[^\s<>()\[\],;:\"\\@]{1,255}")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]،۔]")
_NUMBER = re.compile(r"(?<![\w\-/.:=])(?:KP-)?\+?\d[\d\-]{3,}\d(?![\w\-/])", re.IGNORECASE | re.ASCII)


def compose(message: OutboundMessage, signer: Signer, name: str, now: datetime) -> EmailMessage:
    """The mail. Raises DeliveryFailed where the recipient is no address."""
    reply_to = signer.reply_address(message.thread) if message.thread else signer.address
    to = ascii_domain(message.to)
    mail = EmailMessage(policy=_POLICY if to.isascii() else _POLICY.clone(utf8=True))
    mail["From"] = HeaderAddress(_line(name), addr_spec=signer.address)
    local, _, domain = to.rpartition("@")
    mail["To"] = HeaderAddress(username=local, domain=domain)
    if reply_to != signer.address:
        mail["Reply-To"] = HeaderAddress(_line(name), addr_spec=reply_to)
    mail["Subject"] = _subject(message)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(message, signer)
    answered = message.in_reply_to if _ID.fullmatch(message.in_reply_to or "") else None
    if answered:
        mail["In-Reply-To"] = answered
    known = dict.fromkeys(i for i in (*message.references, answered or "") if _ID.fullmatch(i))
    if known:
        mail["References"] = " ".join(_thread(list(known)))
    mail["Auto-Submitted"] = "auto-replied" if answered else "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[MARK] = _line(message.id)
    if not answered:
        mail["List-Unsubscribe"] = f"<mailto:{reply_to}?subject={STOP}>"
    mail.set_content(_plain(message), charset="utf-8")
    mail.add_alternative(_html(message, reply_to), subtype="html", charset="utf-8")
    mail["Content-Language"] = _language(message)
    return mail


def message_id(message: OutboundMessage, signer: Signer) -> str:
    """The Message-ID of its mail: the same each time it is sent, and known before."""
    return signer.message_id(_line(message.id))


def ascii_domain(address: str) -> str:
    """An address with its domain in ASCII (IDNA). Raises DeliveryFailed where it is none."""
    if not _ADDRESS.fullmatch(address):
        raise DeliveryFailed("the recipient is not an address", code="5.1.3")
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise DeliveryFailed("the recipient's domain is not one", code="5.1.2") from None


def _language(message: OutboundMessage) -> str:
    tag = _TAGS.get(message.language, message.language)
    return tag if re.fullmatch(r"[A-Za-z\-]{2,20}", tag) else "und"


def _line(text: str) -> str:
    """On one line, without control characters."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()


def _subject(message: OutboundMessage) -> str:
    subject = _line(message.subject or "")[:300] or _SUBJECTS.get(message.language, _SUBJECTS["en"])
    answers = bool(message.in_reply_to) or is_reply(subject)
    return f"Re: {bare(subject)}" if answers else subject


def _opening(message: OutboundMessage) -> list[str]:
    """A letter begins with a greeting, unless its words do."""
    if _GREETED.match(message.text):
        return []
    return [_GREETINGS.get(message.language, _GREETINGS["en"]), ""]


def _closing(message: OutboundMessage) -> list[str]:
    return _CLOSINGS.get(message.language, _CLOSINGS["en"]).splitlines()


def _thread(ids: list[str]) -> list[str]:
    """The first and the last ids of a long thread (RFC 5322 lets the middle go)."""
    return ids if len(ids) <= _MOST_REFERENCES else [ids[0], *ids[1 - _MOST_REFERENCES :]]


def _plain(message: OutboundMessage) -> str:
    buttons = [*([""] if message.buttons else []), *(f"- {b.title}" for b in message.buttons)]
    lines = [*_opening(message), *message.text.splitlines(), *buttons, "", *_closing(message)]
    if message.language not in RIGHT_TO_LEFT:
        return "\n".join(lines) + "\n"
    marked = (_NUMBER.sub("\u200e\\g<0>\u200e", line) for line in lines)
    return "\n".join(f"\u200f\u202b{line}\u202c" if line.strip() else "" for line in marked) + "\n"


def _html(message: OutboundMessage, reply_to: str) -> str:
    rtl = message.language in RIGHT_TO_LEFT
    direction, side, font = (
        ("rtl", "right", _FONT) if rtl else ("ltr", "left", "font-family:sans-serif;line-height:1.5;")
    )
    tag = _language(message)
    paragraphs = "\n".join(
        f'<p dir="{direction}" style="margin:0 0 1em 0">{"<br>".join(map(_markup, paragraph.splitlines()))}</p>'
        for paragraph in [*_opening(message)[:1], *re.split(r"\n\s*\n", message.text.strip("\n"))]
    )
    closing = "<br>".join(map(_markup, _closing(message)))
    buttons = "\n".join(_button(button, _subject(message), reply_to) for button in message.buttons)
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}" dir="{direction}">\n<head><meta charset="utf-8"></head>\n'
        f'<body dir="{direction}" style="text-align:{side};{font}font-size:16px">\n'
        f"{paragraphs}\n{f'<ul>{buttons}</ul>' if buttons else ''}\n"
        f'<p dir="{direction}" style="margin:1em 0 0 0">{closing}</p>\n'
        "</body>\n</html>\n"
    )


def _markup(line: str) -> str:
    """A line of text as HTML, its links clickable and its numbers left to right."""
    out, end = [], 0
    for link in _LINK.finditer(line):
        out.append(_numbers(line[end : link.start()]))
        url = html.escape(link[0])
        out.append(f'<a href="{url}" dir="ltr">{url}</a>')
        end = link.end()
    return "".join([*out, _numbers(line[end:])])


def _numbers(text: str) -> str:
    return _NUMBER.sub(r'<bdi dir="ltr">\g<0></bdi>', html.escape(text))


def _button(button: Button, subject: str, reply_to: str) -> str:
    """An answer to press: it opens a mail to us that holds it."""
    link = f"mailto:{reply_to}?subject={quote(subject)}&body={quote(button.title)}"
    return f'<li><a href="{html.escape(link)}">{html.escape(button.title)}</a></li>'
