"""Who wrote a mail: usually From, but a web form's and a rewriting group's citizen stands in another field.

All by the header, so that a mail's line (``peek``) and its sender are the same. Whom another field names is not proven
by the mail's own checks: they are about From. Sources: RFC 5322 3.6.2; Google Groups' and Mailman's rewriting of From
for DMARC (X-Original-Sender, X-Original-From, "via").
"""

import re
from dataclasses import dataclass

from channels.email.fields import Fields
from channels.email.headers import addresses, header_text, sender
from core.messages import Address

ROBOT = re.compile(
    r"(?:mailer[-_.]?daemon|postmaster|(?:no|do[-_.]?not|never|dont)[-_.]?re(?:ply|spond)[\w.+-]*|"
    r"[\w.-]+[-_.]no[-_.]?reply|"
    r"bounces?(?:[-+=].*)?|autoreply|auto-reply|daemon|nobody)@",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"(?:www(?:-data|run)?|apache|nginx|httpd|iis|wordpress|wp|joomla|drupal|php|cgi|cms|web(?:site|master|form|forms|"
    r"admin|server|mail|app|portal)?|e?forms?|form[-_.]?(?:submission|mail|handler)s?|contact(?:[-_.]?(?:us|"
    r"form))?|portal|"
    r"mailer|notifications?|alerts?|system|server|robot|bot|automation|submissions?|root)(?:[-_.+]\w*)?@",
    re.IGNORECASE,
)
_SITE_PROGRAM = re.compile(
    r"phpmailer|wordpress|wpforms|contact form 7|drupal|joomla|elementor|gravity|jotform|typeform|formidable|"
    r"ninja forms|"
    r"swift ?mailer|symfony|laravel|codeigniter|nodemailer|django",
    re.IGNORECASE,
)
_BULK = (
    "list-unsubscribe-post",
    "feedback-id",
    "x-campaign",
    "x-campaignid",
    "x-mailchimp-id",
    "x-mc-user",
    "x-csa-complaints",
)
_GROUP = ("list-post", "mailing-list", "x-google-group-id", "list-id")


@dataclass(frozen=True, slots=True)
class Author:
    """``way``: ``form`` (a web form's Reply-To), ``group`` (a group that writes in its own name) or "" (From)."""

    address: Address | None
    way: str = ""


def author(fields: Fields, own: frozenset[str] = frozenset()) -> Author:
    """Who wrote it. ``own`` are our addresses, lower case."""
    written = sender(fields)
    if written is None:
        return Author(None)
    group = group_addresses(fields)
    if written.address.lower() in group:
        original = _first_other(fields, group | own, "X-Original-From", "Reply-To", "X-Original-Sender")
        return Author(_named(original, written), "group") if original else Author(written)
    other = _first_other(fields, own | {written.address.lower()}, "Reply-To")
    if other is None or any(name in fields for name in _BULK) or len(addresses(fields, "Reply-To")) > 1:
        return Author(written)
    by_a_site = ROBOT.match(written.address) or _SITE.match(written.address) or written.address.lower() in own
    if (by_a_site or _SITE_PROGRAM.search(_program(fields))) and not _newsletter(fields, written, other):
        return Author(other, "form")
    return Author(written)


def group_addresses(fields: Fields) -> frozenset[str]:
    """The addresses to which one writes to the list or the group that passed the mail on."""
    posted = re.findall(r"mailto:([^?>\s,]+@[^?>\s,]+)", fields.get("list-post") or "")
    posted += re.findall(r"\blist\s+([^\s;]+@[^\s;]+)", fields.get("mailing-list") or "")
    named = re.search(r"<?([\w.+-]+?)\.([\w-]+(?:\.[\w-]+)+)>?\s*$", fields.get("list-id") or "")
    if named:
        posted.append(f"{named[1]}@{named[2]}")
    return frozenset(address.strip("<>").lower() for address in posted)


def _first_other(fields: Fields, not_these: frozenset[str] | set[str], *names: str) -> Address | None:
    for name in names:
        for found in addresses(fields, name):
            if found.address.lower() not in not_these and not ROBOT.match(found.address):
                return found
    return None


def _named(original: Address, written: Address) -> Address:
    """The name that the group kept: "Gul Khan via Complaints"."""
    name = original.name or re.sub(r"\s+via\s.*$|^'|'$", "", written.name or "").strip("' ")
    return Address(original.address, name or None)


def _newsletter(fields: Fields, written: Address, other: Address) -> bool:
    """Is Reply-To only another desk of the house that sends it?"""
    same_house = _domain(written.address) == _domain(other.address)
    return same_house and (any(name in fields for name in _GROUP) or "list-unsubscribe" in fields)


def _domain(address: str) -> str:
    return ".".join(address.lower().rpartition("@")[2].split(".")[-3:])


def _program(fields: Fields) -> str:
    return " ".join(
        filter(None, (header_text(fields, name) for name in ("X-Mailer", "X-PHP-Originating-Script", "X-PHP-Script")))
    )
