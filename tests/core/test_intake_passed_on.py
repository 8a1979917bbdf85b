"""An answer by somebody to whom the mail was passed on: heard, and not taken for the complainant."""

from datetime import UTC, datetime

import pytest

from core.complaint import Complaint, Field, Source
from core.intake import learn
from core.messages import Address, InboundMessage
from core.store.conversations import Conversation

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
RECORD = Complaint({"email": Field("gul@example.org", 1.0, Source.CHANNEL)})
TOLD = Conversation("c1", "mailto:gul@example.org", "email", "gul@example.org", "en", NOW, NOW, RECORD)


@pytest.mark.parametrize(
    ("sender", "thread", "address"),
    [
        ("Gul@example.org", "c1", "Gul@example.org"),
        ("friend@example.org", "c1", "gul@example.org"),
        ("gul@example.org", None, "gul@example.org"),
    ],
)
def test_whose_complaint_it_is_does_not_change(sender: str, thread: str | None, address: str) -> None:
    message = InboundMessage(
        "email", "m2", Address(sender, "Some Body"), text="Swat", found={"email": (sender, 1.0)}, thread=thread
    )
    after = learn(TOLD, message, NOW)
    assert after.person == TOLD.person
    assert after.address == address
    assert after.complaint.get("email") == address
    assert (after.complaint.get("complainant_name") is None) is (sender == "friend@example.org")
