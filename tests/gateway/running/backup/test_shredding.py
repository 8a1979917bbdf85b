"""What was erased cannot be read in any backup any more, whoever has it with every key there is: all else can."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core.errors import Conflict, Malformed, NotFound, StoreUnavailable
from core.services import persons
from core.store.all_tables import Base
from core.store.casework import erasing, erasures, owned, tickets
from core.store.casework.additions import StoredFile, add
from core.store.casework.owned import LEFT_OUT, OTHERS, OWNED
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.migrate import migrate
from core.store.pipeline import conversations
from core.store.pipeline.tables import ConversationRow
from core.store.sealing import own_keys
from core.store.sealing.reseal import sealing
from core.store.sealing.sealed import SealedBytes, SealedJson, SealedText
from gateway.pipeline.timing import delete_evidence
from gateway.running.backup import database
from gateway.running.backup.envelope import Envelope
from gateway.running.backup.folder import Source, back_up, generation, generations
from gateway.running.backup.keys_folder import KEYS, alone, files, forget_erased
from gateway.running.backup.shredding import Making, rows_of
from tests.fakes.house import make_house
from tests.gateway.running.backup.test_backup import NOW, key, new_url, opened, put_back, take

__all__ = ["key", "new_url"]
PHONES = ("+923001234561", "+923001234562")
WORDS = ("the canal at Naibqasidabad is dry", "the road at Jirgapur is broken")


def told(store: Store, number: int) -> str:
    """A case of one of two persons, with evidence; its number."""
    house = make_house(store)
    for at, words in enumerate((WORDS[number], "done")):
        house.hear(words, id=f"M{number}{at}", sender=PHONES[number])
        house.work()
    with store.write() as session:
        [ticket] = tickets.of_person(session, f"tel:{PHONES[number]}")
        case = tickets.conversation_of(session, ticket.number)
        assert case is not None
        blob = store.blobs.put(f"a photograph of {WORDS[number]}".encode())
        add(session, case, "form", WORDS[number], [StoredFile(blob, 9, "text/plain", f"{PHONES[number]}.txt")], NOW)
    return ticket.number


def erase(store: Store, phone: str, now: datetime) -> None:
    house = make_house(store)
    with store.write() as session:
        persons.erase(session, persons.find(session, "phone", phone), now, even_open=True)
    delete_evidence(house.house, datetime.now(UTC) + timedelta(hours=3))  # files have the machine's time


def all_of(store: Store) -> str:
    """Everything that this database and its evidence say to whoever has the key."""
    found: list[str] = []
    with store.read() as session:
        for table in Base.metadata.sorted_tables:
            found += [str(tuple(row)) for row in session.execute(select(table))]
    return "\n".join(found) + "".join(store.blobs.get(name).decode() for name in store.blobs.shelf.names())


def test_a_backup_from_before_says_nothing_of_who_was_erased(
    new_url: Callable[[str], str], tmp_path: Path, key: tuple[Envelope, Envelope]
) -> None:
    url, folder, (writing, reading) = new_url("here"), tmp_path / "backup", key
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    numbers = [told(store, 0), told(store, 1)]
    take(store, url, folder, writing)
    before = generation(folder).name
    whole = all_of(store)
    assert all(text in whole for text in (*WORDS, *PHONES))
    shutil.copytree(folder, tmp_path / "carried away")
    shutil.rmtree(tmp_path / "carried away" / KEYS)
    erase(store, PHONES[0], NOW + timedelta(hours=1))
    take(store, url, folder, writing, days=1)
    # The old copy, all keys of the house, and the youngest keys of cases: all that there still is. What was erased is
    # not even known there.
    shutil.copytree(folder / KEYS, tmp_path / "carried away" / KEYS)
    for file in (tmp_path / "carried away" / KEYS).iterdir():
        if file.name.startswith(before):
            file.unlink()
    there = new_url("there")
    copy = opened(there, tmp_path / "there")
    done = put_back(copy, there, tmp_path / "carried away", reading)
    assert [why for _, why in done.copied.broken] == ["its key is gone: it was erased"]
    again = all_of(copy)
    assert (WORDS[0] in again, PHONES[0] in again) == (False, False)
    assert (WORDS[1] in again, PHONES[1] in again) == (True, True)
    assert f"a photograph of {WORDS[1]}" in again
    with copy.read() as session:
        assert [tickets.record(session, one).get("description") is None for one in numbers] == [True, False]
        case = tickets.conversation_of(session, numbers[1])
        assert case is not None
        assert any(WORDS[1] in text for text in conversations.texts(session, case.id))
    put_back_whole(folder, new_url("once more"), tmp_path / "once more", reading, before)


def put_back_whole(folder: Path, url: str, blobs: Path, reading: Envelope, name: str) -> None:
    """From the folder itself, which remembers what was erased: nothing is broken, and it counts as erased."""
    copy = opened(url, blobs)
    done = put_back(copy, url, folder, reading, name=name)
    assert done.copied.broken == []
    assert done.aftermath.erased > 0
    with copy.read() as session:
        assert erasing.ERASED in set(session.scalars(select(ConversationRow.person)))
    assert WORDS[0] not in all_of(copy)
    copy.close()


def test_the_file_itself_says_nothing_without_the_keys(tmp_path: Path) -> None:
    """Not encrypted as a whole, and without the house's key: even then each case is sealed by itself."""
    url = f"sqlite:///{tmp_path / 'here.db'}"
    store = open_store(url, FileBlobs(tmp_path / "blobs"))
    migrate(store.engine)
    told(store, 0)
    folder = tmp_path / "backup"
    with store.read() as session:
        source = Source(url, store, sealing(session), erasures.every(session))
    back_up(source, folder, NOW, Envelope(), keep=2)
    kept = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.parent.name != KEYS)
    for text in (WORDS[0], PHONES[0], "Naibqasidabad", "a photograph"):
        assert text.encode() not in kept
        assert json.dumps(text).encode() not in kept


