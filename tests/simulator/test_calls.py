"""The keypad phone through the simulator's API, and Twilio's calls and recordings."""

from typing import Any

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException

from simulator import recordings
from simulator.account import Account
from simulator.twiml import StrictCaller
from simulator.voice import signed_fetch
from tests.simulator.standin import GUL, HELPLINE, HTTP, NUMBER, SID, TOKEN, Gateway, eventually

FLOW = {
    "": '<Gather numDigits="1" action="/in/ivr/language"><Say language="ur-PK">اردو کے لیے ایک دبائیں</Say></Gather>',
    "language": '<Gather input="dtmf speech" language="ur-PK" action="/in/ivr/place"><Say>ضلع؟</Say></Gather>',
    "place": '<Say>اب بولیں</Say><Record maxLength="60" action="/in/ivr/told"'
    ' recordingStatusCallback="/in/ivr/recording" recordingStatusCallbackEvent="completed"/>',
    "told": "<Say>شکریہ</Say>",
    "recording": "",
    "solved": '<Gather numDigits="1" action="/in/ivr/told"><Say>is it solved?</Say></Gather>',
}


@pytest.fixture(autouse=True)
def flow(gateway: Gateway) -> None:
    gateway.twiml.update(FLOW)


def do(gateway: Gateway, call: dict[str, Any], act: str, **given: object) -> dict[str, Any]:
    done: dict[str, Any] = gateway.call("POST", f"/calls/{call['sid']}/{act}", given)
    return done


def dial(gateway: Gateway) -> dict[str, Any]:
    call: dict[str, Any] = gateway.call("POST", f"/phones/{GUL}/calls", {})
    return call


def test_a_whole_call(gateway: Gateway) -> None:
    call = dial(gateway)
    assert call["waiting"] == {"verb": "Gather", "numDigits": "1", "action": "/in/ivr/language"}
    do(gateway, call, "press", keys="1")
    do(gateway, call, "speak", text="مردان", confidence=0.5)
    call = do(gateway, call, "record", seconds=3)
    assert call["status"] == "completed"
    said = [sound["text"] for sound in call["sounds"] if sound["kind"] == "say"]
    assert said == ["اردو کے لیے ایک دبائیں", "ضلع؟", "اب بولیں", "شکریہ"]
    steps = eventually(lambda: len(gateway.voice) == 6 and gateway.voice)
    assert [step for step, _ in steps] == ["", "language", "place", "told", "status", "recording"]
    assert gateway.forged == 0
    forms = dict(steps)
    assert forms[""].items() >= {"From": GUL, "To": HELPLINE, "CallStatus": "ringing"}.items()
    assert forms["language"]["Digits"] == "1"
    assert (forms["place"]["SpeechResult"], float(forms["place"]["Confidence"])) == ("مردان", 0.5)
    assert forms["told"]["RecordingDuration"] == "3"
    assert forms["recording"]["RecordingUrl"] == forms["told"]["RecordingUrl"]
    assert forms["status"].items() >= {"CallStatus": "completed", "CallDuration": "3"}.items()


def test_a_recording_is_fetched_with_credentials_and_may_come_late(gateway: Gateway) -> None:
    call = dial(gateway)
    do(gateway, call, "press", keys="1")
    do(gateway, call, "speak", text="مردان")
    do(gateway, call, "record", seconds=2, key="#")
    url = dict(gateway.voice)["told"]["RecordingUrl"]
    assert HTTP.get(url).status_code == 401
    gateway.call("POST", "/faults", {"kind": "media-missing"})
    assert HTTP.get(url, auth=(SID, TOKEN)).status_code == 404
    found = HTTP.get(f"{url}.wav", auth=(SID, TOKEN))
    assert (found.headers["Content-Type"], found.content) == ("audio/x-wav", recordings.hum(2))
    client = gateway.twilio()
    sid = url.rpartition("/")[2]
    assert (client.recordings(sid).fetch().call_sid, client.recordings(sid).fetch().duration) == (call["sid"], "2")
    assert client.recordings(sid).delete()
    assert HTTP.get(url, auth=(SID, TOKEN)).status_code == 404


@pytest.mark.parametrize(("name", "plays"), [("good.wav", True), ("none.txt", False)])
def test_what_is_played_is_fetched(gateway: Gateway, name: str, plays: bool) -> None:
    gateway.twiml[""] = f'<Gather action="/in/ivr/told"><Play>/audio/{name}</Play></Gather>'
    call = dial(gateway)
    assert call["live"] is plays
    assert plays or "cannot be played" in call["problem"]


def test_a_key_may_end_the_words_before_a_recording(gateway: Gateway) -> None:
    before = '<Gather numDigits="1" timeout="1" action="/in/ivr/told"><Say>tell us</Say></Gather>'
    gateway.twiml[""] = before + '<Record action="/in/ivr/told"/>'
    call = dial(gateway)
    assert (call["waiting"]["verb"], call["records"]) == ("Gather", True)
    do(gateway, call, "record", seconds=3)
    assert dict(gateway.voice)["told"]["RecordingDuration"] == "3"
    again = dial(gateway)
    do(gateway, again, "press", keys="5")
    assert gateway.voice[-2][1]["Digits"] == "5"


