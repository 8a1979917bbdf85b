"""A mail that somebody passed on: whose words it holds, and who complains in it.

An office that passes a complaint on is no complainant; a citizen who passes on an office's answer is. The first is told
by an office's address or name, or by its words on top ("forwarded for necessary action").
"""

import re
from collections.abc import Mapping, Sequence

from channels.email.quote_marks import FROM, SUBJECT
from channels.email.quotes import split_reply
from core.messages import Address, Forwarded

DEEPEST = 5
OFFERED = 0.7
"""How sure it is that the sender of a mail that an office passed on is who complains."""

_SENDER = re.compile(rf"\W{{0,3}}(?:{FROM})\s?\*?\s?[:：]\*?\s*(?P<value>.+)", re.IGNORECASE)
_SUBJECT = re.compile(rf"\W{{0,3}}(?:{SUBJECT})\s?\*?\s?[:：]\*?\s*(?P<value>.+)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>()\[\]\"';:,@]{1,64}@[^\s<>()\[\]\"';:,@]{1,255}")
_OFFICE = re.compile(
    r"(?<![a-z])(?:gov|govt|government|dept|department|directorate|office|officer|commissioner|secretary|secretariat|"
    r"section|superintendent|registrar|complaints?|cell|helpline|info|admin|dc|ac|adc|sdo|xen|dho|deo|tmo|tma|"
    r"wapda|pesco|"
    r"sngpl|ptcl|nadra|police|municipal|authority|ministry|board|council)(?![a-z])|دفتر|محکمہ|ڈپٹی کمشنر|"
    r"سیکشن افسر|اداره|رياست",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"\bforwarded?\b.{0,40}\b(?:action|disposal|compliance|report|information|perusal)|"
    r"for (?:your )?(?:further )?necessary action|"
    r"forwarded (?:herewith|please|being)|(?:complaint|application|mail|matter|case) (?:is|was) (?:being |hereby )?"
    r"(?:forwarded|referred|marked|transmitted)|"
    r"(?<!\w)n\.?\s?/?\s?a\.?,? (?:pl|plz|pls|please)\b|"
    r"trail(?:ing)? (?:e-?mail|mail|complaint|application|message|letter)|"
    r"received (?:in|by|at|through|from) (?:this|our) (?:office|department|directorate)|self[- ]explanatory|"
    r"for (?:your )?(?:early |immediate |prompt |further )?(?:disposal|redressal?|resolution|compliance|"
    r"appropriate action)\b|not (?:ours|our (?:mandate|domain|jurisdiction|subject))|"
    r"pertains? to|relates? to your|"
    r"does not (?:relate|pertain) to|(?:kindly|please) (?:look into|take|resolve|redress|entertain|dispose)|"
    r"mark(?:ed)? to|"
    r"(?:ضروری|مناسب|لازمی|مزید|فوری) (?:کارروائی|کاروائی|اقدام)|برائے (?:کارروائی|کاروائی|اقدام|تعمیل)|"
    r"ہم سے متعلق نہیں|ہمارے دائرہ|متعلقہ (?:محکمہ|محکمے|دفتر)[^.۔]{0,30}(?:ارسال|بھیج|فارورڈ|منتقل)|"
    r"ارسال (?:خدمت |کی جاتی |کیا جاتا |کی جا رہی )?ہے|لازمو? (?:اقدام|اجراآتو|اجراات|کړن)|"
    r"زموږ پورې اړه نه|اړوند(?:ې|ه)? (?:ادارې|دفتر|محکمې)[^.۔]{0,30}(?:استول|ل[ېی]ږل)",
    re.IGNORECASE,
)


def read_forwarded(head: str, body: str) -> Forwarded:
    """The mail that was passed on, whose block of fields and text these are; its sender is the first of the chain."""
    sender, subject = _fields(head)
    texts: list[str] = []
    for _ in range(DEEPEST):
        split = split_reply(body, is_reply=False, is_forward=True)
        if not split.forwarded_head:
            break
        texts.append(split.new)
        inner, inner_subject = _fields(split.forwarded_head)
        sender, subject, body = inner or sender, inner_subject or subject, split.forwarded
    texts.append(body)
    return Forwarded("\n\n".join(filter(None, texts)), sender, subject)


def complainant(forwarded: Forwarded | None, forwarder: Address | None, note: str) -> Mapping[str, tuple[str, float]]:
    """What is known of who complains, where an office passed their complaint on; nothing where a citizen did."""
    if forwarded is None or forwarded.sender is None or forwarder is None:
        return {}
    first = forwarded.sender
    by_office = _PASSED_ON.search(note) or _is_office(forwarder)
    if not by_office or _is_office(first) or first.address.lower() == forwarder.address.lower():
        return {}
    found = {"email": (first.address, OFFERED)} if first.address else {}
    return found | ({"complainant_name": (first.name, OFFERED)} if first.name else {})


def _is_office(who: Address) -> bool:
    return bool(_OFFICE.search(f"{who.address.replace('_', ' ')} {who.name or ''}"))


def _fields(head: str) -> tuple[Address | None, str | None]:
    lines = head.split("\n")
    value = _first(lines, _SENDER)
    subject = _first(lines, _SUBJECT)
    if value is None:
        return None, subject
    found = _ADDRESS.search(value)
    name = re.sub(r"[<\[(].*$|mailto:\S*", "", value[: found.start()] if found else value).strip(" \"'*<[(,\t")
    return Address(found[0] if found else "", name or None), subject


def _first(lines: Sequence[str], form: re.Pattern[str]) -> str | None:
    return next((match["value"].strip() for line in lines if (match := form.match(line.strip()))), None)
