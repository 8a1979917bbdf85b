"""What the command line does with people's data stands in the audit, and the audit says it in the reader's words."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.messages import Envelope
from core.offices.directory import Directory
from core.ports import Peek
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.pipeline import envelopes
from core.store.sealing.reseal import check_key
from core.store.sealing.vault import Vault
from core.store.staff import admin_log
from core.store.staff.tables import AdminLogRow
from gateway.__main__ import COMMANDS, cli
from gateway.web.audit import presenters
from gateway.web.audit.labels import DETAILS, DONE

KEY = "the secret of the tests"
ACTS = [
    ("replay", "replay 1", "replay"),
    ("replay", "replay 2 --dismiss nothing", "dismiss"),
    ("resend", "resend --channel whatsapp --since 2h", "resend"),
    ("offices", "offices import {folder}/offices.csv", "offices"),
    ("backup", "backup {folder}/backup", "backup"),
    ("rehearse", "rehearse {folder}/backup", "rehearse"),
    ("reseal", "reseal", "reseal"),
    ("person", "person show 0300-1234567 --reason theirs", "person_show"),
    ("staff", "staff add bibi --name Bibi --role auditor", "add"),
]
OTHERS = {
    "restore": "tests/gateway/running/backup: into another database; the act is its last",
    "twilio": "tests/gateway/cli/test_twilio.py",
    "verify": "opens evidence and shows none of it",
    **dict.fromkeys(("run", "web", "worker", "cron", "listen", "migrate"), "processes, and what they start with"),
    **dict.fromkeys(("recount", "reindex", "publish"), "make anew what follows from cases, and show nobody's"),
    **dict.fromkeys(
        ("inspect", "understand", "templates", "config", "channels", "prompts", "reference"), "look at nobody's data"
    ),
}
"""Why there is no act of theirs here."""


def test_every_command_is_in_the_tables() -> None:
    assert {command for command, _, _ in ACTS} | OTHERS.keys() == COMMANDS.keys()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audited")


@pytest.fixture
def store(folder: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: str, redis_url: str) -> Iterator[Store]:
    (folder / "config.yaml").write_text(f"database: {{url: '{migrated_sqlite}'}}\n", encoding="utf-8")
    monkeypatch.setenv("ARZI_CONFIG", str(folder / "config.yaml"))
    monkeypatch.setenv("ARZI_SECRETS", "/nowhere")
    monkeypatch.setenv("ARZI_REDIS_URL", redis_url)
    monkeypatch.setenv("ARZI_PRIVACY__KEY", KEY)
    for name in ("WEB__SECRET_KEY", "RASA__SECRET"):
        monkeypatch.setenv(f"ARZI_{name}", "x" * 32)
    made = open_store(migrated_sqlite, FileBlobs(folder / "blobs"), vault=Vault([KEY]))
    with made.write() as session:
        check_key(session)
        for number in (1, 2):
            envelope = Envelope("string", f"M{number}", b"{}", datetime.now(UTC))
            row = envelopes.add(session, envelope, Peek(f"tel:+92300000000{number}"), (b"{}", None))
            envelopes.set_aside(session, row or 0, "a reason")
    yield made
    made.close()


@pytest.mark.parametrize(("arguments", "act"), [(arguments, act) for _, arguments, act in ACTS])
def test_it_is_written_down(store: Store, folder: Path, arguments: str, act: str) -> None:
    runner = CliRunner()
    if act in {"offices", "rehearse"}:
        before = "offices export {folder}/offices.csv" if act == "offices" else "backup {folder}/backup"
        assert runner.invoke(cli, before.format(folder=folder).split()).exit_code == 0
    done = runner.invoke(cli, arguments.format(folder=folder).split())
    assert done.exit_code == 0, (done.output, done.exception)
    with store.read() as session:
        last = admin_log.latest(session, 1)[0]
    assert (last.what, last.by) == (act, admin_log.COMMAND_LINE)
    assert last.details["user"], "who typed it"


def acts_in_the_source() -> Iterator[tuple[str, str, set[str]]]:
    """Each act that is written down with a name that stands there, and the names of what is said beside it."""
    for file in [*Path("gateway").rglob("*.py"), *Path("core/services").rglob("*.py")]:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
            at = {"write_down": 2, "admin_log.write_down": 2, "by_command_line": 1, "_write_down": 1}.get(name)
            if not isinstance(call, ast.Call) or at is None or len(call.args) <= at:
                continue
            what = call.args[at]
            named = {word.arg for word in call.keywords if word.arg}
            for one in ast.walk(what):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield str(file), one.value, named


def test_every_act_has_words() -> None:
    found = list(acts_in_the_source())
    assert len(found) > 20
    for file, act, named in found:
        if "authorization" in file or "transcribing" in file:  # what was opened, and another function of that name
            continue
        assert act in DONE, (file, act)
        assert named <= DETAILS.keys() | {"title"}, (file, named - DETAILS.keys())  # a title stands with what it is of


def test_what_stands_beside_it_is_in_the_readers_language(store: Store) -> None:
    from gateway.web import create_app
    from gateway.web.shared.url import PublicUrl
    from tests.fakes.house import make_house

    app = create_app(make_house(store).house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=5_000_000)
    days = {"before": {"water_supply": 3.0}, "after": {"water_supply": 2.0}}
    details = {"role": "auditor", "office": None, **days, "cases": ["KP-1", "KP-2"], "user": "root"}
    row = AdminLogRow(at=datetime(2026, 3, 2, tzinfo=UTC), by=1, what="people", about="gul", details=details)
    with app.test_request_context("/"):
        english = presenters.in_words([row], {}, Directory([]))[0].more
        assert {"3", "2", "KP-1", "KP-2", "root"} <= set(re.findall(r"[\w-]+", english))
    for language in ("ur", "ps"):
        with app.test_request_context("/", headers={"Accept-Language": language}):
            told = presenters.in_words([row], {}, Directory([]))[0].more
            assert set(re.findall("[a-z_]{2,}", told)) == {"root"}, told
