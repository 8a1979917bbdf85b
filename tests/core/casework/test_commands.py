"""Each command: what it leads to, what it says, and what it refuses."""

from datetime import timedelta

import pytest

from core.casework import (
    NoticeKind,
    To,
    appeal,
    approve_rejection,
    ask_citizen,
    ask_rejection,
    assign,
    catch_up,
    citizen_answered,
    citizen_dissatisfied,
    citizen_satisfied,
    close_unconfirmed,
    escalate,
    follow_resolution,
    forward,
    merge,
    note,
    propose_resolution,
    refuse_rejection,
    remind,
    reply,
    separate,
    start,
)
from core.errors import InvalidTransition, NotAllowed, Rejected
from core.ticket import CITIZEN, SYSTEM, Confirmation, Level, TicketState
from tests.core.casework.given import (
    AGENT,
    HEAD,
    OFFICER,
    OTHER,
    assigned,
    at,
    in_progress,
    policy,
    proposed,
    registered,
    ticket,
)

S = TicketState


def kinds(change, to=To.CITIZEN) -> list[NoticeKind]:
    return [notice.kind for notice in change.notices if notice.to is to]


def test_a_registered_ticket_has_a_deadline_at_once() -> None:
    change = registered()
    assert change.ticket.due_at == at(6, 9, 48) + timedelta(seconds=45), "an eighth of Monday was gone"
    assert change.ticket.next_step_at < change.ticket.due_at
    assert change.events[0].kind == "registered"
    assert change.events[0].data["due_at"] == change.ticket.due_at.isoformat()
    assert "+92" not in str(change.events[0].data)


def test_assigning_tells_the_office_and_tells_the_citizen_why() -> None:
    before = registered().ticket
    change = assign(before, 7, "electricity in Mardan", SYSTEM, at(2), policy(), office_name="PESCO Mardan")
    assert (change.ticket.state, change.ticket.office_id) == (S.ASSIGNED, 7)
    assert change.ticket.due_at == before.due_at, "the clock goes on"
    told = next(n for n in change.notices if n.to is To.CITIZEN)
    assert told.variables == {"office": "PESCO Mardan", "why": "electricity in Mardan"}
    assert change.events[0].words == {"why": "electricity in Mardan"}


@pytest.mark.parametrize(
    ("how", "against"),
    [
        (lambda t: assign(t, 7, "x", SYSTEM, at(2), policy()), {"against_office": 7}),
        (lambda t: assign(t, 8, "x", SYSTEM, at(2), policy(), owner="3"), {"against_person": "3"}),
    ],
)
def test_never_to_the_office_or_the_person_complained_about(how, against) -> None:
    with pytest.raises(NotAllowed):
        how(registered(**against).ticket)


def test_the_person_complained_about_cannot_touch_it_in_any_way() -> None:
    held = assigned(against_person="3")
    for command in (
        lambda: start(held, OFFICER, at(2), policy()),
        lambda: propose_resolution(held, "nothing wrong", OFFICER, at(2), policy()),
        lambda: forward(held, 8, "not ours", OFFICER, at(2), policy()),
        lambda: ask_rejection(held, "abusive", "lies", OFFICER, at(2), policy()),
    ):
        with pytest.raises(NotAllowed):
            command()


def test_a_forward_keeps_the_clock_running_and_counts() -> None:
    before = in_progress()
    change = forward(before, 8, "belongs to Swabi", OFFICER, at(3), policy(), office_name="PESCO Swabi")
    assert (change.ticket.state, change.ticket.office_id, change.ticket.forwards) == (S.ASSIGNED, 8, 1)
    assert change.ticket.due_at == before.due_at
    assert change.events[0].data["from_office"] == 7
    assert kinds(change) == [NoticeKind.FORWARDED]
    with pytest.raises(NotAllowed):
        forward(change.ticket, 8, "again", OFFICER, at(3), policy())
    with pytest.raises(NotAllowed):
        forward(in_progress(against_office=9), 9, "theirs", OFFICER, at(3), policy())


def test_the_clock_stands_still_while_the_citizen_is_asked() -> None:
    before = in_progress()
    asked = ask_citizen(before, "which feeder?", OFFICER, at(3), policy()).ticket
    assert asked.state is S.WAITING
    assert asked.due_at == before.due_at
    answered = citizen_answered(asked, "Baghdada", CITIZEN, at(5), policy()).ticket
    assert answered.state is S.IN_PROGRESS
    assert policy().work.between(before.due_at, answered.due_at) == pytest.approx(
        policy().work.between(at(3), at(5)), abs=1e-3
    )


def test_but_never_more_than_twice() -> None:
    now, t = at(3), in_progress(category="roads")
    for time in range(4):
        t = ask_citizen(t, "and this?", OFFICER, now, policy()).ticket
        assert (t.paused_at is not None) == (time < 2), f"asked {time + 1} times"
        due = t.due_at
        t = citizen_answered(t, "this", CITIZEN, now + timedelta(days=1), policy()).ticket
        assert (t.due_at > due) == (time < 2)
        now += timedelta(days=1)
    assert t.pauses == 2


