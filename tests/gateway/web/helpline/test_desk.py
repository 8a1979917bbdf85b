"""The agents' desk: recordings are heard and written down, callers are seen, called back, and asked on."""

import pytest
from sqlalchemy import select

from core.complaint import Field, Source
from core.conversation import FINISHED, OPEN
from core.helpline import RECORDED, Kind
from core.store.casework import tickets
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.helpline import tasks
from core.store.pipeline import conversations
from core.store.pipeline.tables import MessageRow, OutboxRow
from core.ticket import Role
from gateway.pipeline.calls.outgoing import ask_by_telephone
from tests.fakes.helpline import CALLER, RECORDING, Line, tell
from tests.gateway.pipeline.calls.proposing import proposed
from tests.gateway.web.helpline.agents import Desk, desk, waiting

WORDS = "There has been no water in our street for a week"
FULL = {"description": WORDS, "category": "Drinking water", "district": "Mardan", "language": "ps"}


def hung_up(line: Line, sender: str = CALLER, *, sid: str = "RE1") -> int:
    """A caller in Pashto hangs up while the story is recorded; the task that waits for an agent."""
    call = line.dial(sender)
    for keys in ("2", "1", "1", "1", "1"):
        call.press(keys)
    call.hang_up(recorded=(12, RECORDING.replace("RE1", sid), sid))
    return waiting(line, Kind.HEAR)[-1].id


def own(line: Line, sender: str = CALLER) -> list[str]:
    with line.house.house.store.read() as session:
        return [ticket.number for ticket in tickets.of_person(session, f"tel:{sender}")]


def sms(line: Line) -> list[str]:
    with line.house.house.store.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.channel == "ivr").order_by(OutboxRow.id)).all()
    return [str(row.message["text"]) for row in rows]


@pytest.fixture
def agent(line: Line) -> Desk:
    return desk(line)


