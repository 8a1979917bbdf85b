"""``arzi reference check`` names what was not compared with its source for long, and says so by its status."""

import pytest
from click.testing import CliRunner

from core.reference import freshness
from core.reference.freshness import Looked
from gateway.__main__ import cli
from tests.core.casework.given import at


@pytest.mark.parametrize(("days", "status", "named"), [("30000", 0, False), ("365", 1, True)])
def test_check(days: str, status: int, named: bool) -> None:
    told = CliRunner().invoke(cli, ["reference", "check", "--days", days])
    assert told.exit_code == status, told.output
    assert ("offices/bodies.csv (cantonment boards): looked at on 30/07/2021" in told.output) is named


def test_what_is_fresh_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "looked_at", lambda: iter([Looked("places/x.csv", "", at(1).date(), "a census")]))
    assert freshness.too_old(at(1).date()) == []


def test_what_stands_on_less_than_a_notification_is_named_however_fresh() -> None:
    told = CliRunner().invoke(cli, ["reference", "check", "--days", "30000"]).output
    assert "offices/areas.csv (Punjab, Mianwali Division): not settled: approved by the cabinet" in told
    assert "dawn.com/news/1731626" in told