def test_a_proposal_asks_the_citizen_and_closes_nothing() -> None:
    change = propose_resolution(in_progress(), "transformer replaced", OFFICER, at(3), policy(), evidence=["ab" * 32])
    assert change.ticket.state is S.PROPOSED
    assert change.ticket.due_at is None
    assert kinds(change) == [NoticeKind.IS_IT_SOLVED]
    assert [b.payload for b in change.notices[0].buttons] == [
        "resolved:yes:KP-2026-000001-2",
        "resolved:no:KP-2026-000001-2",
    ]
    assert change.events[0].data["evidence"] == ["ab" * 32]
    assert change.events[0].data["late"] is False


@pytest.mark.parametrize("empty", ["", "  \n"])
def test_nothing_is_proposed_without_saying_what_was_done(empty: str) -> None:
    with pytest.raises(Rejected):
        propose_resolution(in_progress(), empty, OFFICER, at(3), policy())


def test_the_citizen_closes() -> None:
    done = citizen_satisfied(proposed(), CITIZEN, at(4), policy())
    assert (done.ticket.state, done.ticket.confirmation) == (S.CLOSED, Confirmation.SATISFIED)
    assert done.ticket.next_step_at is None
    assert kinds(done) == [NoticeKind.THANKS]


def test_the_citizen_reopens_one_level_up_with_the_reason() -> None:
    change = citizen_dissatisfied(proposed(), CITIZEN, at(4), policy(), reason="dark again since yesterday")
    t = change.ticket
    assert (t.state, t.level, t.rounds) == (S.REOPENED, Level.DEPUTY_COMMISSIONER, 1)
    assert t.due_at is not None
    assert change.events[0].words == {"reason": "dark again since yesterday"}
    assert change.events[0].data["denied"] == "officer:3"
    assert kinds(change, To.LEVEL) == [NoticeKind.REOPENED]


def test_thanks_after_closing_changes_nothing() -> None:
    closed = citizen_satisfied(proposed(), CITIZEN, at(4), policy()).ticket
    change = note(closed, "شکریہ", CITIZEN, at(5), policy())
    assert change.ticket == closed
    assert change.notices == ()


def test_a_closed_case_can_be_objected_to_for_a_month_and_not_later() -> None:
    closed = citizen_satisfied(proposed(), CITIZEN, at(4), policy()).ticket
    again = citizen_dissatisfied(closed, CITIZEN, at(4) + timedelta(days=30), policy(), reason="broke again").ticket
    assert (again.state, again.level, again.confirmation) == (S.REOPENED, Level.DEPUTY_COMMISSIONER, None)
    with pytest.raises(InvalidTransition):
        citizen_dissatisfied(closed, CITIZEN, at(4) + timedelta(days=31), policy())


def test_an_officer_cannot_bring_the_citizens_word_nor_a_head_about_their_own_work() -> None:
    with pytest.raises(NotAllowed):
        citizen_satisfied(proposed(), OTHER, at(4), policy())
    own = propose_resolution(in_progress(), "done", HEAD, at(3), policy()).ticket
    with pytest.raises(NotAllowed):
        citizen_satisfied(own, HEAD, at(4), policy())
    with pytest.raises(NotAllowed):
        citizen_satisfied(own, AGENT, at(4), policy())
    by_call = citizen_satisfied(own, AGENT, at(4), policy(), call="RE1")
    assert by_call.ticket.confirmation is Confirmation.SATISFIED
    assert kinds(by_call) == [NoticeKind.WAS_IT_YOU]
    assert by_call.events[0].data["call"] == "RE1"


def test_a_head_brings_the_code_and_not_their_own_word() -> None:
    with pytest.raises(NotAllowed):
        citizen_satisfied(proposed(), HEAD, at(4), policy(), remark="spoke")
    done = citizen_satisfied(proposed(), CITIZEN, at(4), policy(), by_code=HEAD)
    assert done.ticket.confirmation is Confirmation.SATISFIED
    assert kinds(done) == [NoticeKind.WAS_IT_YOU]
    own = propose_resolution(in_progress(), "done", HEAD, at(3), policy()).ticket
    with pytest.raises(NotAllowed):
        citizen_satisfied(own, CITIZEN, at(4), policy(), by_code=HEAD)


def test_unconfirmed_only_after_the_citizen_was_asked_enough_and_counted_apart() -> None:
    with pytest.raises(NotAllowed):
        close_unconfirmed(proposed(), "nobody answers", HEAD, at(4), policy())
    silent = catch_up(proposed(), at(12, 12), policy()).ticket
    done = close_unconfirmed(silent, "three calls; the pole is there on the photo", HEAD, at(12, 12), policy()).ticket
    assert (done.state, done.confirmation) == (S.CLOSED, Confirmation.UNCONFIRMED)


