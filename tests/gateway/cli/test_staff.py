"""``arzi staff``: nobody is added to an office that there is not."""

from pathlib import Path

import pytest

from core.store.staff import staff
from core.ticket import Role
from tests.gateway.cli.test_casework_commands import desk, home, run

__all__ = ["home"]
OFFICE = "kp.mardan.swabi.deputy_commissioner"


@pytest.mark.parametrize("office", ["nowhere", "", "Deputy Commissioner", f"{OFFICE}x"])
def test_an_office_that_there_is_not_is_refused(home: Path, office: str) -> None:
    result = run("staff", "add", "bibi", "--name", "Bibi Gul", "--role", "officer", "--office", office)
    assert (result.exit_code, "there is no office" in result.output) == (1, True), result.output
    with desk(home).store.read() as session:
        assert staff.by_username(session, "bibi") is None


def test_one_that_there_is_is_taken(home: Path) -> None:
    assert run("staff", "add", "bibi", "--name", "Bibi Gul", "--role", "officer", "--office", OFFICE).exit_code == 0
    with desk(home).store.read() as session:
        person = staff.by_username(session, "bibi")
    assert person is not None
    assert (person.role, person.office) == (Role.OFFICER, OFFICE)
    assert run("staff", "add", "Bibi", "--name", "Another", "--role", "clerk").exit_code != 0, "the name is taken"