def test_the_calls_that_were_made_are_listed(gateway: Gateway) -> None:
    client = gateway.twilio()
    made = client.calls.create(to=GUL, from_=HELPLINE, url=f"{gateway.public_url}/in/ivr/solved")
    [found] = client.calls.list(to=GUL, from_=HELPLINE)
    assert found.sid == made.sid
    assert found.date_created is not None
    assert client.calls.list(to="+923009999999") == []


def test_hanging_up_in_a_recording_keeps_it(gateway: Gateway) -> None:
    call = dial(gateway)
    do(gateway, call, "press", keys="1")
    do(gateway, call, "speak", text="مردان")
    call = do(gateway, call, "record", seconds=4, hangup=True)
    assert call["status"] == "completed"
    assert dict(gateway.voice)["told"]["Digits"] == "hangup"
    assert "شکریہ" not in [sound["text"] for sound in call["sounds"]]


@pytest.mark.parametrize("keys", ["", "1"])
def test_hanging_up_tells_the_gateway(gateway: Gateway, keys: str) -> None:
    call = dial(gateway)
    if keys:
        do(gateway, call, "press", keys=keys)
    assert do(gateway, call, "hangup")["status"] == "completed"
    assert gateway.voice[-1][0] == "status"
    assert gateway.voice[-1][1]["CallSid"] == call["sid"]


def test_what_is_wrong_with_an_answer_is_seen(gateway: Gateway) -> None:
    gateway.twiml[""] = "<Say colour='red'>x</Say>"
    call = dial(gateway)
    assert (call["status"], call["live"]) == ("failed", False)
    assert "no attribute colour" in call["problem"]


@pytest.mark.parametrize(("act", "status"), [("decline", "busy"), ("ignore", "no-answer"), (None, "no-answer")])
def test_the_gateway_calls_and_nobody_answers(gateway: Gateway, act: str | None, status: str) -> None:
    placed = gateway.twilio().calls.create(
        to=GUL,
        from_=HELPLINE,
        url="https://arzi.example.gov.pk/in/ivr/solved",
        status_callback="https://arzi.example.gov.pk/in/ivr/status",
        timeout=60 if act else 0,
    )
    if act:
        do(gateway, {"sid": placed.sid}, act)
    told = eventually(lambda: gateway.voice)
    assert (told[0][0], told[0][1]["CallStatus"]) == ("status", status)
    assert gateway.twilio().calls(str(placed.sid)).fetch().status == status


def test_the_gateway_calls_and_is_answered(gateway: Gateway) -> None:
    placed = gateway.twilio().calls.create(
        to=GUL,
        from_=HELPLINE,
        url="https://arzi.example.gov.pk/in/ivr/solved",
        status_callback="https://arzi.example.gov.pk/in/ivr/status",
        status_callback_event=["ringing", "answered", "completed"],
    )
    call = {"sid": placed.sid}
    do(gateway, call, "answer")
    do(gateway, call, "press", keys="2")
    told = eventually(lambda: len(gateway.voice) == 5 and gateway.voice)
    assert dict(told)["solved"].items() >= {"Direction": "outbound-api", "CallStatus": "in-progress"}.items()
    assert dict(told)["told"]["Digits"] == "2"
    assert sorted(form["CallStatus"] for step, form in told if step == "status") == [
        "completed",
        "in-progress",
        "ringing",
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"to": "12"}, 21211), ({"from_": "+15550001111"}, 21210), ({"url": "nowhere"}, 21205)],
)
def test_calls_that_twilio_refuses(gateway: Gateway, changes: dict[str, str], code: int) -> None:
    with pytest.raises(TwilioRestException) as caught:
        gateway.twilio().calls.create(**{"to": GUL, "from_": NUMBER, "url": "https://x.example/y", **changes})
    assert caught.value.code == code


def test_the_gateway_ends_a_call(gateway: Gateway) -> None:
    call = dial(gateway)
    assert gateway.twilio().calls(call["sid"]).update(status="completed").status == "completed"
    assert gateway.call("GET", f"/calls/{call['sid']}")["live"] is False


def test_a_strict_caller_needs_no_server(gateway: Gateway, tmp_path: Any) -> None:
    account = Account(SID, TOKEN, NUMBER, HELPLINE, gateway.public_url, gateway.url)
    with httpx.Client(transport=httpx.WSGITransport(app=gateway.app(tmp_path))) as client:
        line = StrictCaller.inbound(
            signed_fetch(account, client), f"{gateway.public_url}/in/ivr", sender=GUL, called=HELPLINE, twice=True
        )
        line.start()
        line.press("1")
    assert "ضلع" in line.heard()
    assert (gateway.forged, len(gateway.voice)) == (0, 4)
