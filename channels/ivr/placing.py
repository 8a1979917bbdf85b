"""Calls that we make, through Twilio's Calls resource. They stand in the outbox as a message with a template.

https://www.twilio.com/docs/voice/api/call-resource
"""

from datetime import datetime

from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse

from channels.providers.twilio.callers import hides_number
from channels.providers.twilio.rest import calling, own_id
from core.errors import DeliveryFailed
from core.messages import OutboundMessage

TEMPLATE = "call"
"""The template of an outgoing message that is a call; its variables are task (a task's number) and until (ISO time)."""
_RINGS_S = 35
_EVENTS = ["answered", "completed"]


def call_message(task: int, to: str, language: str, until: datetime) -> OutboundMessage:
    """A call about a task, as it is staged. After ``until`` it is not made any more."""
    variables = {"task": str(task), "until": until.isoformat()}
    return OutboundMessage("", "ivr", to, "", language, template=TEMPLATE, variables=variables)


SPOKEN = "spoken"
"""The template of a call that says its text, twice, and hangs up."""


def is_spoken(message: OutboundMessage) -> bool:
    return message.template == SPOKEN


def say_it(client: Client, number: str, message: OutboundMessage) -> str:
    """Have Twilio call and say the text; the call's SID. Raises DeliveryDelayed, DeliveryFailed or DeliveryUnknown."""
    _refuse_hidden(message.to)
    told = VoiceResponse()
    for _ in range(2):
        told.say(message.text)
        told.pause(length=1)
    made = calling(lambda: client.calls.create(to=message.to, from_=number, twiml=str(told), timeout=_RINGS_S))
    return str(made.sid)


def is_call(message: OutboundMessage) -> bool:
    return message.template == TEMPLATE


def place(client: Client, number: str, base_url: str, longest: int, message: OutboundMessage, now: datetime) -> str:
    """Have Twilio call; the call's SID. Raises as core.ports.Channel.send."""
    _refuse_hidden(message.to)
    if now > datetime.fromisoformat(message.variables["until"]):
        raise DeliveryFailed("the time for this call has passed")
    task = message.variables["task"]
    made = calling(
        lambda: client.calls.create(
            to=message.to,
            from_=number,
            url=f"{base_url}/in/ivr/out/{task}",
            method="POST",
            status_callback=f"{base_url}/in/ivr/out/{task}/status",
            status_callback_method="POST",
            status_callback_event=_EVENTS,
            timeout=_RINGS_S,
            time_limit=longest,
        )
    )
    return own_id(made.sid)


def _refuse_hidden(to: str) -> None:
    """A stranger may have the number that a hidden caller's word spells."""
    if hides_number(to):
        raise DeliveryFailed("they hide their number", code="hidden")


def find_placed(client: Client, number: str, message: OutboundMessage, since: datetime) -> str | None:
    """The SID of a call of ours to this telephone since then, or None. Raises as ``place``."""
    listed = calling(lambda: client.calls.list(to=message.to, from_=number, limit=20))
    return next((own_id(call.sid) for call in listed if call.date_created and call.date_created >= since), None)