def test_rejecting_takes_a_reason_from_the_list_and_two_persons() -> None:
    with pytest.raises(Rejected):
        ask_rejection(in_progress(), "too much work", "no", OFFICER, at(3), policy())
    asked = ask_rejection(in_progress(), "in_court", "case 12/2026", HEAD, at(3), policy()).ticket
    assert asked.state is S.IN_PROGRESS
    assert asked.due_at == in_progress().due_at, "the clock runs on"
    with pytest.raises(NotAllowed, match="own"):
        approve_rejection(asked, HEAD, at(3), policy())
    with pytest.raises(NotAllowed):
        approve_rejection(asked, OTHER, at(3), policy())
    with pytest.raises(InvalidTransition):
        approve_rejection(in_progress(), HEAD, at(3), policy())


def _rejected(**changes):
    asked = ask_rejection(in_progress(**changes), "in_court", "case 12/2026", OFFICER, at(3), policy()).ticket
    return approve_rejection(asked, HEAD, at(3), policy())


def test_the_citizen_may_appeal_once() -> None:
    change = _rejected()
    assert change.ticket.state is S.REJECTED
    assert next(n for n in change.notices).variables == {"reason": "in_court", "appeal": "yes"}
    again = appeal(change.ticket, "the court case is another one", CITIZEN, at(4), policy()).ticket
    assert (again.state, again.level, again.appeals) == (S.REOPENED, Level.DEPUTY_COMMISSIONER, 1)
    final = _rejected(appeals=1)
    assert next(n for n in final.notices).variables["appeal"] == "no"
    with pytest.raises(NotAllowed):
        appeal(final.ticket, "still", CITIZEN, at(4), policy())


def test_a_refused_rejection_leaves_the_work_going_on() -> None:
    asked = ask_rejection(in_progress(), "in_court", "case 12/2026", OFFICER, at(3), policy()).ticket
    back = refuse_rejection(asked, "no court has it", HEAD, at(3), policy()).ticket
    assert (back.state, back.rejection_reason, back.rejection_asked_by) == (S.IN_PROGRESS, None, None)


def test_each_citizen_of_merged_tickets_is_asked_and_answers_for_themselves() -> None:
    main = in_progress()
    other = assigned(number="KP-2026-000002-4", person="tel:+923009999999")
    merged = merge(other, main, OFFICER, at(2, 12), policy()).ticket
    assert (merged.state, merged.merged_into, merged.due_at) == (S.MERGED, main.number, None)
    answered = propose_resolution(main, "done", OFFICER, at(3), policy()).ticket
    asked = follow_resolution(merged, answered, at(3), policy())
    assert kinds(asked) == [NoticeKind.IS_IT_SOLVED]
    assert asked.notices[0].buttons[0].payload.endswith(other.number)
    denied = citizen_dissatisfied(asked.ticket, CITIZEN, at(4), policy(), reason="not in my street").ticket
    assert (denied.state, denied.merged_into) == (S.REOPENED, None)
    assert citizen_satisfied(answered, CITIZEN, at(4), policy()).ticket.state is S.CLOSED


def test_two_complaints_of_one_person_stay_two() -> None:
    with pytest.raises(NotAllowed):
        merge(assigned(number="KP-2026-000002-4", category="roads"), in_progress(), OFFICER, at(3), policy())


def test_a_separated_ticket_has_its_own_time_again() -> None:
    merged = merge(assigned(number="N", person="mailto:b@example.org"), in_progress(), OFFICER, at(3), policy()).ticket
    alone = separate(merged, OFFICER, at(5), policy(), why="another feeder").ticket
    assert (alone.state, alone.merged_into) == (S.REOPENED, None)
    assert alone.clock_from == at(5)


@pytest.mark.parametrize("into", [ticket(number="X", state=S.CLOSED), ticket(number="X", state=S.MERGED), assigned()])
def test_merging_into_what_cannot_be_followed_is_refused(into) -> None:
    with pytest.raises(InvalidTransition):
        merge(assigned(), into, OFFICER, at(3), policy())


def test_a_head_can_escalate_before_the_time_with_a_reason() -> None:
    change = escalate(in_progress(), HEAD, at(3), policy(), why="a hospital is dark")
    assert change.ticket.level is Level.DEPUTY_COMMISSIONER
    assert change.ticket.clock_from == at(3)
    with pytest.raises(NotAllowed):
        escalate(in_progress(level=Level.CHIEF_MINISTER), HEAD, at(3), policy(), why="x")


def test_a_citizens_reminder_reaches_the_office_and_changes_no_deadline() -> None:
    change = remind(in_progress(), CITIZEN, at(3), policy(), remark="two days now")
    assert change.ticket == in_progress()
    assert kinds(change, To.OFFICE) == [NoticeKind.DUE_SOON]


def test_an_answer_reaches_the_citizen_and_changes_nothing() -> None:
    change = reply(in_progress(), " Somebody will come on Monday. ", OFFICER, at(3), policy())
    assert change.ticket == in_progress()
    assert [(n.kind, n.variables["text"]) for n in change.notices] == [
        (NoticeKind.REPLY, "Somebody will come on Monday.")
    ]
    with pytest.raises(Rejected):
        reply(in_progress(), "  ", OFFICER, at(3), policy())
    with pytest.raises(NotAllowed):
        reply(in_progress(), "x", CITIZEN, at(3), policy())
