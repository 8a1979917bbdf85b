"""Whose case a mail is about: joined to its own, never opened by a stranger, new where the subject is."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core import casework as c
from core.store.casework import tickets
from core.store.engine import Store
from core.store.pipeline import conversations
from core.ticket import CITIZEN, TicketState
from tests.core.casework.given import OFFICER
from tests.gateway.pipeline.mail_post import Post, post_office

GUL, FRIEND = "gul@example.org", "friend@example.org"
S = TicketState


@pytest.fixture
def post(store: Store) -> Iterator[Post]:
    with post_office(store) as running:
        yield running


def record(post: Post, person: str) -> dict[str, str]:
    """What is known in a person's latest conversation."""
    with post.house.house.store.read() as session:
        found = conversations.latest(session, f"mailto:{person}")
    assert found is not None
    return {name: field.value for name, field in found.complaint.fields.items()}


def ask(post: Post, number: str) -> None:
    """An officer asks the citizen, and waits."""
    post.do(number, lambda t, at, p: c.start(t, OFFICER, at, p))
    post.do(number, lambda t, at, p: c.ask_citizen(t, "Which pole is it?", OFFICER, at, p))
    assert post.get(number).state is S.WAITING


@pytest.mark.parametrize("by", ["both", "id", "address"])
def test_a_reply_joins_by_the_id_and_by_the_signed_address(post: Post, by: str) -> None:
    post.write(GUL, "Water", "no water")
    (asked,) = post.answers(GUL)
    more = {"both": {}, "id": {"To": "complaints@arzi.example"}, "address": {"In_Reply_To": "<other@example.org>"}}[by]
    post.write(GUL, "Re: Water", "done", to=asked, **more)
    assert len({turn.conversation for turn in post.house.engine.turns}) == 1
    assert len(post.tickets(GUL)) == 1


@pytest.mark.parametrize("text", ["Saddar", "done", "yes", "solved", "cancel"])
@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_somebody_elses_answer_is_a_complaint_of_their_own(post: Post, text: str, ended: bool) -> None:
    """Whoever was passed a mail of ours may answer to its signed address: they hear of their own complaint only."""
    if ended:
        ticket, told = post.complain(GUL, "Water")
    else:
        post.write(GUL, "Water", "my secret street")
        (told,) = post.answers(GUL)
    sent_to_gul = len(post.answers(GUL))
    before = record(post, GUL)
    heard = post.write(FRIEND, "Re: Water", text, to=told)
    assert heard
    assert not any("secret" in words or "no light" in words for words in heard)
    assert len(post.answers(GUL)) == sent_to_gul
    assert record(post, GUL) == before
    assert post.house.engine.turns[-1].conversation != post.house.engine.turns[0].conversation
    assert "secret" not in " ".join(post.house.engine.turns[-1].known.values())
    assert record(post, FRIEND)["email"] == FRIEND
    if ended:
        assert record(post, FRIEND)["tracking_number"] == ticket.number
        assert post.get(ticket.number) == ticket


@pytest.mark.parametrize("where", ["subject", "text"])
def test_a_number_alone_opens_nothing_and_the_officer_sees_it(post: Post, where: str) -> None:
    ticket, _ = post.complain(GUL, "Water")
    post.do(ticket.number, lambda t, at, p: c.start(t, OFFICER, at, p))
    post.do(ticket.number, lambda t, at, p: c.propose_resolution(t, "pole replaced", OFFICER, at, p))
    subject, text = (ticket.number, "solved") if where == "subject" else ("Case", f"it is {ticket.number}")
    heard = post.write(FRIEND, subject, text)
    assert not any("no light" in words for words in heard)
    assert post.get(ticket.number).state is S.PROPOSED
    post.write(FRIEND, f"Re: {subject}", "done", to=post.answers(FRIEND)[-1])
    (theirs,) = post.tickets(FRIEND)
    with post.house.house.store.read() as session:
        assert tickets.record(session, theirs.number).get("tracking_number") == ticket.number


@pytest.mark.parametrize(
    ("subject", "text", "answered"),
    [
        ("Re: Water", "the one at the mosque", True),
        ("", "the one at the mosque", True),
        ("Re: {number}", "the one at the mosque", True),
        ("Road", "a hole in the road", False),
        ("Re: Road", "a hole in the road", False),
    ],
)
@pytest.mark.parametrize("threaded", [True, False])
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_is_awaited_is_heard_of_the_same_subject_only(
    post: Post, subject: str, text: str, answered: bool, threaded: bool
) -> None:
    ticket, _ = post.complain(GUL, "Water")
    ask(post, ticket.number)
    question = post.answers(GUL)[-1]
    assert "Which pole" in post.words(question)
    post.write(GUL, subject.format(number=ticket.number), text, to=question if threaded else None)
    assert (post.get(ticket.number).state is not S.WAITING) is answered
    assert (len({turn.conversation for turn in post.house.engine.turns}) == 1) is answered


