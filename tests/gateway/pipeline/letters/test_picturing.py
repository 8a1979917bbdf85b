"""A real page through real reading: its picture and the places of its fields are kept, also when it is read again."""

from dataclasses import replace

import cv2
import numpy as np
from sqlalchemy import select

from channels.letters import Settings, build
from core.complaint import Field, Source
from core.messages import Envelope
from core.store.engine import Store
from core.store.mailroom import layouts, letters
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import conversations
from gateway.pipeline.accept import accept
from gateway.pipeline.letters.picturing import keeping
from gateway.pipeline.letters.rereading import read_again
from tests.channels.letters.files import encoded, page
from tests.fakes.house import TestHouse, make_house

WORDS = "Phone: 0300-1234567 and the road to our village is gone"


def mailroom(store: Store) -> tuple[TestHouse, str]:
    """A house with one letter read; the letter's person."""
    made = make_house(store)
    made.house = replace(made.house, channels={"letters": keeping(build(Settings()), store)})
    body = encoded(page(WORDS), "PNG")
    accepted = accept(made.house, made.house.channels["letters"], Envelope("letters", "one", body, made.clock.now()))
    made.work()
    with store.write() as session:
        assert letters.enrol(session) == 1
        assert letters.enrol(session) == 0
    return made, accepted.person


def test_pictures_and_places_are_kept_and_what_a_clerk_said_outlives_a_new_reading(store: Store) -> None:
    made, person = mailroom(store)
    with store.read() as session:
        letter = session.scalars(select(LetterRow)).one()
        layout = layouts.get(session, letter.layout_key)
        conversation = conversations.get(session, letter.conversation_id)
    assert conversation is not None
    assert conversation.needs_person
    (kept,) = layout.pages
    shown = cv2.imdecode(np.frombuffer(store.blobs.get(kept.sha256), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    assert shown.shape == (kept.height, kept.width)
    box = layout.box("phone")
    assert box is not None
    ink = shown[box.top : box.top + box.height, box.left : box.left + box.width]
    assert ink.min() < 100 < ink.mean(), "there are words in the box"
    (number,) = box.words
    assert (number.page, number.left, number.width) == (0, box.left, box.width)
    assert 0 < number.percent <= 100

    said = Field("Gul Khan", 1.0, Source.CLERK)
    with store.write() as session:
        row = letters.get(session, letter.id)
        row.reread_in = "en"
        known = conversation.complaint.forget("phone").learn({"complainant_name": said})
        conversations.save(session, conversation.with_(complaint=known, language="ps"))
    read_again(made.house, person)
    with store.read() as session:
        row = letters.get(session, letter.id)
        after = conversations.get(session, letter.conversation_id)
    assert (row.reread_in, row.reread_problem, row.version) == (None, None, 2)
    assert after is not None
    assert after.language == "en"
    assert after.complaint.fields["phone"].value == "+923001234567"
    assert after.complaint.fields["complainant_name"] == said
