"""The caller that follows TwiML to the letter."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from twilio.twiml.voice_response import Gather, VoiceResponse

from simulator.twiml import Answer, Call, CallBroken, StrictCaller, TwimlInvalid, parse

URL = "https://arzi.example/in/ivr"
LANGUAGE = '<Gather numDigits="1" action="/in/ivr/language"><Say language="ur-PK">زبان چنیں</Say></Gather>'


@dataclass
class Line:
    """A gateway that is a table: URL → what is in <Response>, in turn where there are several."""

    answers: Mapping[str, str | list[str]]
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def __call__(self, method: str, url: str, params: Mapping[str, str]) -> Answer:
        self.asked.append((method, url, dict(params)))
        path = url.removeprefix(URL)
        if path == "/status":
            return Answer(204, "")
        found = self.answers[path]
        return Answer(200, f"<Response>{found if isinstance(found, str) else found.pop(0)}</Response>")

    @property
    def last(self) -> dict[str, str]:
        return self.asked[-1][2]


def caller(answers: Mapping[str, str | list[str]], **more: bool) -> tuple[StrictCaller, Line]:
    line = Line(answers)
    made = StrictCaller.inbound(line, URL, sender="+923001234567", called="+92915550000", **more)
    made.start()
    return made, line


@pytest.mark.parametrize(
    ("inside", "complaint"),
    [
        ("<Shout>x</Shout>", "<Shout> may not stand in <Response>"),
        ("<say>x</say>", "<say> may not stand"),
        ('<Say colour="red">x</Say>', "no attribute colour"),
        ("<Say></Say>", "says nothing"),
        (f"<Say>{'x' * 4097}</Say>", "more than 4096"),
        ('<Say language="urdu language">x</Say>', "language"),
        ("<Gather><Gather/></Gather>", "may not stand in <Gather>"),
        ("<Gather>text</Gather>", "text in <Gather>"),
        ('<Gather input="voice"/>', "input"),
        ('<Gather numDigits="0"/>', "numDigits"),
        ('<Gather numDigits="x"/>', "numDigits"),
        ('<Gather finishOnKey="##"/>', "finishOnKey"),
        ('<Gather language="ur-PK"/>', "without speech"),
        ('<Gather input="speech" numDigits="1"/>', "without keys"),
        (f'<Gather input="speech" hints="{"x" * 101}"/>', "hints"),
        ('<Gather bargeIn="yes"/>', "bargeIn"),
        ('<Record maxLength="1"/>', "maxLength"),
        ('<Record trim="yes"/>', "trim"),
        ("<Record><Say>x</Say></Record>", "may not stand in <Record>"),
        ("<Play/>", "plays nothing"),
        ("<Dial/>", "calls nobody"),
        ("<Redirect/>", "says nothing"),
        ("<Hangup/><Say>x</Say>", "never reached"),
        ("<Redirect>/x</Redirect><Say>x</Say>", "never reached"),
        ("<Say>x", "not well-formed"),
        ("text", "text in <Response>"),
    ],
)
def test_documents_that_twilio_would_not_follow(inside: str, complaint: str) -> None:
    with pytest.raises(TwimlInvalid, match=complaint):
        parse(f"<Response>{inside}</Response>")


@pytest.mark.parametrize(
    ("document", "content_type"),
    [
        ("<Response/>", "application/json"),
        ("<Response/>", ""),
        ("<Answer/>", "text/xml"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><Response/>', "text/xml"),
        (f"<Response><!--{'x' * 65536}--></Response>", "text/xml"),
        ("", "text/xml"),
    ],
)
def test_answers_that_are_no_twiml(document: str, content_type: str) -> None:
    with pytest.raises(TwimlInvalid):
        parse(document, content_type)


def test_what_twilios_own_classes_make_is_understood() -> None:
    response = VoiceResponse()
    gather = Gather(
        input="dtmf speech", num_digits=1, timeout=5, language="ur-PK", hints="بجلی, پانی", barge_in=True, action="/a"
    )
    gather.say("ایک دبائیں", language="ur-PK", voice="Google.ur-PK-Standard-A").break_(strength="weak", time="300ms")
    gather.play("/prompts/ur/welcome.wav")
    gather.pause(length=1)
    response.append(gather)
    response.record(action="/r", max_length=120, finish_on_key="#", recording_status_callback="/rs")
    response.enqueue("helpline", wait_url="/wait", action="/queue")
    response.dial("+92915551111", action="/dialled", timeout=20)
    response.redirect("/again")
    verbs = parse(str(response), "application/xml; charset=utf-8")
    assert [verb.name for verb in verbs] == ["Gather", "Record", "Enqueue", "Dial", "Redirect"]
    assert [child.name for child in verbs[0].children] == ["Say", "Play", "Pause"]


def test_a_call_begins_as_twilio_begins_it() -> None:
    call, line = caller({"": LANGUAGE})
    method, url, params = line.asked[0]
    assert (method, url) == ("POST", URL)
    assert (
        params.items()
        >= {
            "From": "+923001234567",
            "To": "+92915550000",
            "CallStatus": "ringing",
            "Direction": "inbound",
        }.items()
    )
    assert params["CallSid"].startswith("CA")
    assert call.heard() == "زبان چنیں"
    assert (call.call.status, call.call.waiting) == ("in-progress", "Gather")


def test_only_the_key_that_ends_an_answer_is_an_empty_answer() -> None:
    gather = '<Gather actionOnEmptyResult="true" action="/in/ivr/next"/>'
    call, line = caller({"": gather, "/next": "<Hangup/>"})
    call.press("#")
    form = line.asked[1][2]
    assert (form["Digits"], form["FinishedOnKey"]) == ("", "#")


@pytest.mark.parametrize(
    ("gather", "keys", "digits"),
    [
        ('numDigits="1"', "1", "1"),
        ('numDigits="1"', "129", "1"),
        ('numDigits="4"', "12#", "12"),
        ("", "20260001234#", "20260001234"),
        ('finishOnKey="*"', "1#2*", "1#2"),
        ('finishOnKey=""  numDigits="3"', "1#2", "1#2"),
        ('input="dtmf speech" numDigits="2"', "42", "42"),
    ],
)
def test_keys(gather: str, keys: str, digits: str) -> None:
    call, line = caller({"": f'<Gather {gather} action="/in/ivr/next"/>', "/next": "<Hangup/>"})
    call.press(keys)
    assert line.asked[1][1] == f"{URL}/next"
    assert line.asked[1][2]["Digits"] == digits
    assert line.asked[1][2]["CallStatus"] == "in-progress"


def test_too_few_keys_wait_for_more_and_count_when_the_time_is_over() -> None:
    call, line = caller({"": '<Gather numDigits="4" timeout="7" action="/in/ivr/next"/>', "/next": "<Hangup/>"})
    call.press("12")
    assert len(line.asked) == 1
    call.wait()
    assert line.asked[1][2]["Digits"] == "12"
    assert call.call.seconds == 7


def test_speech_and_its_confidence() -> None:
    document = '<Gather input="dtmf speech" language="ur-PK" action="/in/ivr/next"/><Say>none</Say>'
    call, line = caller({"": document, "/next": "<Hangup/>"})
    call.speak("بجلی نہیں ہے", 0.42)
    assert (line.asked[1][2]["SpeechResult"], float(line.asked[1][2]["Confidence"])) == ("بجلی نہیں ہے", 0.42)


@pytest.mark.parametrize("document", ["<Gather/><Say>nobody</Say>", "<Record/><Say>nobody</Say>"])
def test_silence_goes_on_to_the_next_verb(document: str) -> None:
    call, line = caller({"": document})
    assert "nobody" in [sound.text for sound in call.wait()]
    assert call.call.status == "completed"
    assert line.asked[-1][1] == f"{URL}/status"


def test_silence_can_be_asked_for() -> None:
    document = '<Gather actionOnEmptyResult="true" action="/in/ivr/none"/>'
    call, line = caller({"": document, "/none": "<Hangup/>"})
    call.wait()
    assert (line.asked[1][1], line.asked[1][2]["Digits"]) == (f"{URL}/none", "")


def test_speech_is_lost_where_only_keys_are_listened_for() -> None:
    call, line = caller({"": LANGUAGE + "<Say>again</Say>"})
    call.speak("Urdu")
    assert "again" in call.heard()
    assert [url for _, url, _ in line.asked] == [URL, f"{URL}/status"]


def test_a_recording() -> None:
    document = '<Say>speak</Say><Record maxLength="120" action="/in/ivr/told" finishOnKey="#"/>'
    call, line = caller({"": document, "/told": "<Say>thanks</Say>"})
    assert [sound.kind for sound in call.call.sounds] == ["say", "beep"]
    call.record(300, "https://api.twilio.com/RE1", "RE1", key="#")
    assert (
        line.asked[1][2].items()
        >= {
            "RecordingUrl": "https://api.twilio.com/RE1",
            "RecordingSid": "RE1",
            "RecordingDuration": "120",
            "Digits": "#",
        }.items()
    )
    assert call.call.status == "completed"


def test_hanging_up_while_recording_still_tells_of_the_recording() -> None:
    call, line = caller({"": '<Record action="/in/ivr/told"/>', "/told": "<Say>never heard</Say>"})
    call.hang_up(recorded=(9, "https://x/RE1", "RE1"))
    assert line.asked[1][2].items() >= {"Digits": "hangup", "CallStatus": "completed"}.items()
    assert (line.asked[2][1], line.last["CallDuration"]) == (f"{URL}/status", "9")
    assert "never heard" not in call.heard()


def test_hanging_up_at_any_moment_is_told_once() -> None:
    call, line = caller({"": LANGUAGE})
    call.hang_up()
    call.hang_up()
    assert [url for _, url, _ in line.asked] == [URL, f"{URL}/status"]
    assert line.last["CallStatus"] == "completed"
    with pytest.raises(CallBroken, match="dead"):
        call.press("1")


def test_waiting_for_a_person() -> None:
    call, line = caller({"": '<Dial action="/in/ivr/after">+92915551111</Dial>', "/after": "<Say>bye</Say>"})
    call.person("no-answer", 20)
    assert line.asked[1][2].items() >= {"DialCallStatus": "no-answer", "DialCallDuration": "20"}.items()
    call, line = caller({"": "<Enqueue>helpline</Enqueue><Say>nobody is free</Say>"})
    assert "nobody is free" in [sound.text for sound in call.person("no-answer")]


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"": "<Redirect>/in/ivr</Redirect>"}, "circle"),
        ({"": "<Nonsense/>"}, "Nonsense"),
    ],
)
def test_a_call_that_breaks(answers: dict[str, str | list[str]], why: str) -> None:
    line = Line(answers)
    call = StrictCaller.inbound(line, URL, sender="+923001234567", called="+92915550000")
    with pytest.raises(CallBroken, match=why):
        call.start()
    assert call.call.status == "failed"
    assert why in (call.call.problem or "")


def test_an_error_of_the_gateway_breaks_the_call() -> None:
    call = StrictCaller.inbound(lambda *_: Answer(500, "oops"), URL, sender="+923001234567", called="+92915550000")
    with pytest.raises(CallBroken, match="11200"):
        call.start()


def test_a_repeated_request_must_be_answered_alike() -> None:
    call, line = caller({"": LANGUAGE, "/language": ["<Say>one</Say>", "<Say>two</Say>"]}, twice=True)
    assert len(line.asked) == 2
    with pytest.raises(CallBroken, match="differently"):
        call.press("1")


def test_a_call_goes_on_in_another_process() -> None:
    call, line = caller({"": LANGUAGE, "/language": "<Say>اردو</Say><Gather/>"})
    again = StrictCaller(line, Call.from_json(call.call.as_json()))
    again.press("1")
    assert again.heard() == "زبان چنیں\nاردو"


def test_relative_urls_and_get() -> None:
    call, line = caller(
        {"": '<Gather numDigits="1" action="ivr/next?step=2" method="GET"/>', "/next?step=2": "<Hangup/>"}
    )
    call.press("1")
    assert line.asked[1][:2] == ("GET", f"{URL}/next?step=2")
