"""A second reader points at words; what is learnt is what our own proofs believe of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from core.asking import Asking
from core.errors import ReaderUnavailable
from core.ports import DialogueEngine, Turn
from nlu.evaluation.dialogue.engines import plain
from nlu.evaluation.dialogue.engines import with_second_reader as measured
from nlu.fallback import PlainQuestions
from nlu.second_look import doubted
from nlu.second_reading import with_second_reader

KNOWN = {
    "description": "no water",
    "category": "water_supply",
    "phone": "+923001112233",
    "complainant_name": "Gul Sher",
}


@dataclass
class Pointing:
    """A reader that points at ``words``, or is away."""

    words: str | None = None
    away: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    def point(self, text: str, field: str, language: str) -> str | None:
        self.asked.append((text, field))
        if self.away:
            raise ReaderUnavailable("TimeoutError")
        return self.words


def heard(reader: Pointing, text: str, asking: str, known: Mapping[str, str] = KNOWN) -> tuple[DialogueEngine, Turn]:
    return with_second_reader(PlainQuestions(), reader), Turn("c", "1", text, "en", known, asking)


def test_the_words_are_heard_as_the_answer_and_proven() -> None:
    text = "it goes by Mardan or Swabi side, between us Swabi I would say"
    engine, turn = heard(Pointing("Swabi"), text, "district")
    assert "district" not in PlainQuestions().turn(turn).fields
    result = engine.turn(turn)
    assert result.fields["district"].value == "Swabi"
    assert result.asking == "address"
    assert "description" not in result.fields


def test_the_evaluation_measures_with_it_alike() -> None:
    asked = {
        "conversation": "c",
        "id": "1",
        "text": "it goes by Mardan or Swabi side, between us Swabi I would say",
        "language": "en",
        "known": KNOWN,
        "asking": "district",
        "choice": None,
    }
    assert "district" not in plain()(asked)["fields"]
    assert measured(plain(), Pointing("Swabi").point)(asked)["fields"]["district"]["value"] == "Swabi"
    assert measured(plain(), Pointing(away=True).point)(asked) == plain()(asked)


def test_what_is_pointed_at_is_not_believed_without_proof() -> None:
    text = "se kya lena dena bhai tum ko"
    reader = Pointing("lena dena")
    engine, turn = heard(reader, text, "district")
    assert engine.turn(turn) == PlainQuestions().turn(turn)
    assert reader.asked == [(text, "district")]


def test_it_sees_neither_numbers_nor_names() -> None:
    reader = Pointing(None)
    engine, turn = heard(reader, "why should Gul Sher of 0300-1234567 tell you that", "district")
    engine.turn(turn)
    [(seen, _)] = reader.asked
    assert "Gul" not in seen
    assert "1234567" not in seen


def test_while_it_is_away_nothing_changes() -> None:
    engine, turn = heard(Pointing(away=True), "why should I tell you that", "district")
    assert engine.turn(turn) == PlainQuestions().turn(turn)


@pytest.mark.parametrize(
    ("text", "before", "after", "field"),
    [
        ("why do you ask", "district", "district", "district"),
        ("it is in Mardan", "district", "address", None),
        ("Dir", "district", "district:Upper Dir,Lower Dir", None),
        ("the pipe of the clinic", None, "category:health,water_supply", "category"),
        ("no water here", None, "category", None),
        ("something else", "category", "category:all", "category"),
        ("my name is hidden", "complainant_name", "complainant_name", None),
        ("yes it is", "confirmed", "confirmed", None),
    ],
)
def test_where_our_own_reading_is_unsure(text: str, before: str | None, after: str, field: str | None) -> None:
    assert doubted(text, Asking.read(before), Asking.read(after)) == field
