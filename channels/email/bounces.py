"""Bounces: which of our mails could not be delivered.

Only reports on mails that we made count: the Message-ID in the returned mail, or the envelope address that the report
was sent to, carries our keyed hash, so that nobody can talk a message of ours into having failed.
Sources: RFC 3464 (delivery status), RFC 3463 (status codes), RFC 3462 (the returned mail or its header).
"""

import re
from collections.abc import Iterable, Sequence

from channels.email.headers import message_ids
from channels.email.reply_address import Signer
from channels.email.structure import Part, read_head
from core.messages import Automatic, Delivery, DeliveryState

_RETURNED = {
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
}
_ID_IN_TEXT = re.compile(r"^[ \t>]*Message-ID:[ \t]*(<[^<>\s]{1,300}>)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(rb"(?im)^status[ \t]*:[ \t]*([245]\.\d{1,3}\.\d{1,3})")
_ACTION = re.compile(rb"(?im)^action[ \t]*:[ \t]*([a-z]+)")
_STATUS_IN_TEXT = re.compile(rb"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_STATES = {
    "failed": DeliveryState.FAILED,
    "delivered": DeliveryState.DELIVERED,
    "relayed": DeliveryState.SENT,
    "expanded": DeliveryState.SENT,
    "delayed": DeliveryState.QUEUED,
}


def read_reports(mail: Part, recipients: Iterable[str], kind: Automatic | None, signer: Signer) -> Sequence[Delivery]:
    """What a report says of messages of ours; empty for anything else."""
    if kind not in (Automatic.BOUNCE, Automatic.DELIVERY_REPORT):
        return ()
    ids = [message_id for message_id in _returned_ids(mail) if signer.is_ours(message_id)]
    bounced = signer.bounced(recipients)
    if not ids and bounced is not None:
        ids = [signer.message_id(bounced)]
    status = b"\n".join(part.content for part in mail.walk() if part.type.endswith("delivery-status"))
    actions = [action.decode().lower() for action in _ACTION.findall(status)]
    if kind is Automatic.BOUNCE:
        state = DeliveryState.FAILED
    elif actions:
        state = _STATES.get(actions[0], DeliveryState.QUEUED)
    else:
        return ()
    code = _STATUS.search(status) or _STATUS_IN_TEXT.search(mail.encoded[:20_000])
    return tuple(Delivery(message_id, state, code[1].decode() if code else None) for message_id in dict.fromkeys(ids))


def _returned_ids(mail: Part) -> list[str]:
    found: list[str] = []
    for part in mail.walk():
        if part.type in _RETURNED:
            found.extend(message_ids(read_head(part.content)[0], "Message-ID"))
        elif part.type == "text/plain":
            found.extend(_ID_IN_TEXT.findall(part.content[:200_000].decode("utf-8", "replace")))
    return found