def test_erased_while_a_backup_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It saw the words before they went, and would give them a new key after theirs was destroyed."""
    url, folder = f"sqlite:///{tmp_path / 'here.db'}", tmp_path / "backup"
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    told(store, 0)
    real = database._sqlite_copy

    def slow(file: Path, to: Path) -> Path:
        copied = real(file, to)
        erase(store, PHONES[0], NOW)
        return copied

    with monkeypatch.context() as patched:
        patched.setattr(database, "_sqlite_copy", slow)
        take(store, url, folder, Envelope())
    shutil.rmtree(tmp_path / "blobs")
    there = f"sqlite:///{tmp_path / 'there.db'}"
    (folder / "erased.json").unlink()
    copy = opened(there, tmp_path / "there")
    put_back(copy, there, folder, Envelope())
    assert WORDS[0] not in all_of(copy)
    assert PHONES[0] not in all_of(copy)


def test_two_files_of_keys_lie_there_and_the_one_before_is_read_when_the_youngest_is_damaged(
    tmp_path: Path, key: tuple[Envelope, Envelope]
) -> None:
    url, folder = f"sqlite:///{tmp_path / 'here.db'}", tmp_path / "backup"
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    number = told(store, 1)
    for day in range(4):
        take(store, url, folder, key[0], days=day)
    kept = files(folder)
    assert [file.name.partition(".db")[0] for file in kept] == [one.name for one in generations(folder)]
    kept[-1].write_bytes(kept[-1].read_bytes()[:-20])
    there = f"sqlite:///{tmp_path / 'there.db'}"
    copy = opened(there, tmp_path / "there")
    assert put_back(copy, there, folder, key[1]).copied.broken == []
    with copy.read() as session:
        assert tickets.record(session, number).get("description") is not None
        assert own_keys.of(session, [owned.name(owned.CASE, number)]), "the next backup goes on with them"
    copy.close()
    (tmp_path / "there.db").unlink()
    kept[0].unlink()
    with pytest.raises((StoreUnavailable, Malformed)):
        put_back(opened(there, tmp_path / "there"), there, folder, key[1])


@pytest.mark.parametrize("damaged", [False, True])
def test_an_erasure_reaches_every_file_of_keys_without_waiting_for_a_backup(
    tmp_path: Path, key: tuple[Envelope, Envelope], damaged: bool
) -> None:
    url, folder = f"sqlite:///{tmp_path / 'here.db'}", tmp_path / "backup"
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    for number in (0, 1):
        told(store, number)
    for day in (0, 1):
        take(store, url, folder, key[0], days=day)
    before = files(folder)
    assert not forget_erased(store, folder, NOW + timedelta(days=2), key[0])
    assert files(folder) == before
    erase(store, PHONES[0], NOW + timedelta(days=2, hours=1))
    assert forget_erased(store, folder, NOW + timedelta(days=2, hours=2), key[0])
    after = files(folder)
    assert (len(after), set(after) & set(before)) == (2, set())
    if damaged:
        after[-1].write_bytes(after[-1].read_bytes()[:-20])
    (folder / "erased.json").unlink()  # as in a copy that was carried away before
    there = f"sqlite:///{tmp_path / 'there.db'}"
    copy = opened(there, tmp_path / "there")
    put_back(copy, there, folder, key[1])
    said = all_of(copy)
    assert [text in said for text in (WORDS[0], PHONES[0], WORDS[1], PHONES[1])] == [False, False, True, True]
    take(store, url, folder, key[0], days=3)
    assert [file.name.partition(".db")[0] for file in files(folder)][-1] == generations(folder)[-1].name


def test_keys_are_left_to_a_backup_that_is_being_made(tmp_path: Path) -> None:
    """It has made keys that stand in no file yet, and ends by writing all."""
    url, folder = f"sqlite:///{tmp_path / 'here.db'}", tmp_path / "backup"
    store = opened(url, tmp_path / "blobs")
    migrate(store.engine)
    with pytest.raises(NotFound):
        forget_erased(store, folder, NOW, Envelope())
    take(store, url, folder, Envelope())
    with alone(folder, wait=True), pytest.raises(Conflict):
        forget_erased(store, folder, NOW + timedelta(hours=1), Envelope())


class Fixed:
    """The same key for each of these owners."""

    def __init__(self, *owners: str) -> None:
        self.keys = {owner: owner.encode().ljust(32, b"k")[:32] for owner in owners}

    def of(self, owners: object) -> dict[str, bytes]:
        return self.keys


@pytest.mark.parametrize(
    ("table", "row", "owner", "blank"),
    [
        ("tickets", {"number": "KP-1", "person": "p", "address": "a", "fields": "{}", "resolution": None},
         "case:KP-1", {"number": "KP-1", "person": "", "address": "", "fields": "{}", "resolution": None}),
        ("envelopes", {"id": 3, "person": "p", "body": b"\x00raw", "facts": '"x"', "reason": "why"},
         "envelope:3", {"id": 3, "person": "", "body": None, "facts": "{}", "reason": None}),
        ("messages", {"envelope_id": 3, "conversation_id": None, "sender": "s", "text": "", "full_text": None,
                      "details": "{}"},
         "envelope:3", {"envelope_id": 3, "conversation_id": None, "sender": "", "text": "", "full_text": None,
                        "details": "{}"}),
        ("outbox", {"id": 3, "conversation_id": "c", "person": "p", "message": "m", "reason": None},
         "conversation:c", None),
    ],
)  # fmt: skip
def test_a_row_comes_back_as_it_was_or_without_its_words(
    table: str, row: dict[str, str], owner: str, blank: dict[str, str] | None
) -> None:
    rows = rows_of(table, list(row))
    assert rows is not None
    [sealed] = rows.seal([list(row.values())], Fixed(owner))
    assert rows.open([sealed], Fixed(owner)) == [list(row.values())]
    hidden = [value for value in row.values() if isinstance(value, str | bytes) and str(value) in str(sealed[1:])]
    assert all(value in (owner.partition(":")[2], "{}", "") for value in hidden if len(str(value)) > 2)
    assert rows.open([sealed], Fixed()) == [None if blank is None else list(blank.values())]
    other = Fixed(owner)
    other.keys[owner] = b"another".ljust(32, b"x")
    if blank is not None:
        with pytest.raises(Malformed):
            rows.open([sealed], other)


def test_every_sealed_column_of_a_case_is_sealed_by_its_key() -> None:
    for table in Base.metadata.sorted_tables:
        sealed = {one.name for one in table.columns if isinstance(one.type, SealedText | SealedJson | SealedBytes)}
        if not sealed or table.name in LEFT_OUT:
            continue
        assert (table.name in OWNED) != (table.name in OTHERS), f"say whose {table.name} is"
        if table.name in OWNED:
            assert sealed <= set(OWNED[table.name].columns), table.name


def test_keys_are_made_once_and_destroyed(store: Store) -> None:
    making = Making(store)
    first = making.of(["case:1", "case:2"])
    assert Making(store).of(["case:1"])["case:1"] == first["case:1"] != first["case:2"]
    assert (Making(store).is_new("case:2"), Making(store).is_new("case:3")) == (False, True)
    with store.write() as session:
        erasures.note(session, erasures.CASE, ["1"], NOW)
        assert set(dict(own_keys.every(session))) == {"case:2"}
    with making.file() as file, sqlite3.connect(file.name) as connection:
        assert [owner for (owner,) in connection.execute("SELECT owner FROM keys")] == ["case:2"]
