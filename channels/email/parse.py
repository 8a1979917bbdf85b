"""A mail's bytes to an InboundMessage."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.email.attachments import read_attachments
from channels.email.authentication import Verdict, verify
from channels.email.author import Author
from channels.email.author import author as author_of
from channels.email.automatic import judge
from channels.email.body import Content, Text, read_content
from channels.email.bounces import read_reports
from channels.email.dns import Lookup
from channels.email.forwarding import complainant, read_forwarded
from channels.email.headers import addresses, header_text, message_ids, own_id, sent_at
from channels.email.notices import device
from channels.email.quotes import Reply, split_reply
from channels.email.reply_address import Signer
from channels.email.smime import is_encrypted, without_pgp
from channels.email.structure import Part, read_head, read_mail
from channels.email.subjects import is_forward, is_reply, wants_no_more
from core.errors import Malformed
from core.messages import Address, Attachment, Envelope, Forwarded, InboundMessage
from core.ports import Peek
from core.text.language import language

UNKNOWN = "unknown"
ENCRYPTED = "encrypted"
_FORM = 0.9
"""How sure an address is that a web form's visitor typed."""
_LEAST_SURE = 0.3


@dataclass(frozen=True, slots=True)
class Reader:
    """How mails are read: whose we are, how we sign, and where senders are looked up (None: they are not)."""

    signer: Signer
    own: frozenset[str]
    lookup: Lookup | None = None
    trusted_servers: tuple[str, ...] = field(default=())


def peek(envelope: Envelope, own: frozenset[str] = frozenset()) -> Peek:
    """Whose mail it is, by its header alone. Raises nothing: a mail that is none is kept, and set aside later."""
    author = author_of(read_head(envelope.body)[0], own).address
    if author is None:
        return Peek(f"mailto:{UNKNOWN}-{hashlib.sha256(envelope.body).hexdigest()[:16]}")
    return Peek(f"mailto:{author.address.lower()}")


