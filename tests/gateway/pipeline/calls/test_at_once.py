"""The same request, handled by two threads at once."""

import threading
from dataclasses import replace

from sqlalchemy import func, select

from core.store.casework.tables import TicketRow
from core.store.helpline import calls
from core.store.pipeline.tables import OutboxRow
from tests.fakes.helpline import CALLER, Line, tell


def test_two_processes_that_register_the_same_call_make_one_ticket(line: Line) -> None:
    call = line.dial()
    tell(call, "en")
    with line.house.house.store.read() as session:
        row = calls.get(session, call.call.sid)
    assert row is not None
    form = {"CallSid": call.call.sid, "From": CALLER, "To": "+92911334433", "Digits": "1"}
    path, answers = f"/in/ivr/step?turn={row.state['turn']}", []
    lines = [line, replace(line, client=line.app.test_client())]
    threads = [threading.Thread(target=lambda one=one: answers.append(one.post(path, **form))) for one in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200, 200]
    with line.house.house.store.read() as session:
        assert session.scalar(select(func.count()).select_from(TicketRow)) == 1
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 1
