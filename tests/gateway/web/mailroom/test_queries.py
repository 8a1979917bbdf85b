"""What the queue tells of files and letters that are on nobody's desk."""

import pytest

from core.store.engine import Store
from core.store.pipeline.tables import EnvelopeRow
from core.store.staff import staff
from tests.gateway.web.mailroom.paper import Mailroom, make_mailroom


@pytest.fixture
def mailroom(store: Store) -> Mailroom:
    return make_mailroom(store)


@pytest.mark.parametrize(
    ("name", "shown"), [("complaint of Gul Khan.pdf", False), ("17301-1234567-1.pdf", False), ("scan-0012.pdf", True)]
)
def test_a_file_is_named_to_whoever_brought_it_alone_unless_a_machine_named_it(
    mailroom: Mailroom, name: str, shown: bool
) -> None:
    mailroom.letter({"text": "", "language": "en", "found": {}}, name=name)
    clerk, brought_it = mailroom.clerk(), mailroom.clerk("saira")
    now = mailroom.house.clock.now()
    with mailroom.house.house.store.write() as session:
        saira = staff.by_username(session, "saira")
        assert saira is not None
        for state in ("waiting", "set_aside"):
            for n, facts in enumerate([{"filename": name}, {"filename": name, "uploaded_by": str(saira.id)}]):
                row = {
                    "channel": "letters",
                    "provider_id": f"{state}{n}",
                    "person": f"file:{state}{n}",
                    "body": b"%PDF",
                }
                session.add(EnvelopeRow(**row, received_at=now, facts=facts, state=state))
    assert clerk.get("/mailroom").text.count(f">{name}<") == (5 if shown else 0)
    assert brought_it.get("/mailroom").text.count(f">{name}<") == (5 if shown else 2)
