"""Asking Twilio how the account is set up for us, and saying what is missing. Nothing is changed there.

https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
https://www.twilio.com/docs/whatsapp/api/senders
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twilio.rest import Client

from channels.providers.twilio.rest import calling
from channels.providers.twilio.webhooks import amiss, webhook
from core.errors import ArziError

_ONLINE = "ONLINE"
_APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: ``fault`` is what is amiss and what to do, or None."""

    about: str
    fault: str | None


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number of ours and the paths that its webhooks lead to, where they must be ours."""

    number: str
    sms: str | None = None
    voice: str | None = None
    status: str | None = None


def account(client: Client, sid: str) -> Iterator[Finding]:
    """Is the token right, and the account active?"""

    def look() -> Sequence[Finding]:
        found = calling(lambda: client.api.v2010.accounts(sid).fetch())
        status = str(found.status or "")
        active = None if status == "active" else f"it is {status or 'unknown'}: nothing goes out; see Twilio's console"
        trial = "it is a trial: it reaches verified numbers only" if str(found.type) == "Trial" else None
        return [Finding("account", active), Finding("account: kind", trial)]

    yield from _asked("account", look)


def number(client: Client, base_url: str, ours: Number) -> Iterator[Finding]:
    """The webhooks of a telephone number, for SMS and calls."""

    def look() -> Sequence[Finding]:
        listed = calling(lambda: client.incoming_phone_numbers.list(phone_number=ours.number, limit=1))
        if not listed:
            return [Finding(ours.number, "no such number in this account: is it the right account_sid?")]
        found, findings = listed[0], []
        if ours.sms is not None:
            fault = amiss(found.sms_url, found.sms_method, webhook(base_url, ours.sms))
            if found.sms_application_sid:
                fault = "a TwiML app takes its messages, so its webhook does not count: take the app away"
            findings.append(Finding(f"{ours.number}: messages", fault))
        if ours.voice is not None:
            fault = amiss(found.voice_url, found.voice_method, webhook(base_url, ours.voice))
            if found.voice_application_sid:
                fault = "a TwiML app takes its calls, so its webhook does not count: take the app away"
            findings.append(Finding(f"{ours.number}: calls", fault))
        if ours.status is not None:
            fault = amiss(found.status_callback, found.status_callback_method, webhook(base_url, ours.status))
            findings.append(Finding(f"{ours.number}: ends of calls", fault))
        return findings

    yield from _asked(ours.number, look)


def whatsapp(client: Client, base_url: str, sender: str, templates: Mapping[str, str]) -> Iterator[Finding]:
    """The WhatsApp sender's webhook and state, and the templates' approval."""

    def look() -> Sequence[Finding]:
        senders = calling(lambda: client.messaging.v2.channels_senders.list(channel="whatsapp", limit=1000))
        found = next((one for one in senders if one.sender_id == f"whatsapp:{sender}"), None)
        if found is None:
            return [Finding(f"whatsapp:{sender}", "no such sender in this account (the sandbox is none)")]
        hook: Any = found.webhook or {}  # a mapping, though the client's own types say otherwise
        entered, method = hook.get("callback_url"), hook.get("callback_method")
        state = str(found.status or "").upper()
        return [
            Finding(f"whatsapp:{sender}", None if state.startswith(_ONLINE) else f"it is {state or 'unknown'}"),
            Finding(f"whatsapp:{sender}: messages", amiss(entered, method, webhook(base_url, "/in/whatsapp"))),
        ]

    yield from _asked(f"whatsapp:{sender}", look)
    if not any(purpose.startswith("reply") for purpose in templates):
        told = "none is named: nothing reaches citizens outside 24 hours; see channels.whatsapp.templates"
        yield Finding("template reply", told)
    for purpose, sid in templates.items():
        yield from _asked(f"template {purpose}", lambda: [_template(client, purpose, sid)])  # noqa: B023 - used at once


def _template(client: Client, purpose: str, sid: str) -> Finding:
    approval = calling(lambda: client.content.v1.contents(sid).approval_fetch().fetch())
    status = str((approval.whatsapp or {}).get("status") or "unknown")
    return Finding(f"template {purpose}", None if status == _APPROVED else f"{sid} is {status}")


def _asked(about: str, look: Callable[[], Sequence[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except ArziError as error:
        yield Finding(about, f"could not be asked: {error.detail}")
