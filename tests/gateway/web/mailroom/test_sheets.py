"""Letters are split and joined, and what stands on their pages is read again."""

import pytest

from core.store.engine import Store
from core.store.evidence import media
from core.store.mailroom import layouts, letters, rereading
from core.store.mailroom.layouts import FieldBox, Layout, PagePicture, Sheet
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import conversations
from tests.gateway.web.mailroom.paper import ENGLISH, URDU, Mailroom, make_mailroom, picture


@pytest.fixture
def mailroom(store: Store) -> Mailroom:
    return make_mailroom(store)


def with_pages(mailroom: Mailroom, letter: int, count: int, boxes: dict[str, FieldBox] | None = None) -> None:
    """As if it had so many pages, and on them these boxes."""
    store = mailroom.house.house.store
    sha256 = store.blobs.put(picture())
    with store.write() as session:
        row = letters.get(session, letter)
        envelope, _ = letters.envelope_of(session, row)
        pages = tuple(PagePicture(sha256, 1000 + n, 1400, "en", 0.9, 0) for n in range(count))
        sheets = tuple(Sheet(envelope.provider_id, n) for n in range(count))
        usual = {"phone": FieldBox(0, 1, 2, 3, 4, 0.5), "cnic": FieldBox(count - 1, 1, 2, 3, 4, 0.5)}
        layouts.put(session, row.layout_key, Layout(pages, usual if boxes is None else boxes, sheets))


def layout(mailroom: Mailroom, letter: int) -> Layout:
    with mailroom.house.house.store.read() as session:
        return layouts.get(session, letters.get(session, letter).layout_key)


def waiting(mailroom: Mailroom) -> list[LetterRow]:
    with mailroom.house.house.store.read() as session:
        return list(letters.waiting(session))


def test_a_letter_is_split(mailroom: Mailroom) -> None:
    letter = mailroom.letter()
    with_pages(mailroom, letter, 3)
    clerk = mailroom.clerk()
    assert "Another letter begins with page" in clerk.get(f"/mailroom/{letter}").text
    path = f"/mailroom/{letter}/split"
    assert mailroom.post(clerk, path, version=mailroom.version(letter), page="1").status_code == 400
    assert mailroom.post(clerk, path, version=mailroom.version(letter), page="9").status_code == 400
    version = mailroom.version(letter)
    assert mailroom.post(clerk, path, version=version, page="3").status_code == 302
    assert mailroom.post(clerk, path, version=version, page="2").status_code == 409
    first, second = waiting(mailroom)
    assert first.id == letter
    assert [page.width for page in layout(mailroom, letter).pages] == [1000, 1001]
    assert set(layout(mailroom, letter).boxes or {}) == {"phone"}
    assert [page.width for page in layout(mailroom, second.id).pages] == [1002]
    assert (second.year, second.serial) == (2026, 2)
    assert {first.reread_in, second.reread_in} == {rereading.AS_IT_IS}
    with mailroom.house.house.store.read() as session:
        conversation = conversations.get(session, second.conversation_id)
        kept = media.of_conversation(session, second.conversation_id)
        persons = rereading.persons(session, mailroom.house.clock.now())
        assert len(rereading.wanted(session, persons[0])) == 2
    assert conversation is not None
    assert conversation.needs_person
    assert [one.filename for one in kept] == ["scan.pdf"], "the scan goes with both"
    assert clerk.get(f"/mailroom/{second.id}").status_code == 200


def test_a_letter_is_joined_to_another_and_parted_again(mailroom: Mailroom) -> None:
    first, second = mailroom.letter(ENGLISH), mailroom.letter(URDU)
    for letter in (first, second):
        with_pages(mailroom, letter, 2)
    clerk = mailroom.clerk()
    page = clerk.get(f"/mailroom/{second}").text
    assert "These are further pages of letter" in page
    path = f"/mailroom/{second}/join"
    assert mailroom.post(clerk, path, version=mailroom.version(second), to=str(second)).status_code == 409
    assert mailroom.post(clerk, path, version=mailroom.version(second), to="").status_code == 400
    answer = mailroom.post(clerk, path, version=mailroom.version(second), to=str(first))
    assert answer.location == f"/mailroom/{first}?done={second}"
    assert [one.id for one in waiting(mailroom)] == [first]
    assert len(layout(mailroom, first).pages) == 4
    assert "its pages were added to this one" in clerk.get(answer.location).text
    with mailroom.house.house.store.read() as session:
        row = letters.get(session, first)
        assert len(media.of_conversation(session, row.conversation_id)) == 2
        assert row.reread_in == rereading.AS_IT_IS
    assert mailroom.post(clerk, f"/mailroom/{second}/reopen", version=mailroom.version(second)).status_code == 302
    assert [one.id for one in waiting(mailroom)] == [first, second]
    assert [len(layout(mailroom, letter).pages) for letter in (first, second)] == [2, 2]
    with mailroom.house.house.store.read() as session:
        assert len(media.of_conversation(session, letters.get(session, first).conversation_id)) == 1


def test_what_another_clerk_has_is_not_added_to(mailroom: Mailroom) -> None:
    first, second = mailroom.letter(ENGLISH), mailroom.letter(URDU)
    for letter in (first, second):
        with_pages(mailroom, letter, 1)
    gul, saira = mailroom.clerk("gul"), mailroom.clerk("saira")
    saira.get(f"/mailroom/{first}")
    gul.get(f"/mailroom/{second}")
    path = f"/mailroom/{second}/join"
    answer = mailroom.post(gul, path, version=mailroom.version(second), to=str(first))
    assert answer.status_code == 409
    assert "Nothing was joined" in answer.text
    assert len(waiting(mailroom)) == 2


def test_what_is_being_read_again_waits_for_it_and_the_sweep_finds_it(mailroom: Mailroom) -> None:
    letter = mailroom.letter()
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    path = f"/mailroom/{letter}"
    assert (
        mailroom.post(clerk, f"{path}/read-again", version=mailroom.version(letter), language="ur").status_code == 302
    )
    assert clerk.get(f"{path}/reading").status_code == 200
    form = {"version": mailroom.version(letter), "do": "register", "confirm_phone": "on"}
    assert mailroom.post(clerk, path, **form).status_code == 409
    mailroom.house.queue.jobs.clear()  # Redis was wiped
    assert mailroom.house.sweep() >= 1
    assert [name for name, _ in mailroom.house.queue.jobs] == ["ingest"]
    with mailroom.house.house.store.write() as session:
        rereading.ended(session, letter, None)
    assert clerk.get(f"{path}/reading").status_code == 204
