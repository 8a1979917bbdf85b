"""From a phone to the gateway: the message is kept, its webhook is posted, tried again, and marked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from channels.providers import gsm7
from core.errors import Malformed, NotFound
from simulator import faults, files, identities, messages, phones, posting, work
from simulator.account import API_VERSION, INCOMING, INCOMING_SMS, Account
from simulator.database import Transaction, new_sid
from simulator.files import File
from simulator.messages import Message
from simulator.phones import Phone

_STOP = {"stop": True, "unsubscribe": True, "start": False, "unstop": False}
_SECRET = frozenset({"AccountSid", "MessageSid", "From", "To"})


@dataclass(frozen=True, slots=True)
class Written:
    """What the person at the phone did. ``button`` is (SID of the message, payload of its button); ``fields`` are added
    to the webhook as they are, for kinds of message that the page cannot make. ``sms``: not by WhatsApp, and to the
    helpline's number."""

    text: str = ""
    sms: bool = False
    files: tuple[str, ...] = ()
    location: Mapping[str, str] | None = None
    button: tuple[str, str] | None = None
    reply_to: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def send(tx: Transaction, account: Account, number: str, written: Written) -> Message:
    """Keep what a phone sends and have its webhook posted. Raises NotFound or Malformed."""
    phone = phones.get(tx, number)
    if written.button is not None:
        written = _pressed(tx, phone, written)
    elif not (written.text or written.files or written.location or written.fields):
        raise Malformed("an empty message")
    if written.sms and (written.files or written.location or not written.text):
        raise Malformed("an SMS is text")
    sid = new_sid("MM" if written.files else "SM")
    attached = [files.attach(tx, file, sid) for file in written.files]
    form = _sms_form(account, phone, sid, written) if written.sms else _form(tx, account, phone, sid, written, attached)
    message = messages.add(
        tx,
        Message(
            sid=sid,
            phone=number,
            outgoing=True,
            kind=form.get("MessageType", "text"),
            body=form["Body"],
            sender=form["From"],
            recipient=form["To"],
            status="queued",
            channel="sms" if written.sms else "whatsapp",
            media=tuple(file.as_json() for file in attached),
            location=written.location,
            reply_to=written.reply_to,
            form=form,
        ),
    )
    if not written.sms:
        phones.heard(tx, number)
    wish = _STOP.get(written.text.strip().lower())
    if wish is not None:
        phones.set_flag(tx, number, "stopped", wish)
    work.put(tx, f"phone:{number}", "webhook", sid)
    return message


def repeat(tx: Transaction, sid: str) -> None:
    """Post the webhook of a message once more, as Twilio does when an answer was lost. Raises NotFound."""
    message = messages.get(tx, sid)
    if not message.outgoing:
        raise NotFound("the phone did not send this")
    work.put(tx, f"phone:{message.phone}", "webhook", sid, {"repeat": "yes"})


def settle(tx: Transaction, job: work.Work, answer: posting.Answer) -> float | None:
    """Note what the gateway said to a message's webhook. Seconds until the next try, or None when it is settled."""
    message = messages.get(tx, job.subject)
    overrides = posting.Overrides.of(webhook(message))
    if answer.accepted:
        if message.status != "received":
            messages.set_status(tx, message.sid, "received")
        fault = None if "repeat" in job.detail else faults.strike(tx, "repeat")
        for _ in range(int(str(fault["times"])) if fault else 0):
            repeat(tx, message.sid)
        return None
    pause = 0.25 * float(2**job.tries)
    if job.tries <= overrides.retries and answer.worth_retrying(overrides) and job.waited + pause < overrides.total:
        return pause
    if message.status != "received":
        messages.set_status(tx, message.sid, "failed", str(answer.code), answer.told())
    return None


def webhook(message: Message) -> str:
    """Where a message's webhook is posted, as it would stand in Twilio's console."""
    return INCOMING_SMS if message.channel == "sms" else INCOMING


def _sms_form(account: Account, phone: Phone, sid: str, written: Written) -> dict[str, str]:
    """The fields of an SMS's webhook; the helpline's number takes them."""
    return {
        "ToCountry": "PK",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "SmsSid": sid,
        "SmsStatus": "received",
        "Body": written.text,
        "To": account.helpline,
        "NumSegments": str(gsm7.parts(written.text)),
        "MessageSid": sid,
        "AccountSid": account.sid,
        "From": phone.number,
        "ApiVersion": API_VERSION,
        **{name: value for name, value in written.fields.items() if name not in _SECRET},
    }


def _pressed(tx: Transaction, phone: Phone, written: Written) -> Written:
    sid, payload = written.button or ("", "")
    button = next((b for b in messages.get(tx, sid).buttons if b["payload"] == payload), None)
    if button is None:
        raise NotFound("no such button")
    if button["type"] == identities.REQUEST:
        card = identities.card(phone.number, phone.name, asked=True)
        return replace(written, reply_to=sid, fields={**card, **written.fields})
    if button["type"] == "list":
        fields = {"MessageType": "interactive", "ListId": payload, "ListTitle": button["title"]}
    else:
        kind = "button" if messages.get(tx, sid).template else "interactive"
        fields = {"MessageType": kind, "ButtonText": button["title"], "ButtonPayload": payload}
    return replace(written, text=button["title"], reply_to=sid, fields={**fields, **written.fields})


def _form(
    tx: Transaction, account: Account, phone: Phone, sid: str, written: Written, attached: list[File]
) -> dict[str, str]:
    """The webhook's fields (https://www.twilio.com/docs/messaging/guides/webhook-request)."""
    kind = attached[0].kind if attached else "location" if written.location else "text"
    body = written.text or (attached[0].name if kind == "document" else "")
    form = {
        "SmsMessageSid": sid,
        "NumMedia": str(len(attached)),
        "ProfileName": phone.name,
        "MessageType": kind,
        "SmsSid": sid,
        "SmsStatus": "received",
        "Body": body,
        "To": f"whatsapp:{account.number}",
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": sid,
        "AccountSid": account.sid,
        **identities.sender(tx, phone.number),
        "ApiVersion": API_VERSION,
    }
    for index, file in enumerate(attached):
        form[f"MediaUrl{index}"] = f"{account.resource_url}/Messages/{sid}/Media/{file.sid}"
        form[f"MediaContentType{index}"] = file.type
    for name, value in (written.location or {}).items():
        form[name.capitalize()] = value
    if written.reply_to:
        form["OriginalRepliedMessageSid"] = written.reply_to
        form["OriginalRepliedMessageSender"] = f"whatsapp:{account.number}"
    if _STOP.get(written.text.strip().lower()):
        form["OptOutType"] = "STOP"
    form.update({name: value for name, value in written.fields.items() if name not in _SECRET})
    context = {name: form[name] for name in ("ButtonText", "ProfileName", "WaId") if name in form}
    form["ChannelMetadata"] = json.dumps({"type": "whatsapp", "data": {"context": context}}, ensure_ascii=False)
    return form