def parse(envelope: Envelope, reader: Reader) -> InboundMessage:
    """The message. Raises Malformed for no bytes at all, and nothing for anything else."""
    if not envelope.body.strip():
        raise Malformed("a mail without a byte in it")
    mail = read_mail(envelope.body)
    fields, written = mail.fields, _written(mail)
    text = written.text
    by = author_of(fields, reader.own)
    recipients = recipients_of(mail, envelope.facts)
    verdict = _verify(mail, envelope.facts, reader)
    judged = judge(mail, envelope.facts, reader.signer, reader.own, by, text)
    thread = reader.signer.conversation(recipients)
    machine = device(mail, text)
    subject = header_text(fields, "Subject")
    return InboundMessage(
        channel=envelope.channel,
        id=own_id(fields) or envelope.id,
        sender=by.address or Address(UNKNOWN),
        recipients=recipients,
        sent_at=sent_at(fields),
        subject=subject,
        text=text,
        full_text=written.full,
        language=_language(text or written.full),
        in_reply_to=next(iter(message_ids(fields, "In-Reply-To")), None),
        references=message_ids(fields, "References"),
        automatic=judged.kind,
        attachments=written.attachments,
        unsupported=ENCRYPTED if written.unreadable else None,
        found={} if machine else {**_reach(by), **complainant(written.forwarded, by.address, text)},
        thread=thread,
        trusted=_believed(verdict, thread) and _is_its_sender(by, thread) and machine is None,
        authentication=str(verdict) if verdict else None,
        deliveries=tuple(read_reports(mail, recipients, judged.kind, reader.signer)),
        stop=thread is not None and wants_no_more(subject or ""),
        reasons=judged.reasons,
        score=judged.score,
        forwarded=written.forwarded,
        device=machine,
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """What a mail holds. ``text`` is what was newly written; ``unreadable``: it is encrypted."""

    text: str
    full: str
    forwarded: Forwarded | None
    attachments: tuple[Attachment, ...]
    unreadable: bool


def _written(mail: Part) -> _Written:
    content = read_content(mail)
    attachments, packed = read_attachments(content.attached)
    text, full, forwarded = _texts(mail, content, packed)
    text, sealed = without_pgp(text)
    unreadable = not text.strip() and (sealed or is_encrypted(mail))
    return _Written(text, full, forwarded, attachments, unreadable)


def _language(text: str) -> str:
    code, sure = language(text)
    return code if sure >= _LEAST_SURE else "und"


def _is_its_sender(by: Author, thread: str | None) -> bool:
    """Is its author the one whom its mail server vouches for? Whom a form or a group names is only told by them; a
    group that passes on what came to a signed reply address has it from who was sent that."""
    return not by.way or (by.way == "group" and thread is not None)


def _reach(by: Author) -> dict[str, tuple[str, float]]:
    """The address by which the author is reached."""
    return {"email": (by.address.address, _FORM if by.way == "form" else 1.0)} if by.address else {}


def _believed(verdict: Verdict | None, thread: str | None) -> bool:
    """May the mail act on a case of its sender's? Where it could not be found out whether it is from there, only by the
    signed reply address: that was sent to nobody else."""
    return verdict is None or (thread is not None if verdict.open else not verdict.failed)


def recipients_of(mail: Part, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Whom it was sent to: as the SMTP session said, then as its header does."""
    told = facts.get("recipients", "").split()
    written = (a.address for a in addresses(mail.fields, "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"))
    return tuple({address.lower(): address for address in (*written, *told)}.values())


def envelope_id(raw: bytes) -> str:
    """The same for the same mail on whatever way it came, and different for two that share a Message-ID.

    Trace fields, which each server adds to, are left out.
    """
    fields, body = read_head(raw)
    digest = hashlib.sha256()
    for name in ("message-id", "from", "sender", "date", "subject", "to", "cc", "in-reply-to"):
        for value in fields.all(name):
            digest.update(f"{name}:{' '.join(value.split())}\n".encode("utf-8", "surrogateescape"))
    digest.update(raw[body:].replace(b"\r\n", b"\n").rstrip())
    return digest.hexdigest()


def _texts(mail: Part, content: Content, packed: str) -> tuple[str, str, Forwarded | None]:
    """What was newly written, all of the text, and the mail that was passed on."""
    texts = [text for text in content.texts if text.full.strip()]
    full = "\n\n".join(text.full.strip("\n") for text in texts) or packed or _passed_on(content)
    own = "\n\n".join(text.own.strip("\n") for text in texts) or (full if not texts else "")
    subject = header_text(mail.fields, "Subject") or ""
    replies = is_reply(subject) or "in-reply-to" in mail.fields or "references" in mail.fields
    signatures = tuple(signature for text in texts for signature in text.signatures)
    split = split_reply(own, is_reply=replies, is_forward=is_forward(subject), signatures=signatures)
    new = split.new or split.forwarded or (_unmarked(texts, subject, replies) if not replies else "")
    aside = "\n\n".join(text.aside for text in texts if text.aside)
    passed_on = _forwarded(split, full, subject, replies) or (None if replies else _attached(content))
    return new, f"{full}\n\n{aside}".strip("\n") if aside else full.strip("\n"), passed_on


def _forwarded(split: Reply, full: str, subject: str, replies: bool) -> Forwarded | None:
    """The mail that was passed on in the text: marked as that, or below a subject that says so, or in a mail that
    answers none. HTML that marks it as quoted is looked at whole."""
    if not split.forwarded and is_forward(subject):
        split = split_reply(full, is_reply=replies, is_forward=True)
    if not split.forwarded or not split.forwarded_head or not (is_forward(subject) or split.marked or not replies):
        return None
    return read_forwarded(split.forwarded_head, split.forwarded)


def _attached(content: Content) -> Forwarded | None:
    """The mail that was passed on as an attachment."""
    inner = next((part for part in content.attached if part.type == "message/rfc822"), None)
    if inner is None:
        return None
    mail = read_mail(inner.content)
    texts = [text.full.strip("\n") for text in read_content(mail).texts if text.full.strip()]
    who = author_of(mail.fields).address
    return Forwarded("\n\n".join(texts), who, header_text(mail.fields, "Subject")) if texts else None


def _unmarked(texts: list[Text], subject: str, replies: bool) -> str:
    """What is left when HTML marks everything as quoted: a mail passed on as it was."""
    full = "\n\n".join(text.full for text in texts)
    split = split_reply(full, is_reply=replies, is_forward=True if full else is_forward(subject))
    return split.new or split.forwarded


def _passed_on(content: Content) -> str:
    """The text of a mail that was forwarded as an attachment, with nothing written beside it."""
    inner = next((part for part in content.attached if part.type == "message/rfc822"), None)
    if inner is None:
        return ""
    return "\n\n".join(text.full.strip("\n") for text in read_content(read_mail(inner.content)).texts)


def _verify(mail: Part, facts: Mapping[str, str], reader: Reader) -> Verdict | None:
    """Nothing is looked up for a mail that came from a file."""
    if reader.lookup is None or not ("peer" in facts or "mailbox" in facts):
        return None
    return verify(mail, facts, reader.lookup, reader.trusted_servers)
