"""Every conversation of the table, with the real Rasa and with the plain questions that stand in for it."""

from statistics import median

import pytest

from nlu.client import RasaEngine
from nlu.fallback import PlainQuestions
from tests.nlu.conversations import Conversation, hold, table
from tests.services.rasa import RunningRasa

TABLE = table()
NAMES = [conversation.name for conversation in TABLE]


@pytest.fixture(scope="module")
def engine(rasa: RunningRasa) -> RasaEngine:
    return RasaEngine(rasa.url, rasa.secret)


def test_the_table_has_at_least_sixty_conversations() -> None:
    assert len(TABLE) >= 60
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("conversation", TABLE, ids=NAMES)
def test_with_rasa(conversation: Conversation, engine: RasaEngine) -> None:
    hold(conversation, engine, "rasa")


@pytest.mark.parametrize("conversation", TABLE, ids=NAMES)
def test_with_the_plain_questions(conversation: Conversation) -> None:
    hold(conversation, PlainQuestions(), "plain")


def test_a_one_line_complaint_takes_three_questions(engine: RasaEngine) -> None:
    """The median over the one-line complaints of the table, the summary's confirmation counted."""
    one_liners = [conversation for conversation in TABLE if conversation.one_line]
    assert len(one_liners) >= 12
    assert median(hold(conversation, engine, "rasa").questions for conversation in one_liners) <= 3