def test_a_recording_becomes_a_ticket_and_the_caller_gets_its_number(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    assert "Only recorded" in agent.page()
    answer = agent.post(task, do="register", **FULL)
    assert answer.status_code == 302
    [number] = own(line)
    assert number in sms(line)[-1]
    with line.house.house.store.read() as session:
        record = tickets.record(session, number)
        kept = tickets.get(session, number)
        said = session.scalars(select(MessageRow).where(MessageRow.channel == "ivr")).all()
        row = tasks.get(session, task)
    assert (record.fields["description"].value, record.fields["description"].source) == (WORDS, Source.CLERK)
    assert (kept.category, kept.district, kept.channel) == ("water_supply", "Mardan", "ivr")
    assert [message.text for message in said] == [WORDS]
    assert (row.outcome, row.done_by is not None) == ("registered", True)
    assert number in agent.page()


def test_the_same_form_twice_is_one_ticket(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    seen = agent.open(task)
    for _ in range(2):
        assert agent.post(task, seen=seen, do="register", **FULL).status_code == 302
    assert len(own(line)) == 1


@pytest.mark.parametrize("missing", ["description", "category", "district"])
def test_what_a_ticket_needs_is_said(line: Line, agent: Desk, missing: str) -> None:
    task = hung_up(line)
    answer = agent.post(task, do="register", **{**FULL, missing: ""})
    assert answer.status_code == 400
    assert "This is needed for a ticket." in answer.get_data(as_text=True)
    assert own(line) == []


def test_what_is_missing_is_asked_by_sms_in_the_callers_language(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    answer = agent.post(task, do="ask", description="په کلي کې اوبه نشته", category="", district="", language="ps")
    assert answer.status_code == 302
    with line.house.house.store.read() as session:
        told = conversations.latest(session, f"tel:{CALLER}")
    assert told is not None
    assert told.state == OPEN
    assert told.complaint.get("description") == "په کلي کې اوبه نشته"
    assert told.asking is not None
    assert len(sms(line)) == 1
    assert waiting(line, Kind.HEAR) == []


def test_saving_keeps_it_on_the_desk(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    agent.post(task, do="save", description=WORDS, category="", district="", language="ur")
    assert WORDS in agent.open(task)
    assert own(line) == []


def test_a_recording_that_was_registered_unheard_gets_its_words(line: Line, agent: Desk) -> None:
    tell(line.dial(), "ps", confirm=True)
    [number] = own(line)
    [row] = waiting(line, Kind.HEAR)
    assert row.ticket == number
    assert agent.post(row.id, do="register", **FULL).status_code == 302
    with line.house.house.store.read() as session:
        record, kept = tickets.record(session, number), tickets.get(session, number)
        history = tickets.events(session, number)
    assert record.get("description") == WORDS
    assert (kept.category, kept.district) == ("water_supply", "Mardan")
    assert WORDS in [event.words.get("remark") for event in history]
    assert waiting(line, Kind.HEAR) == []


def test_the_reason_why_it_is_not_solved_is_written_down(line: Line, agent: Desk) -> None:
    ticket = proposed(line)
    for row in waiting(line, Kind.HEAR):
        agent.post(row.id, do="register", **FULL)
    ask_by_telephone(line.house.house, line.channel)
    call = line.pick_up(waiting(line, Kind.FEEDBACK)[0].id)
    call.press("2")
    call.record(5, RECORDING.replace("RE1", "RE5"), sid="RE5", key="#")
    [row] = waiting(line, Kind.HEAR)
    assert "Says why it is not solved" in agent.page()
    assert agent.post(row.id, do="register", description="The pipe leaks again").status_code == 302
    with line.house.house.store.read() as session:
        history = tickets.events(session, ticket.number)
    assert history[-1].words["reason"] == "The pipe leaks again"


def test_one_agent_at_a_time(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    seen = agent.open(task)
    other = desk(line, "other")
    page = other.open(task)
    assert "Agent has this open" in page
    assert "Register, send" not in page
    answer = other.post(task, seen=seen, do="register", **FULL)
    assert answer.status_code in (303, 400, 409)
    assert answer.status_code != 303 or "/staff/kept/" in answer.location, "only kept, to be looked at"
    assert (
        other.client.post(f"/helpline/{task}/hold", data={"csrf_token": agent._hidden(page, "csrf_token")}).status_code
        == 409
    )
    line.house.clock.pass_(minutes=4)
    assert "Register, send" in other.open(task)
    assert agent.post(task, seen=seen, do="register", **FULL).status_code == 409
    assert own(line) == []


def test_urgent_and_oldest_first(line: Line, agent: Desk) -> None:
    first = hung_up(line, "+923001111111", sid="REa")
    line.house.clock.pass_(minutes=5)
    second = hung_up(line, "+923002222222", sid="REb")
    with line.house.house.store.write() as session:
        tasks.get(session, second).urgent = True
    page = agent.page()
    assert page.index(f"/helpline/{second}") < page.index(f"/helpline/{first}")
    answer = agent.post(second, do="register", **FULL)
    assert f"/helpline/{first}" in answer.location


def test_the_number_is_masked_until_a_reason_is_given_and_the_reason_is_kept(line: Line, agent: Desk) -> None:
    tell(line.dial(), "ps", confirm=True)
    [number] = own(line)
    [row] = waiting(line, Kind.HEAR)
    assert CALLER not in agent.page() + agent.open(row.id)
    assert agent.post(row.id, "reveal", reason=" ").status_code == 400
    agent.post(row.id, "reveal", reason="to call their neighbour")
    assert CALLER in agent.open(row.id)
    assert CALLER not in desk(line, "other").open(row.id)
    with line.house.house.store.read() as session:
        [look] = tasks.accesses(session, row.id)
        shown = [event for event in tickets.events(session, number) if event.kind == "reveal"]
    assert look.reason == "to call their neighbour"
    assert [event.words["reason"] for event in shown] == ["to call their neighbour"]
    line.house.clock.pass_(minutes=16)
    assert CALLER not in agent.open(row.id)


def test_a_live_call_is_taken_with_the_callers_cases_in_view(line: Line, agent: Desk) -> None:
    tell(line.dial(), "en", confirm=True)
    [number] = own(line)
    call = line.dial()
    call.press("3")
    assert "hold the line" in call.heard()
    [live] = waiting(line, Kind.LIVE)
    page = agent.open(live.id)
    assert number in page
    assert "On the line" in agent.page()
    call.person("completed")
    assert [row.id for row in waiting(line, Kind.LIVE)] == [live.id]  # the agent still writes
    assert agent.post(live.id, do="register", **FULL).status_code == 302
    assert len(own(line)) == 2
    assert waiting(line, Kind.LIVE) == []


def test_a_caller_who_talked_and_whom_nobody_wrote_down_is_done(line: Line) -> None:
    call = line.dial()
    call.press("3")
    call.press("3")
    call.person("completed")
    assert waiting(line, Kind.LIVE) == []
    assert waiting(line, Kind.CALL_BACK) == []


@pytest.mark.parametrize("how", ["no-answer", "busy", "hangs up"])
def test_whom_nobody_answered_is_called_back(line: Line, agent: Desk, how: str) -> None:
    call = line.dial()
    call.press("3")
    call.press("3")
    if how == "hangs up":
        call.hang_up()
    else:
        call.person(how)
        assert "call you back" in call.heard()
    [row] = waiting(line, Kind.CALL_BACK)
    assert waiting(line, Kind.LIVE) == []
    agent.post(row.id, "call", agent="0301 7654321")
    with line.house.house.store.read() as session:
        staged = [one.message for one in session.scalars(select(OutboxRow)) if one.message["template"] == "call"]
    assert [message["to"] for message in staged] == [CALLER]
    answered = line.pick_up(row.id)
    assert "You asked us to call you" in answered.heard()
    assert "+923017654321" in answered.call.document
    answered.person("completed")
    agent.post(row.id, "called", reached="yes", note="will bring the papers")
    assert waiting(line, Kind.CALL_BACK) == []
    assert "called" in agent.page()


def test_a_call_that_comes_to_the_agent_directly(line: Line, agent: Desk) -> None:
    answer = agent.take("0300 1234567")
    assert answer.status_code == 302
    [live] = waiting(line, Kind.LIVE)
    assert agent.post(live.id, do="register", **FULL).status_code == 302
    [number] = own(line)
    assert number in sms(line)[-1]
    assert agent.take("abc").status_code == 400


def test_what_a_live_agent_writes_is_joined_with_what_the_machine_heard(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    agent.take(CALLER)
    [live] = waiting(line, Kind.LIVE)
    agent.post(live.id, do="register", **FULL)
    assert [row.id for row in waiting(line, Kind.HEAR) if row.id == task] == []
    assert len(own(line)) == 1


def test_what_the_caller_finished_by_message_needs_no_agent(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    with line.house.house.store.write() as session:
        told = conversations.latest(session, f"tel:{CALLER}")
        assert told is not None
        words = told.complaint.learn({"description": Field(WORDS, 1.0, Source.DIALOGUE)})
        conversations.save(session, told.with_(state=FINISHED, complaint=words))
    agent.page()
    with line.house.house.store.read() as session:
        assert tasks.get(session, task).outcome == "otherwise"


def test_a_recording_without_a_complaint(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    assert agent.post(task, "end", reason="").status_code == 400
    assert agent.post(task, "end", reason="Nobody speaks", note="a radio").status_code == 302
    with line.house.house.store.read() as session:
        row = tasks.get(session, task)
        told = conversations.latest(session, f"tel:{CALLER}")
    assert (row.outcome, row.note) == ("no_complaint", "Nobody speaks: a radio")
    assert told is not None
    assert told.state == FINISHED


def test_recordings_are_played_in_pieces_and_to_agents_only(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    store = line.house.house.store
    sha256 = store.blobs.put(b"RIFF" + b"\0" * 996)
    with store.write() as session:
        [row] = session.scalars(select(MediaRow)).all()
        media.mark_stored(session, row.id, sha256=sha256, size=1000, media_type="audio/x-wav")
    path = f"/helpline/{task}/recordings/{row.id}"
    assert agent.client.get(path).status_code == 404, "it is on nobody's desk, and no reason was given"
    assert path in agent.open(task)
    part = agent.client.get(path, headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.data), part.content_type) == (206, 100, "audio/x-wav")
    assert "no-store" in part.headers["Cache-Control"]
    assert agent.client.get(f"/helpline/{task}/recordings/{row.id + 1}").status_code == 404
    assert line.app.test_client().get(path).status_code == 302
    assert desk(line, "clerk", Role.CLERK).client.get(path).status_code == 403


def test_a_recording_that_is_still_on_its_way(line: Line, agent: Desk) -> None:
    task = hung_up(line)
    assert "still on its way" in agent.open(task)
    assert RECORDED not in agent.open(task)


@pytest.mark.parametrize(
    ("role", "opens"), [(Role.SUPERVISOR, True), (Role.ADMINISTRATOR, True), (Role.OFFICER, False)]
)
def test_who_may_open_it(line: Line, role: Role, opens: bool) -> None:
    assert (desk(line, role.value, role).client.get("/helpline").status_code == 200) is opens