@pytest.mark.parametrize(
    ("days", "subject", "joins"), [(5, "Re: Water", True), (5, "Road", False), (40, "Re: Water", False)]
)
def test_an_old_thread_that_was_closed(post: Post, days: int, subject: str, joins: bool) -> None:
    ticket, told = post.complain(GUL, "Water")
    post.do(ticket.number, lambda t, at, p: c.start(t, OFFICER, at, p))
    post.do(ticket.number, lambda t, at, p: c.propose_resolution(t, "pole replaced", OFFICER, at, p))
    post.do(ticket.number, lambda t, at, p: c.citizen_satisfied(t, CITIZEN, at, p))
    post.house.clock.time += timedelta(days=days)
    post.write(GUL, subject, "there is none again", to=told)
    first, last = post.house.engine.turns[0].conversation, post.house.engine.turns[-1].conversation
    assert (first == last) is joins


def test_a_case_that_is_still_open_is_answered_however_old_it_is(post: Post) -> None:
    ticket, told = post.complain(GUL, "Water")
    post.house.clock.time += timedelta(days=90)
    ask(post, ticket.number)
    post.write(GUL, "Re: Water", "the one at the mosque", to=told)
    assert post.get(ticket.number).state is not S.WAITING


def test_a_bounce_is_told_on_its_ticket(post: Post) -> None:
    ticket, told = post.complain(GUL, "Water")
    report = (
        "From: MAILER-DAEMON@mx.example\r\nTo: complaints@arzi.example\r\nSubject: Undelivered Mail\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {GUL}\r\nAction: failed\r\nStatus: 5.2.2\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {told['Message-ID']}\r\n\r\nx\r\n--b--\r\n"
    )
    sent = len(post.sink.taken)
    for copy in ("", "\r\nThe same report once more.\r\n"):
        post.take(report.encode() + copy.encode(), "")
    with post.house.house.store.read() as session:
        notes = [event for event in tickets.events(session, ticket.number) if event.kind == "note"]
    assert [(note.actor, "5.2.2" in note.words["remark"]) for note in notes] == [("system", True)]
    assert len(post.sink.taken) == sent


def test_a_mail_that_is_refused_for_good_is_told_on_its_ticket(post: Post) -> None:
    ticket, _ = post.complain(GUL, "Water")
    post.sink.say["RCPT"] = "550 5.1.1 no such user"
    ask(post, ticket.number)
    with post.house.house.store.read() as session:
        (note,) = [event for event in tickets.events(session, ticket.number) if event.kind == "note"]
    assert "could not be delivered (email, 5.1.1)" in note.words["remark"]


@pytest.mark.parametrize(("who", "stops"), [(GUL, True), (FRIEND, False)])
def test_list_unsubscribe_does_what_it_says(post: Post, who: str, stops: bool) -> None:
    ticket, _ = post.complain(GUL, "Water")
    ask(post, ticket.number)
    question = post.answers(GUL)[-1]
    address, _, query = question["List-Unsubscribe"].removeprefix("<mailto:").removesuffix(">").partition("?")
    post.write(who, query.removeprefix("subject="), "Sent by a mail program.", To=address)
    before = len(post.answers(GUL))
    post.do(ticket.number, lambda t, at, p: c.forward(t, 12, "not ours", OFFICER, at, p, office_name="WAPDA"))
    assert (len(post.answers(GUL)) == before) is stops
    with post.house.house.store.read() as session:
        told = [event.words["remark"] for event in tickets.events(session, ticket.number) if event.kind == "note"]
    assert (len(told) == 1) is stops
    post.write(GUL, "Road", "a hole in the road")
    assert len(post.answers(GUL)) == before + 2 - stops  # who writes again of their own will is answered again


@pytest.mark.parametrize(
    "subject",
    [
        "RE: EXTERNAL: Water",
        "***SPAM*** Water",
        "Antwort: Water",
        "ځواب: Water",
        "پاسخ: Water",
        "[dept.example] {Spam?} Re: Water [EXT]",
        "Mailguard checked: Water",
        "Delivery from dept.example",
    ],
)
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_proven_not_solved_counts_whatever_became_of_its_subject(post: Post, subject: str) -> None:
    ticket, _ = post.complain(GUL, "Water")
    post.do(ticket.number, lambda t, at, p: c.start(t, OFFICER, at, p))
    post.do(ticket.number, lambda t, at, p: c.propose_resolution(t, "pole replaced", OFFICER, at, p))
    post.write(GUL, subject, "unsolved", to=post.answers(GUL)[-1])
    assert post.get(ticket.number).state is S.REOPENED
    assert len(post.tickets(GUL)) == 1
