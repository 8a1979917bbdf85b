"""A Twilio voice webhook as what happened on the line.

https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application
"""

from collections.abc import Mapping
from dataclasses import dataclass

from channels.ivr.call import CallInput
from channels.providers.twilio.callers import number_of
from core.errors import Malformed
from core.text.normalise import clean_text, fold_digits

_MOST_WORDS = 2000
_LONGEST_URL = 2000


@dataclass(frozen=True, slots=True)
class Event:
    """One request about a call. ``caller`` is the citizen's number whoever called whom, empty when it is hidden;
    ``called`` is ours."""

    call: str
    caller: str
    status: str
    heard: CallInput
    recording: str | None = None
    recording_url: str | None = None
    called: str = ""


def read_event(form: Mapping[str, str], region: str) -> Event:
    """The event in a webhook's form. Keys, speech and confidence are untrusted. Raises Malformed."""
    call = form.get("CallSid", "")
    if not (call.isascii() and call.isalnum() and len(call) <= 64):
        raise Malformed("no CallSid")
    outbound = form.get("Direction", "inbound").startswith("outbound")
    return Event(
        call=call,
        caller=number_of(form.get("To" if outbound else "From", ""), region) or "",
        status=form.get("CallStatus", ""),
        heard=CallInput(
            keys=_keys(form.get("Digits", "")) or _keys(form.get("FinishedOnKey", ""))[:1],
            speech=clean_text(form.get("SpeechResult", "")).strip()[:_MOST_WORDS],
            confidence=_share(form.get("Confidence", "")),
            seconds=_seconds(form.get("RecordingDuration", "")) if _recording(form) else 0,
            reached=form.get("DialCallStatus") in ("completed", "answered"),
        ),
        recording=_recording(form),
        recording_url=form.get("RecordingUrl") if _recording(form) else None,
        called=number_of(form.get("From" if outbound else "To", ""), region) or "",
    )


def _recording(form: Mapping[str, str]) -> str | None:
    """The SID of a recording that comes with its address."""
    sid, url = form.get("RecordingSid", ""), form.get("RecordingUrl", "")
    good = sid.isascii() and sid.isalnum() and len(sid) <= 64 and len(url) <= _LONGEST_URL
    return sid if sid and url and good else None


def _keys(raw: str) -> str:
    return "".join(key for key in fold_digits(raw[:200]) if key in "0123456789*#")[:32]


def _share(raw: str) -> float:
    try:
        value = float(raw)
    except ValueError:
        return 0.0
    return min(max(value, 0.0), 1.0) if value == value else 0.0


def _seconds(raw: str) -> int:
    return min(int(raw), 86_400) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
