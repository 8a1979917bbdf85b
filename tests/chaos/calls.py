"""Callers: they press keys and speak, and Twilio posts each step, and again."""

import random
import secrets
from collections.abc import Mapping
from itertools import count

from simulator.twiml import StrictCaller
from simulator.twiml.caller import Answer, CallBroken
from simulator.twiml.waiting import recording_report
from tests.chaos.citizens import NUMBER, Twilio
from tests.chaos.house import PUBLIC, House
from tests.chaos.ledger import Ledger
from tests.chaos.provider import Provider

HELPLINE = "+92911334433"
_phones = count(1)


def call(house: House, provider: Provider, ledger: Ledger, dice: random.Random) -> None:
    """A complaint told on the telephone. What was recorded and taken must be kept, however the call ended."""
    number, twilio = f"+92302{next(_phones):07d}", Twilio(house)

    def fetch(method: str, url: str, params: Mapping[str, str]) -> Answer:
        if method == "GET":
            return Answer(200, "", "audio/mpeg")
        status, body, kind = twilio.post_again_and_again(url.removeprefix(PUBLIC), params, lambda: None)
        return Answer(status, body, kind.partition(";")[0])

    caller = StrictCaller.inbound(fetch, f"{PUBLIC}/in/ivr", sender=number, called=HELPLINE)
    try:
        caller.start()
        for keys in ("3", "1", "1", "1", "1"):  # English, a complaint, electricity, a division, a district
            caller.press(keys)
        _speak(caller, provider, ledger, fetch, number)
        for _ in range(3):  # its words, the address, the name: left out
            if caller.call.live and caller.verb is not None:
                caller.press("#")
        if dice.random() < 0.2:
            caller.hang_up()
            ledger.note("calls hung up in the middle")
            return
        if caller.call.live:
            ledger.confirmed(number)
            caller.press("1")
            for told in NUMBER.findall(" ".join(one.text for one in caller.call.sounds)):
                ledger.told(number, told)
        caller.hang_up()
        ledger.note("calls to their end")
    except CallBroken:
        ledger.note("calls that broke")


def _speak(caller: StrictCaller, provider: Provider, ledger: Ledger, fetch: object, number: str) -> None:
    sid = "RE" + secrets.token_hex(16)
    recorder, base = caller.recorder, caller.call.base
    if recorder is None:
        ledger.note("calls without a beep")
        return
    url = f"{provider.url}/2010-04-01/Accounts/AC/Recordings/{sid}"
    report = recording_report(recorder, base)
    sent = ledger.add("ivr", sid, number)
    sent.tries += 1
    caller.record(20, url, sid, key="#")
    if report is not None:
        method, target = report
        told = {"CallSid": caller.call.sid, "RecordingSid": sid, "RecordingUrl": url, "RecordingStatus": "completed",
                "RecordingDuration": "20", "AccountSid": "AC" + "0" * 32}  # fmt: skip
        answer = fetch(method, target, told)  # type: ignore[operator]
        sent.acknowledged = 200 <= answer.status < 300
