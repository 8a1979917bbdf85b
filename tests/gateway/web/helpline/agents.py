"""Agents at their desks, without a browser."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.helpline import Kind
from core.store.helpline import tasks
from core.store.helpline.tables import HelplineTaskRow
from core.ticket import Role
from tests.fakes.helpline import Line
from tests.gateway.web.staff.people import add, sign_in


@dataclass
class Desk:
    """One agent's browser."""

    line: Line
    client: FlaskClient

    def open(self, task: int) -> str:
        return self.client.get(f"/helpline/{task}").get_data(as_text=True)

    def page(self, path: str = "/helpline") -> str:
        return self.client.get(path).get_data(as_text=True)

    def post(self, task: int, act: str = "", *, seen: str | None = None, **form: str) -> TestResponse:
        """Send a form of a task's page, as this agent saw it."""
        page = seen if seen is not None else self.open(task)
        found = {name: self._hidden(page, name) for name in ("csrf_token", "version")}
        path = f"/helpline/{task}/{act}".rstrip("/")
        return self.client.post(path, data={**found, "anonymous_shown": "1", **form})

    def take(self, number: str) -> TestResponse:
        token = self._hidden(self.page(), "csrf_token")
        return self.client.post("/helpline/take", data={"csrf_token": token, "number": number})

    def _hidden(self, page: str, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', page)
        return found[1] if found else ""


def desk(line: Line, username: str = "agent", role: Role = Role.AGENT) -> Desk:
    """Somebody signs in."""
    add(line.house.house.store, role, username)
    return Desk(line, sign_in(line.app, username))


def waiting(line: Line, kind: Kind) -> list[HelplineTaskRow]:
    with line.house.house.store.read() as session:
        return list(tasks.waiting(session, kind))
