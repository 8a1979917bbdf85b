"""What a caller does while a verb waits for them, and what Twilio tells the gateway of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from simulator.twiml.caller import StrictCaller
    from simulator.twiml.document import Verb

WAITING = ("Gather", "Record", "Dial", "Enqueue")
_ANY_KEY = "1234567890*#"


def press(caller: StrictCaller, keys: str) -> None:
    """Keys, one after the other, until the verb has enough."""
    caller.call = caller.call.hear("keys", keys)
    verb = caller.verb
    for key in keys:
        if verb is None or _done_by(caller, verb, key):
            return


def speak(caller: StrictCaller, words: str, confidence: float) -> None:
    """Words, where they are listened for."""
    caller.call = caller.call.hear("speech", words)
    verb = caller.verb
    if verb is not None and verb.name == "Gather" and "speech" in verb.attributes.get("input", "dtmf") and words:
        _action(caller, verb, {"SpeechResult": words, "Confidence": f"{confidence:.8f}", "Language": _language(verb)})
    else:
        _over(caller)


def silence(caller: StrictCaller) -> None:
    """Nothing, until the verb's time is over."""
    caller.call = caller.call.hear("silence")
    _over(caller)


def record(caller: StrictCaller, seconds: int, url: str, sid: str, key: str) -> None:
    """A recording. One of no length is as none: the next verb follows."""
    hear_out(caller)
    verb = caller.verb
    if verb is None or verb.name != "Record":
        return _over(caller)
    length = min(seconds, verb.number("maxLength", 3600))
    caller.call = replace(caller.call.hear("recording", url), seconds=caller.call.seconds + length)
    if length <= 0:
        return caller.go_on()
    ended = key if key and key in verb.attributes.get("finishOnKey", _ANY_KEY) else ""
    return _action(caller, verb, _recorded(length, url, sid, ended))


def cut_off(caller: StrictCaller, seconds: int, url: str, sid: str) -> None:
    """The caller hung up while recording: the action is told, and its answer is of no use any more."""
    verb = caller.verb
    if verb is None or verb.name != "Record" or seconds <= 0:
        return
    caller.call = replace(caller.call.hear("recording", url), seconds=caller.call.seconds + seconds, status="completed")
    target = urljoin(caller.call.base, verb.attributes.get("action", ""))
    caller.ask(verb.attributes.get("method", "POST"), target, _recorded(seconds, url, sid, "hangup"))


def recorder(caller: StrictCaller) -> Verb | None:
    """The <Record> that takes what the caller says now, once the words before the beep are over; None: nothing does."""
    verb, following = caller.verb, caller.following
    if verb is None or verb.name == "Record":
        return verb
    through = verb.name == "Gather" and not verb.flag("actionOnEmptyResult", False)
    return following if through and following is not None and following.name == "Record" else None


def hear_out(caller: StrictCaller) -> None:
    """Wait for the beep: a <Gather> in which nothing is pressed ends, and the document goes on with <Record>."""
    verb = caller.verb
    if verb is not None and verb.name == "Gather" and recorder(caller) is not None:
        caller.call = replace(caller.call, seconds=caller.call.seconds + verb.number("timeout", 5))
        caller.go_on()


def person(caller: StrictCaller, result: str, seconds: int) -> None:
    """The end of a wait for a person."""
    verb = caller.verb
    if verb is None or verb.name not in ("Dial", "Enqueue"):
        return _over(caller)
    caller.call = replace(caller.call, seconds=caller.call.seconds + seconds)
    if "action" not in verb.attributes:
        return caller.go_on()
    if verb.name == "Dial":
        return _action(caller, verb, {"DialCallStatus": result, "DialCallDuration": str(seconds)})
    told = {"completed": "bridged", "failed": "error"}.get(result, "leave")
    return _action(caller, verb, {"QueueResult": told, "QueueTime": str(seconds)})


def recording_report(verb: Verb | None, base: str) -> tuple[str, str] | None:
    """The method and URL at which a finished recording is reported; None where nobody asked."""
    if verb is None or "recordingStatusCallback" not in verb.attributes:
        return None
    method = verb.attributes.get("recordingStatusCallbackMethod", "POST")
    return method, urljoin(base, verb.attributes["recordingStatusCallback"])


def _done_by(caller: StrictCaller, verb: Verb, key: str) -> bool:
    if verb.name == "Record":
        if key in verb.attributes.get("finishOnKey", _ANY_KEY):
            caller.go_on()
        return True
    if verb.name != "Gather" or "dtmf" not in verb.attributes.get("input", "dtmf"):
        return True
    finish = verb.attributes.get("finishOnKey", "#")
    if caller.call.keys and key == finish:
        _action(caller, verb, {"Digits": caller.call.keys, "FinishedOnKey": key})
        return True
    if key == finish:
        _over(caller, FinishedOnKey=key)
        return True
    caller.call = replace(caller.call, keys=caller.call.keys + key)
    if len(caller.call.keys) == verb.number("numDigits", 0):
        _action(caller, verb, {"Digits": caller.call.keys, "FinishedOnKey": ""})
        return True
    return False


def _over(caller: StrictCaller, **more: str) -> None:
    """The time is over, or the key that ends the answer came before any other."""
    verb = caller.verb
    if verb is None:
        return None
    caller.call = replace(caller.call, seconds=caller.call.seconds + verb.number("timeout", 5))
    if verb.name == "Gather" and caller.call.keys:
        return _action(caller, verb, {"Digits": caller.call.keys, "FinishedOnKey": ""})
    if verb.name == "Gather" and verb.flag("actionOnEmptyResult", False):
        empty = {"SpeechResult": ""} if "speech" in verb.attributes.get("input", "dtmf") else {"Digits": ""}
        return _action(caller, verb, {**empty, **more})
    return caller.go_on()


def _action(caller: StrictCaller, verb: Verb, params: dict[str, str]) -> None:
    caller.follow(verb.attributes.get("action"), verb.attributes.get("method", "POST"), params)


def _recorded(seconds: int, url: str, sid: str, digits: str) -> dict[str, str]:
    found = {"RecordingUrl": url, "RecordingSid": sid, "RecordingDuration": str(seconds)}
    return {**found, "Digits": digits} if digits else found


def _language(verb: Verb) -> str:
    return verb.attributes.get("language", "en-US")
