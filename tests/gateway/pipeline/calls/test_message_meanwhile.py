"""A message and a call of one person at the same moment: neither takes back what the other said."""

from sqlalchemy import select

from core.ports import Turn
from core.store.engine import Store
from core.store.pipeline import conversations
from core.store.pipeline.tables import ConversationRow
from tests.fakes.helpline import CALLER, KEYS, helpline
from tests.fakes.parts import ScriptedEngine


def test_keys_pressed_while_the_dialogue_thinks_about_a_message_stay(store: Store) -> None:
    engine = ScriptedEngine()
    line = helpline(store, engine)
    call = line.dial()
    call.press(KEYS["ur"])
    call.press("1")
    pressed: list[Turn] = []

    def meanwhile(turn: Turn) -> None:
        call.press("1")
        pressed.append(turn)

    engine.before = meanwhile
    line.house.hear("it is dark", id="M1", sender=CALLER, name="Gul Khan")
    line.house.work()
    assert [turn.text for turn in pressed] == ["it is dark"]
    with store.read() as session:
        [row] = session.scalars(select(ConversationRow)).all()
        found = conversations.get(session, row.id)
    assert found is not None
    assert {"category", "complainant_name", "phone"} <= set(found.complaint.fields)
    assert (found.channel, found.asking) == ("string", "district")

    engine.before = lambda turn: None
    call.press("1")
    with store.read() as session:
        after = conversations.get(session, row.id)
    assert after is not None
    assert after.complaint.get("complainant_name") == "Gul Khan"
