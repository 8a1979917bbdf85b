"""Who wrote a mail: usually From, but a web form's and a rewriting group's citizen stands in another field.

All by the header, so that a mail's line (``peek``) and its sender are the same. Whom another field names is not proven
by the mail's own checks: they are about From. Sources: RFC 5322 3.6.2; Google Groups' and Mailman's rewriting of From
for DMARC (X-Original-Sender, X-Original-From, "via"), groups.io's (``user=domain@groups.io``); Amazon SES,
SendGrid, Mailgun, Mandrill and Postmark, whose fields say only that a program sent it.
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
    r"mailer|notif(?:y|ier|ications?)|alerts?|system|server|robot|bot|automation|submissions?|root|iusr|iwam|asp(?:net)?|"
    r"(?:form|web|site)[-_.]?(?:responses?|results?|notif\w*|messages?|entr(?:y|ies))|app)(?:[-_.+]\w*)?@",
    re.IGNORECASE,
)
_SITE_PROGRAM = re.compile(
    r"phpmailer|wordpress|wpforms|contact form 7|drupal|joomla|elementor|gravity|jotform|typeform|formidable|"
    r"ninja forms|"
    r"swift ?mailer|symfony|laravel|codeigniter|nodemailer|django|php/\d|cdo for windows|mime::lite|formmail|"
    r"(?:wp ?mail|fluent|post) ?smtp|fluent ?forms|mailkit|system\.net\.mail|action ?mailer|chilkat|aspmail|jmail",
    re.IGNORECASE,
)
_SITE_FIELDS = (
    "x-wpcf7-content-type",
    "x-php-script",
    "x-php-originating-script",
    "x-source-args",
    "x-ses-outgoing",
    "x-sg-eid",
    "x-mailgun-sid",
    "x-mandrill-user",
    "x-pm-message-id",
)
"""Fields that only a program's mail has: a site's script, or the service that mails for sites."""
_DESK = re.compile(
    r"(?:info|admin\w*|contact\w*|office|hello|e?mail|feedback|enquir(?:y|ies)|inquir(?:y|ies)|support|help(?:desk)?|care|"
    r"complaints?|services?|customer[\w.-]*|team|sales|billing|accounts?|egov|e-?portal|citizen[\w.-]*|public|media)@",
    re.IGNORECASE,
)
"""The name of a desk, not of a person."""
_FORM_SUBJECT = re.compile(
    r"(?:contact|feedback|complaint|web ?site|web|online|enquiry|inquiry)[ -]?(?:us )?form\b|"
    r"form (?:submission|response|entry)|"
    r"(?:new|online|web ?site|web) (?:form )?(?:submission|enquiry|inquiry|feedback|message|contact|response|entry)\b|"
    r"(?:submitted|sent|message|enquiry|inquiry) (?:from|via|through|on) (?:the |your |our )?"
    r"(?:web ?site|web ?page|portal|form)|"
    r"kontaktformular|formulaire de contact|iletişim formu|رابطہ فارم|شکایت فارم|شکایات فارم|ویب ?سائٹ (?:سے|پر|کا|کے)|"
    r"آن لائن (?:شکایت|فارم|پیغام)|فرم تماس|نموذج (?:اتصال|الاتصال)|د اړیکې فورم|د شکایت فورم",
    re.IGNORECASE,
)
"""What a site's form writes as its subject."""
_BULK = ("list-unsubscribe-post", "x-campaign", "x-campaignid", "x-mailchimp-id", "x-mc-user")
_GROUP = ("list-post", "mailing-list", "x-google-group-id", "list-id")
_MAILTO = re.compile(r"mailto:([^?>\s,]+@[^?>\s,]+)", re.IGNORECASE)
_ORDER = re.compile(
    r"[-+](?:unsubscribe|subscribe|leave|join|request|owners?|help|off|on)(?:[-+=][^@]*)?@", re.IGNORECASE
)
"""What is written behind a list's name to order something of it."""
_INSIDE = re.compile(r"(?P<local>[\w.+-]{1,64})=(?P<domain>[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})@(?P<group>[\w.-]{1,255})")


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
    told = _told_by_group(written, group)
    if told is not None:
        return Author(told, "group")
    not_the_writer = own | {written.address.lower()}
    other = _first_other(fields, not_the_writer, "Reply-To")
    answers_to = {address.address.lower() for address in addresses(fields, "Reply-To")} - not_the_writer
    if other is None or any(name in fields for name in _BULK) or len(answers_to) > 1:
        return Author(written)
    if _is_sites(fields, written, own) and not _another_desk(fields, written, other):
        return Author(other, "form")
    return Author(written)


def _is_sites(fields: Fields, written: Address, own: frozenset[str]) -> bool:
    """Did a site send it, and not whose address stands in From?"""
    senders = [written.address, *(address.address for address in addresses(fields, "Sender"))]
    if written.address.lower() in own or any(ROBOT.match(address) or _SITE.match(address) for address in senders):
        return True
    if _SITE_PROGRAM.search(_program(fields)) or any(name in fields for name in _SITE_FIELDS):
        return "list-unsubscribe" not in fields
    return bool(_DESK.match(written.address)) and bool(_FORM_SUBJECT.search(header_text(fields, "Subject") or ""))


def group_addresses(fields: Fields) -> frozenset[str]:
    """The addresses to which one writes to the list or the group that passed the mail on."""
    posted = _MAILTO.findall(fields.get("list-post") or "")
    posted += re.findall(r"\blist\s+([^\s;]+@[^\s;]+)", fields.get("mailing-list") or "")
    for name in ("list-unsubscribe", "list-subscribe", "list-help", "list-owner"):
        posted += [_ORDER.sub("@", address) for address in _MAILTO.findall(fields.get(name) or "")]
    posted += [address.address for address in addresses(fields, "X-BeenThere", "X-Mailing-List")]
    named = re.search(r"<?([\w.+-]+?)\.([\w-]+(?:\.[\w-]+)+)>?\s*$", fields.get("list-id") or "")
    if named:
        posted.append(f"{named[1]}@{named[2]}")
    return frozenset(address.strip("<>").lower() for address in posted)


def _told_by_group(written: Address, group: frozenset[str]) -> Address | None:
    """The writer whose address a group put into its own: ``gul=mail.example@groups.example``."""
    inside = _INSIDE.fullmatch(written.address)
    domains = {address.rpartition("@")[2] for address in group}
    if inside is None or inside["group"].lower() not in domains:
        return None
    return _named(Address(f"{inside['local']}@{inside['domain']}"), written)


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


def _another_desk(fields: Fields, written: Address, other: Address) -> bool:
    """Is Reply-To only another desk of the house that sends it?"""
    if _domain(written.address) != _domain(other.address):
        return False
    a_list = any(name in fields for name in _GROUP) or "list-unsubscribe" in fields
    return a_list or bool(_DESK.match(other.address))


def _domain(address: str) -> str:
    return ".".join(address.lower().rpartition("@")[2].split(".")[-3:])


def _program(fields: Fields) -> str:
    return " ".join(
        filter(None, (header_text(fields, name) for name in ("X-Mailer", "X-PHP-Originating-Script", "X-PHP-Script")))
    )
