"""Which verbs TwiML has for a call, which attributes each takes, with which values, and what may stand in it.

Source: https://www.twilio.com/docs/voice/twiml and the pages of the verbs. Only what a helpline may need is here: what
is not, is an error, even where Twilio knows it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Check = Callable[[str], bool]


def _among(*values: str) -> Check:
    return lambda value: value in values


def _number(least: int, most: int = 86_400) -> Check:
    return lambda value: value.isascii() and value.isdigit() and least <= int(value) <= most


def _matching(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _hints(value: str) -> bool:
    phrases = [phrase.strip() for phrase in value.split(",")]
    return len(phrases) <= 500 and all(0 < len(phrase) <= 100 for phrase in phrases)


BOOLEAN = _among("true", "false")
METHOD = _among("GET", "POST")
URL = _matching(r"\S{1,4000}")
KEYS = _matching(r"[0-9*#]*")
LANGUAGE = _matching(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
EVENTS = _matching(r"[a-z-]+( [a-z-]+)*")
E164 = _matching(r"\+[1-9]\d{6,14}")
TEXT = _matching(r"(?s).{1,200}")

_SPOKEN = frozenset({"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One verb. ``text``: must it say something (True), may it not (False), or either (None)? ``last``: what follows it
    in its document is never reached."""

    attributes: Mapping[str, Check] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    text: bool | None = False
    last: bool = False


_SAY = Rule({"voice": TEXT, "language": LANGUAGE, "loop": _number(0, 1000)}, _SPOKEN, text=True)
_PLAY = Rule({"loop": _number(0, 1000), "digits": _matching(r"[0-9*#wW]+")}, text=None)
_PAUSE = Rule({"length": _number(1)})
_ACTION: Mapping[str, Check] = {"action": URL, "method": METHOD}

RULES: Mapping[str, Rule] = {
    "Say": _SAY,
    "Play": _PLAY,
    "Pause": _PAUSE,
    "Gather": Rule(
        {
            **_ACTION,
            "input": _among("dtmf", "speech", "dtmf speech", "speech dtmf"),
            "numDigits": _number(1, 1000),
            "timeout": _number(1, 600),
            "finishOnKey": _matching(r"[0-9*#]?"),
            "hints": _hints,
            "language": LANGUAGE,
            "bargeIn": BOOLEAN,
            "actionOnEmptyResult": BOOLEAN,
            "speechTimeout": _matching(r"auto|[1-9]\d{0,2}"),
            "maxSpeechTime": _number(1, 600),
            "speechModel": _matching(r"[a-z0-9_.-]+"),
            "enhanced": BOOLEAN,
            "profanityFilter": BOOLEAN,
            "partialResultCallback": URL,
            "partialResultCallbackMethod": METHOD,
        },
        frozenset({"Say", "Play", "Pause"}),
    ),
    "Record": Rule(
        {
            **_ACTION,
            "timeout": _number(1, 600),
            "finishOnKey": KEYS,
            "maxLength": _number(2, 14_400),
            "playBeep": BOOLEAN,
            "trim": _among("trim-silence", "do-not-trim"),
            "recordingStatusCallback": URL,
            "recordingStatusCallbackMethod": METHOD,
            "recordingStatusCallbackEvent": EVENTS,
            "transcribe": BOOLEAN,
            "transcribeCallback": URL,
        }
    ),
    "Redirect": Rule({"method": METHOD}, text=True, last=True),
    "Hangup": Rule(last=True),
    "Reject": Rule({"reason": _among("rejected", "busy")}, last=True),
    "Dial": Rule(
        {
            **_ACTION,
            "timeout": _number(1, 600),
            "timeLimit": _number(1, 14_400),
            "callerId": E164,
            "hangupOnStar": BOOLEAN,
            "answerOnBridge": BOOLEAN,
        },
        frozenset({"Number", "Client", "Queue"}),
        text=None,
    ),
    "Enqueue": Rule(
        {**_ACTION, "waitUrl": URL, "waitUrlMethod": METHOD, "maxQueueSize": _number(1, 5000), "workflowSid": TEXT},
        text=None,
    ),
    "Number": Rule({"url": URL, "method": METHOD, "statusCallback": URL, "statusCallbackEvent": EVENTS}, text=True),
    "Client": Rule({"url": URL, "method": METHOD, "statusCallback": URL, "statusCallbackEvent": EVENTS}, text=True),
    "Queue": Rule({"url": URL, "method": METHOD}, text=True),
    # Inside Say, the elements of speech (SSML): words are spoken in another way.
    "break": Rule({"strength": TEXT, "time": _matching(r"\d+(\.\d+)?m?s")}),
    "emphasis": Rule({"level": _among("strong", "moderate", "reduced")}, _SPOKEN, text=None),
    "lang": Rule({"xml:lang": LANGUAGE}, _SPOKEN, text=None),
    "p": Rule({}, _SPOKEN, text=None),
    "phoneme": Rule({"alphabet": TEXT, "ph": TEXT}, text=True),
    "prosody": Rule({"volume": TEXT, "rate": TEXT, "pitch": TEXT}, _SPOKEN, text=None),
    "s": Rule({}, _SPOKEN, text=None),
    "say-as": Rule({"interpret-as": TEXT, "format": TEXT}, text=True),
    "sub": Rule({"alias": TEXT}, text=True),
    "w": Rule({"role": TEXT}, text=True),
}

TOP = frozenset({"Say", "Play", "Pause", "Gather", "Record", "Redirect", "Hangup", "Reject", "Dial", "Enqueue"})
"""What may stand directly in <Response>."""
