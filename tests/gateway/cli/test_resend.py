"""``arzi resend``: what was given up goes out again, and what must not is left."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from core.messages import OutboundMessage
from core.store.engine import Store
from core.store.pipeline import outbox, ways
from core.store.pipeline.tables import OutboxRow
from gateway.__main__ import cli
from tests.gateway.cli.test_replay import store  # noqa: F401 - a fixture

NOW = datetime.now(UTC)


@pytest.fixture
def failed(store: Store) -> Store:  # noqa: F811 - the fixture
    """By WhatsApp: two of a code, one of another, and those that must be left. By SMS: one."""
    with store.write() as session:
        for n, (channel, code, template) in enumerate(
            [
                ("whatsapp", "20003", None),
                ("whatsapp", "20003", None),
                ("whatsapp", "63005", None),
                ("whatsapp", "20003", "call"),
                ("whatsapp", "20003", None),
                ("whatsapp", "20003", None),
                ("sms", "20003", None),
            ]
        ):
            number = f"+92300000000{n}"
            message = OutboundMessage("", channel, number, f"text {n}", template=template)
            outbox.stage(session, message, cause=f"c{n}", person=f"tel:{number}", conversation_id=None, now=NOW)
            of_it = update(OutboxRow).where(OutboxRow.cause == f"c{n}")
            session.execute(of_it.values(state="failed", code=code, attempts=8, first_try_at=NOW))
        outbox.stop(session, "whatsapp", "+923000000004", NOW)
        again = OutboundMessage("", "sms", "+923000000005", "text 5")
        outbox.stage(session, again, cause="c5~1", person="tel:+923000000005", conversation_id=None, now=NOW)
        old = update(OutboxRow).where(OutboxRow.cause == "c1").values(staged_at=NOW - timedelta(days=2))
        session.execute(old)
        ways.shut(session, "whatsapp", "whatsapp", "20003", "no", NOW + timedelta(hours=1))
    return store


def resend(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["resend", *arguments])


def states(kept: Store) -> dict[str, str]:
    with kept.read() as session:
        return {row.cause: row.state for row in session.scalars(select(OutboxRow))}


def test_a_dry_run_says_and_does_nothing(failed: Store) -> None:
    before = states(failed)
    said = resend("--channel", "whatsapp", "--since", "3d", "--dry-run")
    assert said.exit_code == 0, said.output
    assert "20003\t2" in said.output
    assert "63005\t1" in said.output
    for why in ("a call", "they asked for no more", "told on another way"):
        assert f"left: {why}" in said.output
    assert states(failed) == before


def test_only_what_is_asked_for_goes_out_again_as_if_it_were_new(failed: Store) -> None:
    said = resend("--channel", "whatsapp", "--since", "1h", "--code", "20003")
    assert "back in line: 1 message(s)" in said.output
    assert [cause for cause, state in states(failed).items() if state == "staged"] == ["c0", "c5~1"]
    with failed.read() as session:
        row = outbox.by_cause(session, "c0")
        assert row is not None
        assert (row.attempts, row.first_try_at, row.code) == (0, None, None)
        [way] = ways.all_shut(session)
        assert way.next_try <= datetime.now(UTC), "and the way is tried at once"


@pytest.mark.parametrize("since", ["soon", "", "3w"])
def test_a_time_that_is_none(failed: Store, since: str) -> None:
    assert resend("--channel", "whatsapp", "--since", since).exit_code == 2
