"""A complaint from the first message to its tracking number, in four languages, through every real process."""

import re
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from core.store.casework import tickets
from core.store.pipeline.tables import EnvelopeRow, MessageRow
from tests.journeys.installation import Installation, installed
from tests.services.rasa import RunningRasa, running_rasa
from tests.services.redis import running_redis
from tests.services.waiting import wait_until

NUMBER = re.compile(r"KP-20\d\d-\d{6}-\d")
PATIENCE_S = 180
"""Starting a process beside much else takes a minute; nothing depends on it."""


@dataclass
class Citizen:
    """A person with a phone, who waits for each answer."""

    house: Installation
    number: str

    def __post_init__(self) -> None:
        self.house.simulator("PUT", f"/phones/{self.number}", {"name": "Gul Khan"})

    def say(self, text: str, **more: object) -> str:
        """Write, and wait for what comes back."""
        before = len(self.house.answers(self.number))
        self.house.write(self.number, text, **more)
        return self.hear(before)

    def hear(self, before: int) -> str:
        wait_until(
            lambda: len(self.house.answers(self.number)) > before and self.house.has_answered(self.number),
            PATIENCE_S,
            every=0.1,
            what=f"an answer\n{self.house.logs()}",
        )
        return "\n".join(str(message["text"]) for message in self.house.answers(self.number)[before:])

    def tell(self, lines: Sequence[str]) -> str:
        """Say one line after another until a tracking number is heard; all that was heard."""
        heard = []
        for line in lines:
            heard.append(self.say(line))
            if NUMBER.search(heard[-1]):
                break
        return "\n".join(heard)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, rasa: RunningRasa) -> Iterator[Installation]:
    with running_redis() as redis_url, installed(tmp_path_factory.mktemp("road"), redis_url, rasa, 4) as house:
        yield house


def rows(house: Installation, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(house.folder / "var/arzi.db")) as database:
        return database.execute(query).fetchall()


JOURNEYS = {
    "en": (
        [
            "There has been no electricity in our village for three days",
            "Mardan",
            "Katlang road, near the mosque",
            "yes",
        ],
        ["district", "exact place", "Is this right"],
    ),
    "roman_ur": (
        ["3 din se bijli nahi hai", "Swabi", "mohalla Bam Khel", "haan ji theek hai"],
        ["zile", "jagah", "durust"],
    ),
    "ur": (
        ["ہمارے گاؤں میں تین دن سے پانی نہیں آ رہا", "چارسدہ", "گاؤں عمرزئی", "جی ہاں"],
        ["ضلع", "جگہ", "درست"],
    ),
    "ps": (
        ["زموږ په کلي کې بریښنا نشته", "سوات", "مټه کلی", "هو سم دي"],
        ["ضلع", "ځای", "سم"],
    ),
}


@pytest.mark.parametrize("language", JOURNEYS)
def test_from_one_line_to_a_tracking_number(house: Installation, language: str) -> None:
    lines, questions = JOURNEYS[language]
    citizen = Citizen(house, f"+92300111{list(JOURNEYS).index(language):04d}")
    heard = citizen.tell(lines)
    number = NUMBER.search(heard)
    assert number, heard
    for question in questions:
        assert question in heard
    [(state, spoken, district)] = rows(
        house, f"SELECT state, language, district FROM tickets WHERE number = '{number[0]}'"
    )
    assert spoken == language
    assert district == {"en": "Mardan", "roman_ur": "Swabi", "ur": "Charsadda", "ps": "Swat"}[language]
    assert state in ("registered", "assigned")
    assert number[0] in citizen.say("status?")


def test_a_correction_a_digression_and_back(house: Installation) -> None:
    citizen = Citizen(house, "+923002220001")
    citizen.say("hamari gali ki nali band hai, ganda pani khara hai")
    status = citizen.say("pehle meri dusri shikayat ka status batayein KP-2026-000001-5")
    assert "KP-2026-000001-5" in status
    citizen.say("Mardan")
    summary = citizen.say("mohalla Bagh-e-Iram")
    assert "Mardan" in summary
    corrected = citizen.say("nahi, zila Swabi hai")
    assert "Swabi" in corrected
    assert NUMBER.search(citizen.say("ji haan"))
    with house.reading() as session:
        assert [ticket.district for ticket in tickets.of_person(session, "tel:+923002220001")] == ["Swabi"]


def test_cancel_and_a_new_complaint(house: Installation) -> None:
    citizen = Citizen(house, "+923002220002")
    citizen.say("gas nahi aa rahi")
    citizen.say("rehne dein, cancel kar dein")
    with house.reading() as session:
        assert tickets.of_person(session, "tel:+923002220002") == []
    heard = citizen.tell(["school mein teacher nahi aate, Nowshera", "Pabbi", "haan"])
    assert NUMBER.search(heard), heard


def test_fast_messages_are_one_conversation_in_order(house: Installation) -> None:
    number = Citizen(house, "+923002220004").number
    words = ["salam", "bijli ka masla hai", "transformer jal gaya", "3 din ho gaye", "Kohat mein"]
    for line in words:
        house.write(number, line)

    def heard() -> list[tuple[str, str | None]]:
        with house.reading() as session:
            chosen = select(MessageRow.text, MessageRow.conversation_id).join(
                EnvelopeRow, EnvelopeRow.id == MessageRow.envelope_id
            )
            found = session.execute(chosen.where(EnvelopeRow.person == f"tel:{number}").order_by(MessageRow.id))
            return [(text, conversation) for text, conversation in found]

    wait_until(lambda: len(heard()) == len(words), PATIENCE_S, every=0.2, what=f"all of them\n{house.logs()}")
    assert [text for text, _ in heard()] == words
    assert len({conversation for _, conversation in heard()}) == 1


def test_rasa_and_the_worker_killed_in_the_middle(tmp_path: Path) -> None:
    """kill -9 of each: the plain questions go on without Rasa, and Rasa goes on from there when it is back."""
    (tmp_path / "rasa").mkdir()
    (tmp_path / "house").mkdir()
    with running_redis() as redis_url, running_rasa(tmp_path / "rasa") as first:
        port = int(first.url.rpartition(":")[2])
        with installed(tmp_path / "house", redis_url, first) as house:
            citizen = Citizen(house, "+923003330001")
            citizen.say("3 din se bijli nahi hai")
            first.kill()
            without = citizen.say("Mardan")
            assert "jag" in without.lower(), without
            with running_rasa(tmp_path / "rasa", port=port):
                before = len(house.answers(citizen.number))
                house.write(citizen.number, "Katlang road")
                house.process("worker").send_signal(signal.SIGKILL)
                with house.another_worker():
                    summary = citizen.hear(before)
                    assert "Mardan" in summary, summary
                    assert NUMBER.search(citizen.say("haan ji"))
    assert rows(house, "SELECT count(*) FROM tickets") == [(1,)]
