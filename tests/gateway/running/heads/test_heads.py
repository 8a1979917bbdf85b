"""Heads leave the machine by every way that is configured, and what is found is told to whoever watches."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest

from core.casework.heads import Signed, from_json
from core.errors import Malformed
from core.store.casework import heads
from core.store.engine import Store
from gateway.config import Settings, load_settings
from gateway.running.heads import checking
from gateway.running.heads.daily import look_after
from gateway.running.heads.stamping import stamp, stamp_fault
from gateway.running.metrics.standing import standing_text
from tests.core.store.casework.test_heads import rewrite, run
from tests.core.store.given import Desk
from tests.deploy.names import ROOT
from tests.fakes.house import make_house
from tests.fakes.http import Answer, scripted_server
from tests.services.mail_sink import mail_sink
from tests.services.time_stamps import time_stamps

FIRST = "KP-2026-000001-0"


@pytest.fixture
def desk(store: Store) -> Desk:
    desk = Desk(store)
    desk.open()
    return desk


def configured(tmp_path: Path, **given: str) -> Settings:
    needed = {"ARZI_WEB__SECRET_KEY": "w" * 20, "ARZI_RASA__SECRET": "r" * 20, "ARZI_CHANNELS__EMAIL__KEY": "e" * 20}
    written = (ROOT / "config.yaml").read_text()
    (tmp_path / "config.yaml").write_text(written)
    told = {f"ARZI_HEADS__{name.upper()}": value for name, value in given.items() if not name.startswith("ARZI")}
    told |= {name: value for name, value in given.items() if name.startswith("ARZI")}
    return load_settings(tmp_path / "config.yaml", {**needed, "ARZI_HEADS__KEY": "k" * 20, **told})


def day(desk: Desk, settings: Settings) -> None:
    look_after(desk.store, settings, lambda: desk.now)
    desk.pass_(days=1)


def last(desk: Desk) -> checking.Verified:
    with desk.store.read() as session:
        found = checking.last(session)
    assert found is not None
    return found


def signed(desk: Desk) -> Signed:
    with desk.store.read() as session:
        return heads.latest(session, 1)[0]


def test_by_every_way_and_again_where_one_was_shut(desk: Desk, tmp_path: Path) -> None:
    with mail_sink() as mails, scripted_server(Answer(503), Answer(200)) as web:
        settings = configured(
            tmp_path,
            folder="heads",
            mail_to='["auditor@example.org", "press@example.org"]',
            url=web.url(),
            token="let me in",
            ARZI_CHANNELS__EMAIL__SUBMISSION__PORT=str(mails.port),
        )
        day(desk, settings)
        assert last(desk).unsent == 1, "the web was shut"
        day(desk, settings)
    assert last(desk).unsent == 0
    files = sorted((tmp_path / "heads").iterdir())
    assert [file.name for file in files] == ["arzi-head-000001-2026-03-02.json", "arzi-head-000002-2026-03-03.json"]
    assert from_json(files[1].read_text()) == signed(desk)
    posted = [body for _, _, headers, body in web.requests if headers["authorization"] == "Bearer let me in"]
    assert [json.loads(json.loads(body)["body"])["number"] for body in posted] == [1, 1, 2], "in their order"
    attached = [part.get_content() for mail in mails.mails for part in mail.iter_attachments()]
    assert len(attached) == 4
    assert files[0].read_bytes() in attached
    assert {str(mail["To"]) for mail in mails.mails} == {"auditor@example.org", "press@example.org"}


def test_a_time_stamp_is_kept_and_checked(desk: Desk, tmp_path: Path) -> None:
    with time_stamps(tmp_path / "tsa") as authority:
        settings = configured(tmp_path, timestamp_url=authority.url, timestamp_roots=str(authority.roots))
        day(desk, settings)
        assert last(desk).unsent == 0
        assert list(checking.head_faults(desk.store, settings)) == []
        with desk.store.read() as session:
            [(head, receipt)] = heads.receipts(session, "timestamp")
        other = Signed(head.body.replace("2026", "2027"), head.signature, head.key)
        assert stamp_fault(receipt, authority.roots, other) is not None, "of another head it proves nothing"
        run(desk, f"UPDATE heads_sent SET receipt = '{stamp(authority.url, None, other)}'")
        assert "time stamp" in "".join(checking.head_faults(desk.store, settings))
        run(desk, f"UPDATE heads_sent SET receipt = '{base64.b64encode(b'no stamp').decode()}'")
        assert "time stamp" in "".join(checking.head_faults(desk.store, settings))


def test_what_was_rewritten_is_found_by_the_clock_and_told(desk: Desk, tmp_path: Path) -> None:
    settings = configured(tmp_path, folder="heads")
    house = make_house(desk.store).house
    assert "arzi_head_seconds +Inf" in standing_text(house).decode(), "never signed"
    day(desk, settings)
    assert "arzi_history_faults 0.0" in standing_text(house).decode()
    [case] = [link for link, _ in checking.audit.verify(desk.store)]
    rewrite(desk, case)
    run(desk, "DELETE FROM heads_sent")
    run(desk, "DELETE FROM heads")
    day(desk, settings)
    assert last(desk).broken == 1, "the folder has a head that the database has not"
    assert "arzi_history_faults 1.0" in standing_text(house).decode()


def test_a_clock_that_was_set_back_does_not_put_the_check_off(desk: Desk, tmp_path: Path) -> None:
    settings = configured(tmp_path)
    day(desk, settings)
    desk.now -= timedelta(days=30)
    look_after(desk.store, settings, lambda: desk.now)
    assert last(desk).at == desk.now


def test_without_a_key_none_is_signed_and_copies_are_not_taken_for_checked(desk: Desk, tmp_path: Path) -> None:
    with_key = configured(tmp_path, folder="heads")
    day(desk, with_key)
    settings = configured(tmp_path, folder="heads")
    settings = settings.model_copy(update={"heads": settings.heads.model_copy(update={"key": None})})
    settings._home = tmp_path
    assert list(checking.head_faults(desk.store, settings)) == ["heads.key: without a key no head can be checked"]


def test_a_file_that_is_no_head_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(Malformed):
        checking.read_copies(tmp_path)
