"""The helpline: a complaint by voice, with keys for everything, over Twilio Voice.

    call.py      the call as a value             flow.py      the table of steps
    questions.py what is asked                   answers.py, answers_after.py  where an answer leads
    menus.py     lists by key                    screens.py   what is heard
    twiml.py     how Twilio is told              webhook.py   what Twilio tells
    prompts/     the words                       audio.py     their recordings
    sms.py       what is sent afterwards         placing.py   calls that we make

https://www.twilio.com/docs/voice/twiml
"""  # fmt: skip

from collections.abc import Sequence

from channels.ivr.audio import Audio
from channels.ivr.channel import Ivr
from channels.ivr.settings import Settings
from channels.ivr.webhook import read_event
from channels.providers.twilio.signature import read_body
from core.messages import Address, Attachment, Envelope, InboundMessage
from core.ports import Declaration, Surroundings
from core.text.language import language

DECLARATION = Declaration(
    {"en": "Helpline", "ur": "ہیلپ لائن", "ps": "هېلپ لاین"}, inspect_as="ivr", writes_to="phone", rank=30
)

__all__ = ["Ivr", "Settings", "build", "read"]


def build(settings: Settings, surroundings: Surroundings) -> Ivr:
    """The channel, ready to use. No connection is made yet."""
    account = settings.at(surroundings.simulated_apis.get("twilio"))
    audio = Audio(account.folder(surroundings.home))
    return Ivr(account, surroundings.public_url, surroundings.region, audio)


def read(envelope: Envelope, region: str) -> Sequence[InboundMessage]:
    """What one webhook of a call says, as a message (for looking at it; calls are followed step by step)."""
    form = read_body(envelope.body)
    event = read_event(form, region)
    recordings: tuple[Attachment, ...] = ()
    if event.recording_url:
        recordings = (Attachment(None, "audio/x-wav", url=event.recording_url),)
    spoken = event.heard.speech
    return [
        InboundMessage(
            channel="ivr",
            id=event.recording or event.call,
            sender=Address(event.caller),
            recipients=tuple(filter(None, (event.called,))),
            text=spoken,
            full_text=spoken,
            language=language(spoken)[0] if spoken else "und",
            attachments=recordings,
            choice=event.heard.keys or None,
            found={"phone": (event.caller, 1.0)} if event.caller else {},
        )
    ]
