"""The calls of the keypad phones: kept between two requests, so that any process can take the next key."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import httpx

from core.errors import Conflict, NotFound
from simulator import clock, recordings, work
from simulator.account import VOICE, Account
from simulator.database import Transaction, new_sid, next_version
from simulator.recordings import Recording
from simulator.twiml import Call, CallBroken, StrictCaller
from simulator.twiml.waiting import recording_report
from simulator.voice import signed_fetch
from simulator.world import World

STATUS = "/in/ivr/status"
Act = Callable[[StrictCaller], None]


def dial(tx: Transaction, account: Account, number: str) -> Call:
    """A phone dials the helpline."""
    base = account.public(VOICE).partition("#")[0]
    call = Call(new_sid("CA"), number, account.helpline, base=base, status_callback=account.public(STATUS))
    return _add(tx, number, call)


def ring(tx: Transaction, account: Account, number: str, call: Call, seconds: float) -> Call:
    """The gateway calls a phone, which rings for so many seconds."""
    for event in ("initiated", "ringing"):
        _report(tx, account, replace(call, status="queued" if event == "initiated" else event), event)
    work.put(tx, f"ring:{call.sid}", "ring-out", call.sid, after=seconds)
    return _add(tx, number, call)


def get(tx: Transaction, sid: str) -> Call:
    """Raises NotFound."""
    row = tx.execute("SELECT state FROM calls WHERE sid = ?", (sid,)).fetchone()
    if row is None:
        raise NotFound(f"no call {sid}")
    return Call.from_json(json.loads(row["state"]))


def made(tx: Transaction) -> list[tuple[Call, float]]:
    """All calls with when they began, the latest first."""
    rows = tx.execute("SELECT state, created_at FROM calls ORDER BY created_at DESC, rowid DESC").fetchall()
    return [(Call.from_json(json.loads(row["state"])), float(row["created_at"])) for row in rows]


def act(world: World, client: httpx.Client, sid: str, what: Act) -> Call:
    """Do something on the line. What breaks the call is a part of its state.

    Raises NotFound, or Conflict when something else was done on it meanwhile.
    """
    with world.database.read() as tx:
        call = get(tx, sid)
        version = _version(tx, sid)
    caller = StrictCaller(signed_fetch(world.account, client), call, account=world.account.sid)
    try:
        what(caller)
    except CallBroken as problem:
        caller.call = replace(caller.call, status="failed", waiting=None, problem=problem.detail)
    with world.database.write() as tx:
        if _version(tx, sid) != version:
            raise Conflict("something else was done on this call")
        _save(tx, caller.call)
        if call.status == "ringing" and caller.call.direction != "inbound" and caller.call.status != "ringing":
            _report(tx, world.account, replace(call, status="in-progress"), "answered")
    return caller.call


def record(world: World, client: httpx.Client, sid: str, content: bytes, key: str, hang_up: bool) -> Call:
    """Speak after the beep: the recording is kept, its action is told at once, its status callback a little later."""
    with world.database.write() as tx:
        kept = recordings.add(tx, sid, content)
        call = get(tx, sid)
    report = recording_report(StrictCaller(lambda *_: _never(), call).recorder, call.base)
    url = kept.url(world.account)
    told = (kept.duration, url, kept.sid)
    after = act(
        world,
        client,
        sid,
        lambda line: line.hang_up(recorded=told) if hang_up else _discard(line.record(*told, key=key)),
    )
    if report is not None and kept.duration > 0:
        with world.database.write() as tx:
            form = recording_form(world.account, kept)
            work.put(tx, f"recording:{kept.sid}", "post", report[1], form, after=0.5)
    return after


def recording_form(account: Account, kept: Recording) -> dict[str, str]:
    """A recording's status callback (https://www.twilio.com/docs/voice/twiml/record#recordingstatuscallback)."""
    return {
        "AccountSid": account.sid,
        "CallSid": kept.call,
        "RecordingSid": kept.sid,
        "RecordingUrl": kept.url(account),
        "RecordingStatus": "completed",
        "RecordingDuration": str(kept.duration),
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
    }


def end(tx: Transaction, account: Account, sid: str, status: str) -> Call:
    """A call that was not answered, or that the gateway ends. Raises NotFound."""
    call = get(tx, sid)
    if call.live:
        call = replace(call, status=status, waiting=None)
        _save(tx, call)
        _report(tx, account, call, "completed")
    return call


def changed_since(tx: Transaction, version: int) -> list[dict[str, Any]]:
    """The calls that are new or changed, as the page is told of them."""
    rows = tx.execute("SELECT * FROM calls WHERE version > ? ORDER BY created_at", (version,)).fetchall()
    return [shown(Call.from_json(json.loads(row["state"])), row["phone"]) for row in rows]


def shown(call: Call, phone: str) -> dict[str, Any]:
    """What the page and the tests are told."""
    line = StrictCaller(lambda *_: _never(), call)
    verb = line.verb
    return {
        "sid": call.sid,
        "phone": phone,
        "direction": call.direction,
        "status": call.status,
        "live": call.live,
        "waiting": {"verb": verb.name, **verb.attributes} if verb else None,
        "records": line.recorder is not None,
        "keys": call.keys,
        "sounds": [{**asdict(sound), "mine": sound.mine} for sound in call.sounds],
        "seconds": call.seconds,
        "problem": call.problem,
    }


def phone_of(tx: Transaction, sid: str) -> str:
    """The number of the phone that a call is on. Raises NotFound."""
    row = tx.execute("SELECT phone FROM calls WHERE sid = ?", (sid,)).fetchone()
    if row is None:
        raise NotFound(f"no call {sid}")
    return str(row["phone"])


def _add(tx: Transaction, phone: str, call: Call) -> Call:
    tx.execute(
        "INSERT INTO calls (sid, phone, state, created_at, version) VALUES (?, ?, ?, ?, ?)",
        (call.sid, phone, json.dumps(call.as_json()), clock.now(tx), next_version(tx)),
    )
    return call


def _save(tx: Transaction, call: Call) -> None:
    tx.execute(
        "UPDATE calls SET state = ?, version = ? WHERE sid = ?",
        (json.dumps(call.as_json()), next_version(tx), call.sid),
    )


def _version(tx: Transaction, sid: str) -> int:
    row = tx.execute("SELECT version FROM calls WHERE sid = ?", (sid,)).fetchone()
    return int(row["version"]) if row else 0


def _report(tx: Transaction, account: Account, call: Call, event: str) -> None:
    """Have a status callback posted, where one was asked for."""
    if call.status_callback and event in call.events:
        form = {
            "CallSid": call.sid,
            "AccountSid": account.sid,
            "From": call.sender,
            "To": call.called,
            "CallStatus": call.status,
            "Direction": call.direction,
            "CallDuration": str(call.seconds),
            "CallbackSource": "call-progress-events",
        }
        work.put(tx, f"call:{call.sid}", "post", call.status_callback, form)


def _discard(_: object) -> None:
    return None


def _never() -> Any:
    raise AssertionError("nothing is fetched to look at a call")
