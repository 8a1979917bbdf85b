"""The mailbox reader against a real Dovecot: IDLE, outages, refusals, limits."""

import functools
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from channels.email.settings import ImapListener
from core.errors import Malformed, StoreUnavailable
from core.store.engine import Store
from core.store.pipeline.tables import EnvelopeRow
from gateway.pipeline.accept import accept
from tests.gateway.listeners.imap_reader import Memory, mail, reading, settings, subjects, until
from tests.gateway.listeners.running import Kept, certificate
from tests.gateway.pipeline.mail_post import post_office
from tests.services.dovecot import Dovecot, running_dovecot


def test_what_is_there_and_what_comes_in_idle(dovecot: Dovecot) -> None:
    kept, memory = Kept(), Memory()
    dovecot.deliver(mail(1))
    with reading(settings(dovecot), memory, kept) as idle:
        assert idle.wait(180)
        until(lambda: len(kept.mails) == 1)
        time.sleep(0.3)  # so that it is in IDLE, and hears of the second by itself
        dovecot.deliver(mail(2))
        until(lambda: len(kept.mails) == 2)
    assert subjects(kept) == ["Mail 1", "Mail 2"]
    assert kept.mails[0].facts["mailbox"] == "INBOX"
    assert memory.bookmark is not None
    assert memory.bookmark.uid == 2
    with dovecot.client() as other:
        other.select_folder("INBOX")
        assert other.search("UNSEEN") == []


def test_a_mailbox_that_refuses_us_is_told(dovecot: Dovecot) -> None:
    told: list[str] = []
    with reading(settings(dovecot, password="wrong"), Memory(), Kept(), told.append):
        until(lambda: bool(told))
    assert told[0] == "the mailbox does not let us in"


@pytest.mark.parametrize(
    ("given", "missing"),
    [({}, "password"), ({"password": ""}, "password"), ({"oauth2_token_url": "https://x.example"}, "oauth2_refresh")],
)
def test_a_missing_password_is_a_fault_at_the_start(given: dict[str, str], missing: str) -> None:
    on = {"enabled": True, "host": "mail.example.org", "user": "complaints"}
    with pytest.raises(ValueError, match=f"{missing}.*is missing"):
        ImapListener.model_validate(on | given)


def test_an_outage_skips_nothing_and_fetches_nothing_twice(dovecot: Dovecot) -> None:
    kept, memory, taken = Kept(), Memory(), []
    kept.before = lambda: taken.append(1)
    with reading(settings(dovecot), memory, kept) as idle:
        dovecot.deliver(mail(1))
        until(lambda: len(kept.mails) == 1)
        idle.clear()
        dovecot.stop()
        for number in range(2, 30):
            dovecot.deliver(mail(number))
        dovecot.start()
        until(lambda: len(kept.mails) == 29)
    assert len(taken) == 29
    assert sorted(subjects(kept)) == sorted(f"Mail {n}" for n in range(1, 30))
    with reading(settings(dovecot), memory, kept) as idle:
        assert idle.wait(180)
    assert len(taken) == 29


def test_a_database_that_is_away_stops_nothing_and_loses_nothing(dovecot: Dovecot) -> None:
    kept = Kept(faults=[StoreUnavailable("away"), StoreUnavailable("away")])
    for number in range(1, 4):
        dovecot.deliver(mail(number))
    with reading(settings(dovecot), Memory(), kept):
        until(lambda: len(kept.mails) == 3)
    assert len(subjects(kept)) == len(set(subjects(kept))) == 3


def test_what_cannot_be_read_stays_and_does_not_stop_the_next(dovecot: Dovecot) -> None:
    kept = Kept(faults=[Malformed("empty")])
    dovecot.deliver(mail(1))
    dovecot.deliver(mail(2))
    memory = Memory()
    with reading(settings(dovecot), memory, kept):
        until(lambda: memory.bookmark is not None and memory.bookmark.uid == 2)
    assert len(kept.mails) == 1
    with dovecot.client() as other:
        other.select_folder("INBOX")
        assert len(other.search("UNSEEN")) == 1


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"From: gul@example.org\r\nSubject: Mail 1\r\n\r\n"])
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_mail_without_anything_in_it_is_kept_and_marked(dovecot: Dovecot, store: Store, raw: bytes) -> None:
    """What cannot be parsed is set aside with its reason, in the database; it does not wait in the mailbox for ever."""
    dovecot.stop()
    dovecot.deliver(raw)
    dovecot.deliver(mail(2))
    dovecot.start()
    with post_office(store) as post:
        house, kept = post.house.house, Kept()
        kept.accept = functools.partial(accept, house, post.channel)  # type: ignore[method-assign]
        with reading(settings(dovecot), Memory(), kept) as idle:
            assert idle.wait(180)
        with dovecot.client() as other:
            other.select_folder("INBOX")
            assert other.search("UNSEEN") == []
        post.house.work()
        with house.store.read() as session:
            rows = session.scalars(select(EnvelopeRow).order_by(EnvelopeRow.id)).all()
        assert [row.body for row in rows] == [raw, mail(2)]
        parsed = b"Subject" in raw
        assert [row.state for row in rows] == ["handled" if parsed else "set_aside", "handled"]
        assert parsed or "without a byte" in (rows[0].reason or "")
        assert len(post.answers("gul@example.org")) == 1 + parsed


def test_moved_when_done(dovecot: Dovecot) -> None:
    kept = Kept()
    with dovecot.client() as other:
        other.create_folder("Done")
    dovecot.deliver(mail(1))
    memory = Memory()
    with reading(settings(dovecot, done_folder="Done"), memory, kept):
        until(lambda: memory.bookmark is not None and memory.bookmark.uid == 1)
    with dovecot.client() as other:
        other.select_folder("INBOX")
        assert other.search() == []
        other.select_folder("Done")
        assert len(other.search()) == 1


def test_a_mail_over_the_limit_is_cut_and_said_to_be(dovecot: Dovecot) -> None:
    kept = Kept()
    dovecot.deliver(mail(1, "x" * 5000))
    dovecot.deliver(mail(2))
    with reading(settings(dovecot, max_bytes=2000), Memory(), kept):
        until(lambda: len(kept.mails) == 2)
    assert len(kept.mails[0].body) == 2000
    assert int(kept.mails[0].facts["cut_from_bytes"]) > 5000


def test_without_idle_it_looks_now_and_then(dovecot: Dovecot) -> None:
    dovecot.stop()
    dovecot.more = "imap_capability = IMAP4rev1 UIDPLUS"
    dovecot.start()
    kept = Kept()
    with reading(settings(dovecot, poll_s=0.2), Memory(), kept) as idle:
        assert idle.wait(180)
        dovecot.deliver(mail(1))
        until(lambda: len(kept.mails) == 1)


def test_starttls_with_a_certificate_that_is_checked(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path)
    other_chain, _ = certificate(_new(tmp_path / "other"))
    with running_dovecot(certificates=(chain, key)) as server:
        server.deliver(mail(1))
        kept = Kept()
        tls = {"host": "localhost", "security": "starttls"}
        with reading(settings(server, ca_file=str(chain), **tls), Memory(), kept):
            until(lambda: len(kept.mails) == 1)
        refused = Kept()
        with reading(settings(server, ca_file=str(other_chain), **tls), Memory(), refused) as idle:
            assert not idle.wait(2)
        assert refused.mails == []


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder
