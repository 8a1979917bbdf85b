"""What the stand-in for X remembers, in a small SQLite file, and how it calls the gateway."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from channels.x import Settings
from channels.x.signature import HEADER, sign

PREFIX = "/simulator/x"
_TABLES = """
CREATE TABLE IF NOT EXISTS said (
    serial INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT, person TEXT, ours INTEGER, shape TEXT);
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, kind TEXT, content BLOB);
CREATE TABLE IF NOT EXISTS faults (serial INTEGER PRIMARY KEY, shape TEXT);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, shape TEXT);
"""


class Refused(Exception):
    """As X refuses. ``code``: one of its own codes, where the answer has one."""

    def __init__(self, status: int, detail: str = "no", problem: str = "about:blank", code: int = 0) -> None:
        super().__init__(detail)
        self.status, self.detail, self.problem, self.code = status, detail, problem, code


@dataclass(frozen=True)
class World:
    """The account, where the gateway is, and the file of what was said."""

    account: Settings = field(repr=False)
    gateway: str
    file: Path
    now: Callable[[], float] = time.time

    @contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file, timeout=10)) as connection, connection:
            connection.executescript(_TABLES)
            yield connection

    def next_id(self) -> str:
        """Of posts and messages alike, each higher than those before (a Snowflake)."""
        with self.use() as rows:
            told = rows.execute("SELECT shape FROM facts WHERE name = 'id'").fetchone()
            made = max(int(told[0]) + 1 if told else 0, int(self.now() * 1000) << 20)
            rows.execute("REPLACE INTO facts VALUES ('id', ?)", (str(made),))
        return str(made)

    def keep(self, kind: str, person: str, shape: Mapping[str, Any], *, ours: bool) -> None:
        with self.use() as rows:
            row = (kind, person, ours, json.dumps(shape))
            rows.execute("INSERT INTO said (kind, person, ours, shape) VALUES (?, ?, ?, ?)", row)

    def said(self, kind: str, person: str | None = None) -> list[dict[str, Any]]:
        """Posts or messages, the newest first, each with ``ours``."""
        with self.use() as rows:
            asked = "SELECT ours, shape FROM said WHERE kind = ? AND (? IS NULL OR person = ?) ORDER BY serial DESC"
            found = rows.execute(asked, (kind, person, person)).fetchall()
        return [{**json.loads(shape), "ours": bool(ours)} for ours, shape in found]

    def fact(self, name: str) -> Any:
        with self.use() as rows:
            found = rows.execute("SELECT shape FROM facts WHERE name = ?", (name,)).fetchone()
        return json.loads(found[0]) if found else None

    def keep_fact(self, name: str, shape: object) -> None:
        with self.use() as rows:
            rows.execute("REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(shape)))

    def moment(self) -> str:
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def tell(self, kind: str, payload: Mapping[str, Any], includes: Mapping[str, Any] | None = None) -> int:
        """Post the webhook of an event; the status that the gateway answered with, 0 where we wait to be asked."""
        told = {"event_uuid": self.next_id(), "filter": {"user_id": self.account.account_id}, "event_type": kind}
        return self.post({"data": {**told, "payload": payload, "includes": includes or {}}})

    def post(self, shape: Mapping[str, Any]) -> int:
        if self.account.poll.enabled:
            return 0
        body = json.dumps(shape).encode()
        shown = {HEADER: sign(body, self.account.consumer_secret.get_secret_value())}
        shown |= {"Content-Type": "application/json"}
        return httpx.post(f"{self.gateway}/in/x", content=body, headers=shown, timeout=30, trust_env=False).status_code

    def asks_whether_it_is_ours(self) -> bool:
        """The challenge-response check."""
        token = f"crc_{self.next_id()}"
        url = f"{self.gateway}/in/x"
        answer = httpx.get(url, params={"crc_token": token}, timeout=30, trust_env=False)
        wanted = sign(token.encode(), self.account.consumer_secret.get_secret_value())
        return answer.status_code == 200 and bool(answer.json().get("response_token") == wanted)
