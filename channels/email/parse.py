"""A mail's bytes to an InboundMessage."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.email.attachments import read_attachments
from channels.email.authentication import Verdict, verify
from channels.email.automatic import why_automatic
from channels.email.body import Content, Text, read_content
from channels.email.bounces import read_reports
from channels.email.dns import Lookup
from channels.email.headers import addresses, header_text, message_ids, own_id, sender, sent_at
from channels.email.quotes import split_reply
from channels.email.reply_address import Signer
from channels.email.structure import Part, read_head, read_mail
from channels.email.subjects import is_forward, is_reply, wants_no_more
from core.errors import Malformed
from core.messages import Address, Envelope, InboundMessage
from core.ports import Peek
from core.text.language import language

UNKNOWN = "unknown"
_LEAST_SURE = 0.3


@dataclass(frozen=True, slots=True)
class Reader:
    """How mails are read: whose we are, how we sign, and where senders are looked up (None: they are not)."""

    signer: Signer
    own: frozenset[str]
    lookup: Lookup | None = None
    trusted_servers: tuple[str, ...] = field(default=())


def peek(envelope: Envelope) -> Peek:
    """Whose mail it is, by its header alone. Raises nothing: a mail that is none is kept, and set aside later."""
    author = sender(read_head(envelope.body)[0])
    if author is None:
        return Peek(f"mailto:{UNKNOWN}-{hashlib.sha256(envelope.body).hexdigest()[:16]}")
    return Peek(f"mailto:{author.address.lower()}")


def parse(envelope: Envelope, reader: Reader) -> InboundMessage:
    """The message. Raises Malformed for no bytes at all, and nothing for anything else."""
    if not envelope.body.strip():
        raise Malformed("a mail without a byte in it")
    mail = read_mail(envelope.body)
    fields = mail.fields
    content = read_content(mail)
    attachments, packed = read_attachments(content.attached)
    text, full_text = _texts(mail, content, packed)
    author = sender(fields)
    code, sure = language(text or full_text)
    in_reply_to = next(iter(message_ids(fields, "In-Reply-To")), None)
    recipients = recipients_of(mail, envelope.facts)
    verdict = _verify(mail, envelope.facts, reader)
    automatic = why_automatic(mail, envelope.facts, reader.signer, reader.own)
    thread = reader.signer.conversation(recipients)
    return InboundMessage(
        channel=envelope.channel,
        id=own_id(fields) or envelope.id,
        sender=author or Address(UNKNOWN),
        recipients=recipients,
        sent_at=sent_at(fields),
        subject=header_text(fields, "Subject"),
        text=text,
        full_text=full_text,
        language=code if sure >= _LEAST_SURE else "und",
        in_reply_to=in_reply_to,
        references=message_ids(fields, "References"),
        automatic=automatic,
        attachments=attachments,
        found={"email": (author.address, 1.0)} if author else {},
        thread=thread,
        trusted=_believed(verdict, thread),
        authentication=str(verdict) if verdict else None,
        deliveries=tuple(read_reports(mail, recipients, automatic, reader.signer)),
        stop=thread is not None and wants_no_more(header_text(fields, "Subject") or ""),
    )


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


def _texts(mail: Part, content: Content, packed: str) -> tuple[str, str]:
    """What was newly written, and all of the text."""
    texts = [text for text in content.texts if text.full.strip()]
    full = "\n\n".join(text.full.strip("\n") for text in texts) or packed or _passed_on(content)
    own = "\n\n".join(text.own.strip("\n") for text in texts) or (full if not texts else "")
    subject = header_text(mail.fields, "Subject") or ""
    replies = is_reply(subject) or "in-reply-to" in mail.fields or "references" in mail.fields
    signatures = tuple(signature for text in texts for signature in text.signatures)
    split = split_reply(own, is_reply=replies, is_forward=is_forward(subject), signatures=signatures)
    new = split.new or split.forwarded or (_unmarked(texts, subject, replies) if not replies else "")
    aside = "\n\n".join(text.aside for text in texts if text.aside)
    return new, f"{full}\n\n{aside}".strip("\n") if aside else full.strip("\n")


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
