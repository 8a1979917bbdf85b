"""A store that version 0.1.0 filled: migrated to the present, it verifies, all in it can be read, and it goes on."""

import lzma
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from core.store.base import Base
from core.store.casework import audit, personal, tickets
from core.store.casework.tables import TicketEventRow, TicketRow
from core.store.engine import Store, open_engine, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.evidence.tables import MediaRow
from core.store.mailroom import letters
from core.store.mailroom.tables import LetterRow
from core.store.migrate import migrate
from core.store.persons import addresses
from core.store.persons.addresses import Proof
from core.store.pipeline import conversations
from core.store.pipeline.tables import ConversationRow, MessageRow
from core.store.sealing import old
from core.store.sealing.reseal import check_key
from core.store.sealing.sealed import SealedJson, SealedText
from core.store.sealing.vault import Vault
from nlu.fallback import PlainQuestions
from tests.core.store.test_migrations import differences
from tests.fakes.house import TestHouse, make_house
from tests.upgrade.known import ANSWERED, KEY, SEEDED, WAITING

OLD = Path(__file__).with_name("store_0_1_0")
ALL = SEEDED + 2
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The old store with the present tables."""
    url = request.getfixturevalue(f"old_{request.param}")
    shutil.copytree(OLD / "blobs", tmp_path / "blobs")
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    store = open_store(url, FileBlobs(tmp_path / "blobs"), vault=Vault([KEY]))
    yield store
    store.close()


@pytest.fixture
def old_sqlite(tmp_path: Path) -> str:
    (tmp_path / "arzi.db").write_bytes(lzma.decompress((OLD / "arzi.db.xz").read_bytes()))
    return f"sqlite:///{tmp_path}/arzi.db"


@pytest.fixture
def old_postgresql(postgres_url: str) -> str:
    with psycopg.connect(postgres_url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute(lzma.decompress((OLD / "arzi.sql.xz").read_bytes()))
    return postgres_url


def histories(store: Store) -> int:
    """How many tickets there are; none of their histories is broken."""
    checked = dict(audit.verify(store))
    assert {number: link for number, link in checked.items() if link is not None} == {}
    return len(checked)


def test_it_has_the_present_tables_and_nothing_is_lost(upgraded: Store) -> None:
    assert differences(upgraded) == []
    assert histories(upgraded) == ALL
    with upgraded.write() as session:
        assert check_key(session) is False, "sealed with the same key as before"
    with upgraded.read() as session:
        (number,) = {one.number for one in personal.find(session, "phone", ANSWERED)}
        assert tickets.record(session, number).fields["address"].value == "Village Toru, near the school"
        files = [name for name in session.scalars(select(MediaRow.sha256)) if name]  # a call's recording is still away
        assert all(upgraded.blobs.get(name) for name in files)
        assert len(files) == 2
        letter = letters.get(session, session.scalars(select(LetterRow.id)).one())
        read = conversations.get(session, letter.conversation_id)
    assert read is not None
    assert read.complaint.fields["phone"].value == "+923007654321"


def test_persons_keep_their_names_and_one_that_a_message_proves_has_all_that_was_told(upgraded: Store) -> None:
    with upgraded.write() as session:
        before = Counter(session.scalars(select(ConversationRow.person)))
        schemes = {name.partition(":")[0] for name in before}
        assert {"tel", "mailto"} <= schemes
        assert [addresses.person_of(session, name) for name in before] == list(before)
        number, mail = (next(name for name in before if name.startswith(scheme)) for scheme in ("tel:", "mailto:"))
        told = {person: [one.number for one in tickets.of_person(session, person)] for person in (number, mail)}
        assert addresses.join(session, number, ["twilio:PK.1", mail], Proof.CHANNEL, NOW) == number
        after = Counter(session.scalars(select(ConversationRow.person)))
        assert after == before - Counter({mail: before[mail]}) + Counter({number: before[mail]})
        assert sorted(one.number for one in tickets.of_person(session, number)) == sorted(told[number] + told[mail])
    assert histories(upgraded) == ALL


def test_what_was_kept_in_clear_is_sealed(upgraded: Store) -> None:
    """Batch by batch, and once; the histories hold, and what was said is read as before."""
    with upgraded.read() as session:
        before = said(session)
        assert {"messages", "ticket_events", "outbox"} <= set(old.left(session))
    assert in_clear(upgraded)
    told: Counter[str] = Counter()
    assert old.seal_old(upgraded, lambda table, rows: told.update({table: rows})) > ALL
    assert in_clear(upgraded) == []
    with upgraded.read() as session:
        assert said(session) == before
        assert old.left(session) == []
    assert histories(upgraded) == ALL
    assert old.seal_old(upgraded, lambda *_: None) == 0
    with pytest.raises(DatabaseError), upgraded.write() as session:
        session.execute(text('UPDATE ticket_events SET words = \'{"remark": "in clear"}\' WHERE seq = 1'))


def said(session: Session) -> list[tuple[str, str]]:
    """All that was said, and all that was remarked."""
    heard = session.execute(select(MessageRow.text, MessageRow.details).order_by(MessageRow.id))
    words = session.execute(select(TicketEventRow.words, TicketEventRow.data).order_by(TicketEventRow.id))
    return [(str(one), str(other)) for one, other in (*heard, *words)]


def in_clear(store: Store) -> list[str]:
    """Values of sealed columns that are neither sealed nor empty."""
    found = []
    with store.read() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, SealedText | SealedJson):
                    raw = session.scalars(text(f'SELECT CAST("{column.name}" AS text) FROM {table.name}'))
                    plain = [one.strip('"') for one in raw if one not in (None, "", "{}", "null")]
                    found += [f"{table.name}.{column.name}" for one in plain if not one.startswith(("~s1~", "~k1~"))]
    return found


def test_who_was_asked_before_the_upgrade_answers_after_it(upgraded: Store) -> None:
    made = at_work(upgraded)
    for n, words in enumerate(("electricity", "Mardan", "Village Toru, near the mosque", "skip", "yes")):
        made.hear(words, id=f"afterwards {n}", sender=WAITING)
        made.work()
    with upgraded.read() as session:
        person = f"tel:{WAITING}"
        assert session.scalar(select(func.count()).where(ConversationRow.person == person)) == 1, "it is the same one"
        number = session.scalars(select(TicketRow.number).where(TicketRow.person == person)).one()
        assert tickets.record(session, number).fields["address"].value == "Village Toru, near the mosque"
    assert number in made.said[-1]
    assert histories(upgraded) == ALL + 1


def test_a_case_of_before_the_upgrade_is_found(upgraded: Store) -> None:
    with upgraded.read() as session:
        (ticket,) = personal.find(session, "phone", ANSWERED)
    made = at_work(upgraded)
    made.hear(f"status {ticket.number}", id="asks", sender=ANSWERED)
    made.work()
    assert ticket.number in made.said[-1]


def at_work(store: Store) -> TestHouse:
    made = make_house(store)
    made.house = replace(made.house, engine=PlainQuestions())
    made.clock.pass_(hours=1)
    return made
