"""What Twilio tells is not believed: whatever comes, it is an event or it is Malformed."""

import pytest

from channels.ivr.webhook import read_event
from core.errors import Malformed

CALL = {"CallSid": "CA1", "From": "+923001234567", "To": "+92911334433", "CallStatus": "in-progress"}
LONG = "x" * 5000


@pytest.mark.parametrize(
    ("digits", "keys"),
    [
        ("1", "1"),
        ("", ""),
        ("12#*", "12#*"),
        ("hangup", ""),
        ("۱۲۳", "123"),
        ("٤", "4"),
        ("1; DROP TABLE calls", "1"),
        ("1\x00\n2", "12"),
        ("9" * 5000, "9" * 32),
        ("²³½", ""),
        ("+92 300", "92300"),
        ("<1>", "1"),
    ],
)
def test_keys(digits: str, keys: str) -> None:
    assert read_event({**CALL, "Digits": digits}, "PK").heard.keys == keys


def test_the_key_that_ended_an_empty_answer_is_an_answer() -> None:
    assert read_event({**CALL, "Digits": "", "FinishedOnKey": "#"}, "PK").heard.keys == "#"


@pytest.mark.parametrize(
    ("confidence", "share"),
    [("0.9", 0.9), ("", 0.0), ("1.7", 1.0), ("-3", 0.0), ("nan", 0.0), ("inf", 1.0), ("-inf", 0.0), ("high", 0.0)],
)
def test_confidence(confidence: str, share: float) -> None:
    assert read_event({**CALL, "Confidence": confidence}, "PK").heard.confidence == share


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("  bijli nahi hai ", "bijli nahi hai"),
        ("a\x00b", "ab"),
        (LONG, LONG[:2000]),
        ("\ud800", "\ufffd"),
        ("{name} %s <Say>", "{name} %s <Say>"),
    ],
)
def test_speech(said: str, heard: str) -> None:
    assert read_event({**CALL, "SpeechResult": said}, "PK").heard.speech == heard


@pytest.mark.parametrize(
    ("form", "seconds"),
    [
        ({"RecordingUrl": "https://x/RE1", "RecordingSid": "RE1", "RecordingDuration": "12"}, 12),
        ({"RecordingUrl": "https://x/RE1", "RecordingSid": "RE1", "RecordingDuration": "-1"}, 1),
        ({"RecordingUrl": "https://x/RE1", "RecordingSid": "RE1", "RecordingDuration": "1e9"}, 1),
        ({"RecordingUrl": "https://x/RE1", "RecordingSid": "RE1", "RecordingDuration": "99999"}, 86_400),
        ({"RecordingUrl": "https://x/RE1", "RecordingDuration": "12"}, 0),
        ({"RecordingSid": "RE1", "RecordingDuration": "12"}, 0),
        ({"RecordingUrl": "https://x/" + LONG, "RecordingSid": "RE1"}, 0),
        ({"RecordingUrl": "https://x/RE1", "RecordingSid": "../../etc"}, 0),
        ({"RecordingUrl": "https://x/RE1", "RecordingSid": "R" * 65}, 0),
    ],
)
def test_recordings(form: dict[str, str], seconds: int) -> None:
    event = read_event({**CALL, **form}, "PK")
    assert event.heard.seconds == seconds
    assert (event.recording is not None) is (seconds > 0)


@pytest.mark.parametrize(
    ("form", "caller"),
    [
        ({}, "+923001234567"),
        ({"From": "03001234567"}, "+923001234567"),
        ({"From": "anonymous"}, ""),
        ({"From": "+266696687"}, ""),
        ({"From": ""}, ""),
        ({"From": "sip:x@example.org"}, ""),
        ({"Direction": "outbound-api", "To": "+923009999999"}, "+923009999999"),
    ],
)
def test_the_caller(form: dict[str, str], caller: str) -> None:
    assert read_event({**CALL, **form}, "PK").caller == caller


@pytest.mark.parametrize("sid", ["", "CA 1", "CA/1", "C" * 65, "سی", "CA1\n"])
def test_a_call_without_a_name_is_refused(sid: str) -> None:
    with pytest.raises(Malformed):
        read_event({**CALL, "CallSid": sid}, "PK")


@pytest.mark.parametrize(
    ("status", "reached"), [("completed", True), ("answered", True), ("no-answer", False), ("", False)]
)
def test_whether_a_person_was_reached(status: str, reached: bool) -> None:
    assert read_event({**CALL, "DialCallStatus": status}, "PK").heard.reached is reached
