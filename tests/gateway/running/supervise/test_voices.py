"""Lines with their speaker's name, however they come."""

import json
from io import StringIO

import pytest

from gateway.running.supervise.voices import Voices, events

LOG = "PROCESS_LOG_STDOUT"


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ([(LOG, "web", "one\ntwo\n")], "web       | one\nweb       | two\n"),
        ([(LOG, "web", "on"), (LOG, "web", "e\n")], "web       | one\n"),
        (
            [
                (LOG, "web", "on"),
                (LOG, "rasa", "two\n"),
                (LOG, "web", "e\n"),
            ],
            "rasa      | two\nweb       | one\n",
        ),
        ([(LOG, "web", "cut short"), ("PROCESS_STATE_STOPPED", "web", "")], "web       | cut short\n"),
        ([("PROCESS_STATE_EXITED", "web", "")], "web       | [ended; starting it again]\n"),
        ([("PROCESS_STATE_BACKOFF", "web", "")], "web       | [ended right after its start; trying again]\n"),
        ([("PROCESS_STATE_RUNNING", "web", "")], ""),
        ([(LOG, "web", "windows\r\n")], "web       | windows\n"),
        ([(LOG, "web", "اردو\n")], "web       | اردو\n"),
    ],
)
def test_each_line_is_named_and_whole(heard: list[tuple[str, str, str]], said: str) -> None:
    out = StringIO()
    voices = Voices(out)
    for event, name, data in heard:
        voices.hear(event, {"processname": name, "expected": "0"}, data)
    assert out.getvalue() == said


def test_an_end_that_was_expected_is_not_told() -> None:
    out = StringIO()
    Voices(out).hear("PROCESS_STATE_EXITED", {"processname": "arzi", "expected": "1"}, "")
    assert out.getvalue() == ""


def test_each_speaker_keeps_a_colour() -> None:
    out = StringIO()
    voices = Voices(out, "colour")
    for name in ("web", "rasa", "web"):
        voices.hear(LOG, {"processname": name}, "x\n")
    first, second, third = out.getvalue().splitlines()
    assert first == third == "\x1b[36mweb       |\x1b[0m x"
    assert second.startswith("\x1b[33mrasa")


def test_where_logs_are_json_every_line_is_an_object() -> None:
    out = StringIO()
    voices = Voices(out, "json")
    ours = '{"process": "web", "message": "one"}'
    voices.hear(LOG, {"processname": "web"}, f"{ours}\nTraceback (most recent call last):\n[1]\nاردو\n")
    voices.hear("PROCESS_STATE_EXITED", {"processname": "web", "expected": "0"}, "")
    first, *others = out.getvalue().splitlines()
    assert first == ours
    assert [(line["process"], line["message"]) for line in map(json.loads, others)] == [
        ("web", "Traceback (most recent call last):"),
        ("web", "[1]"),
        ("web", "اردو"),
        ("web", "[ended; starting it again]"),
    ]


def test_lengths_are_counted_in_characters_as_supervisord_does() -> None:
    body = "processname:web groupname:all pid:1 channel:stdout\nسلام\n"
    told = f"ver:3.0 server:arzi eventname:PROCESS_LOG_STDOUT len:{len(body)}\n{body}"
    answers = StringIO()
    assert list(events(StringIO(told), answers)) == [
        (LOG, {"processname": "web", "groupname": "all", "pid": "1", "channel": "stdout"}, "سلام\n")
    ]
    assert answers.getvalue() == "READY\nRESULT 2\nOKREADY\n"
