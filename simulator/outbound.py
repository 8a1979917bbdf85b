"""From the gateway to a phone: what Twilio checks, and how a message then travels, step by step."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from channels.providers.senders import is_one_way
from core.errors import Malformed
from simulator import clock, contents, faults, identities, messages, phones, work
from simulator.account import API_VERSION, Account
from simulator.contents import Rendered
from simulator.database import Transaction, new_sid
from simulator.messages import Message
from simulator.phones import Phone
from simulator.refused import Refused, explain

LIMIT = 1600
STEP = 0.15
"""Seconds between queued, sent and delivered."""
WHATSAPP = "whatsapp:"


def accept(tx: Transaction, account: Account, form: Mapping[str, str], media_urls: list[str]) -> Message:
    """Take a message that the gateway asks to send. Raises Refused with Twilio's code."""
    channel, number = _addresses(tx, account, form)
    written, approved = _contents(tx, form, media_urls)
    media_urls = [*media_urls, *written.media]
    if len(written.body) > LIMIT:
        raise Refused(21617)
    callback = form.get("StatusCallback")
    if callback and urlsplit(callback).scheme not in ("http", "https"):
        raise Refused(21609)
    phone = phones.add(tx, number)
    if phone.stopped:
        raise Refused(21610)
    message = messages.add(
        tx,
        Message(
            sid=new_sid("MM" if media_urls else "SM"),
            phone=number,
            outgoing=False,
            kind="document" if media_urls else "text",
            body=written.body,
            sender=form["From"],
            recipient=form["To"],
            status="queued",
            channel=channel,
            media=tuple({"url": url} for url in media_urls),
            location=_place(form.get("PersistentAction")),
            buttons=written.buttons,
            template=bool(form.get("ContentSid")) and not phone.window_open(clock.now(tx)),
            callback=callback,
        ),
    )
    tell(tx, account, message)
    work.put(tx, f"message:{message.sid}", "carry", message.sid, _fate(tx, phone, channel, approved), after=STEP)
    return message


def _contents(tx: Transaction, form: Mapping[str, str], media_urls: list[str]) -> tuple[Rendered, bool]:
    """What the message says, and whether it is an approved template. Raises Refused."""
    if sid := form.get("ContentSid"):
        content = contents.get(tx, sid)
        if content is None:
            raise Refused(21655)
        return contents.render(content, contents.read_variables(form.get("ContentVariables"))), content.approved
    body = form.get("Body", "")
    if not body.strip() and not media_urls and not form.get("PersistentAction"):
        raise Refused(21619)
    return Rendered(body, (), ()), False


def carry(tx: Transaction, account: Account, job: work.Work) -> None:
    """The next step of a message: sent, then delivered if its phone can be reached, or failed as its fate has it."""
    message = messages.get(tx, job.subject)
    code = job.detail.get("code")
    if code is not None and (message.status == "sent" or job.detail["status"] == "failed"):
        tell(tx, account, messages.set_status(tx, message.sid, job.detail["status"], code, explain(code)))
    elif message.status == "queued":
        tell(tx, account, messages.set_status(tx, message.sid, "sent"))
        if code is not None or phones.get(tx, message.phone).online:
            work.put(tx, job.lane, "carry", message.sid, job.detail, after=STEP)
    elif message.status == "sent" and phones.get(tx, message.phone).online:
        tell(tx, account, messages.set_status(tx, message.sid, "delivered"))


def read(tx: Transaction, account: Account, number: str, upto: int) -> int:
    """The person looks at their phone; how many messages that marks as read."""
    seen = messages.unread(tx, number, upto)
    for message in seen:
        tell(tx, account, messages.set_status(tx, message.sid, "read"))
    return len(seen)


def come_online(tx: Transaction, number: str) -> None:
    """What was sent while the phone was away is delivered."""
    for message in messages.waiting_for(tx, number):
        work.put(tx, f"message:{message.sid}", "carry", message.sid)


def tell(tx: Transaction, account: Account, message: Message) -> None:
    """Have the status callback of a message's present state posted, where the gateway asked for one."""
    if message.callback:
        work.put(tx, f"callback:{message.sid}", "callback", message.sid, status_form(account, message))


def status_form(account: Account, message: Message) -> dict[str, str]:
    """A status callback (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status)."""
    form = {
        "MessageSid": message.sid,
        "MessageStatus": message.status,
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "AccountSid": account.sid,
        "From": message.sender,
        "To": message.recipient,
        "ApiVersion": API_VERSION,
    }
    if message.channel == "whatsapp":
        form["ChannelPrefix"] = "whatsapp"
        form["StructuredMessage"] = "true" if message.template else "false"
    if message.status in ("delivered", "read"):
        form["EventType"] = message.status.upper()
    if message.error_code:
        form["ErrorCode"] = message.error_code
        form["ErrorMessage"] = form["ChannelStatusMessage"] = message.error or ""
    return form


def _addresses(tx: Transaction, account: Account, form: Mapping[str, str]) -> tuple[str, str]:
    """The channel and the E.164 number to send to. Raises Refused."""
    to, sender = form.get("To", ""), form.get("From", "")
    if not to:
        raise Refused(21604)
    if not sender and not form.get("MessagingServiceSid"):
        raise Refused(21603)
    whatsapp = to.startswith(WHATSAPP)
    if whatsapp != sender.startswith(WHATSAPP):
        raise Refused(21910)
    known = sender.removeprefix(WHATSAPP) in (account.number, account.helpline)
    if not known and (whatsapp or not is_one_way(sender)):
        raise Refused(63007 if whatsapp else 21606)
    written = to.removeprefix(WHATSAPP)
    hidden = identities.number_of(tx, written) if whatsapp else None
    if hidden is not None:
        return "whatsapp", hidden
    try:
        number = phones.e164(written)
    except Malformed as problem:
        raise Refused(21211) from problem
    if number != written.replace(" ", ""):
        raise Refused(21211)
    return ("whatsapp" if whatsapp else "sms"), number


def _fate(tx: Transaction, phone: Phone, channel: str, approved: bool) -> dict[str, str]:
    if channel == "whatsapp" and not approved and not phone.window_open(clock.now(tx)):
        return {"code": "63016", "status": "failed"}
    fault = faults.strike(tx, "delivery")
    return {"code": str(fault["code"]), "status": str(fault["status"])} if fault else {}


def _place(action: str | None) -> dict[str, str] | None:
    """PersistentAction "geo:34.01,71.52|Peshawar" as a location."""
    if not action or not action.startswith("geo:"):
        return None
    point, _, label = action.removeprefix("geo:").partition("|")
    latitude, _, longitude = point.partition(",")
    return {"latitude": latitude, "longitude": longitude, "label": label}
