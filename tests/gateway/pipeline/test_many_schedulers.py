"""Several processes do what is due at the same time, on both databases: each step once."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from core.casework.history import verify
from core.store.casework import tickets
from core.store.casework.tables import StepRow, TicketEventRow, TicketRow
from core.store.engine import Store
from core.store.pipeline.tables import OutboxRow
from tests.core.store.given import Desk

PROCESSES, TICKETS = 3, 24


def test_real_processes_at_once(store: Store, tmp_path: Path) -> None:
    desk = Desk(store)
    numbers = [desk.open(person=f"tel:+92300{n:07d}") for n in range(TICKETS)]
    later = desk.open(category="roads")
    now = desk.now + timedelta(days=6)
    url = store.engine.url.render_as_string(hide_password=False)
    command = [
        sys.executable,
        "-m",
        "tests.gateway.pipeline.scheduler_process",
        url,
        str(tmp_path / "blobs"),
        now.isoformat(),
    ]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    changed = [int(one.communicate(timeout=120)[0]) for one in running]

    assert sum(changed) == TICKETS, changed
    with store.read() as session:
        steps = Counter(session.scalars(select(StepRow.ticket)))
        told = Counter(cause.split(":")[1] for cause in session.scalars(select(OutboxRow.cause)))
        due = session.scalars(select(TicketRow.number).where(TicketRow.next_step_at <= now)).all()
        histories = [tickets.events(session, number) for number in numbers]
        recorded = session.scalars(select(TicketEventRow.at).where(TicketEventRow.kind == "escalate")).all()
    assert set(steps) == set(told) == set(numbers)
    assert later not in steps
    assert set(told.values()) == {1}, "nobody is told twice"
    assert due == []
    assert all(verify(history) is None for history in histories)
    assert len({tuple(event.kind for event in history) for history in histories}) == 1
    assert set(recorded) == {histories[0][-1].at}, "the time when it fell due, not when it was done"
