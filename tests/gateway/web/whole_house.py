"""A house in which every page of staff has something to show: tickets in their states, what was set aside, given up,
taken for a machine's, flagged, opened unusually often, and what administrators did."""

from sqlalchemy import select

from core.casework.flags import FlagKind
from core.messages import Envelope
from core.store.casework.tables import FlagRow
from core.store.engine import Store
from core.store.pipeline import envelopes, ways
from core.store.pipeline.tables import EnvelopeRow
from core.store.staff import access_log, admin_log, staff, unusual
from core.ticket import Role
from gateway.pipeline.accept import accept
from gateway.pipeline.timing import unusual_openings
from tests.gateway.web.desk.room import PHONE, Room, add_person, make_room, picture

URDU = "ہمارے محلے میں تین دن سے بجلی نہیں ہے۔ ٹرانسفارمر جل گیا ہے۔"


def whole_house(store: Store) -> Room:
    """The room of the desk with all of it. An administrator "boss" and a clerk "clerk" are added."""
    room = make_room(store)
    add_person(store, "boss", Role.ADMINISTRATOR, None)
    add_person(store, "clerk", Role.CLERK, None)
    record = {"complainant_name": "گل خان", "phone": PHONE, "latitude": "34.3512", "longitude": "72.0731"}
    number = room.open(URDU, language="ur", fields=record)
    room.add_file(number, picture(), "image/jpeg", "transformer.jpg")
    room.open("A live wire hangs over the school gate.", urgent=True, person="tel:+923007654321")
    solved = room.open("The street is dark", person="tel:+923007654322", category="municipal", district="Paharpur")
    _tickets(room, number, solved)
    room.house.clock.pass_(days=37)
    room.open("The meter is burnt", person="tel:+923007654323")
    _set_aside(room)
    _watched(room, solved)
    _administered(room)
    return room


def _tickets(room: Room, number: str, solved: str) -> None:
    head, everywhere = room.sign_in("head"), room.sign_in("everywhere")
    room.do(head, number, "reply", words="ہم کل آئیں گے۔")
    room.do(head, number, "note", words="called them")
    room.do(room.sign_in(), room.numbers[0], "take")
    room.do(head, room.numbers[0], "reject", reason="in_court", words="there is a stay order")
    room.do(everywhere, solved, "propose", words="the light burns")


def _set_aside(room: Room) -> None:
    house = room.house.house
    room.house.hear("boom", id="M-boom")
    now = house.clock.now()
    with room.store.write() as session:
        row = session.scalars(select(EnvelopeRow).where(EnvelopeRow.provider_id == "M-boom")).one()
        envelopes.set_aside(session, row.id, "Traceback\n  File x\nValueError: no such thing")
        ways.shut(session, "string", "string", "63016", "the sender is not known", now)
    accept(house, room.house.channel, Envelope("string", "M-later", b'{"from": "+923001112222", "text": "a"}', now))


def _watched(room: Room, solved: str) -> None:
    now = room.house.clock.now()
    office = room.get(solved).office_id or 0
    with room.store.write() as session:
        officer = staff.by_username(session, "officer")
        assert officer is not None
        for kind in FlagKind:
            session.add(
                FlagRow(
                    ticket=solved, kind=kind.value, office_id=office, by=str(officer.actor), count=3, of=9, seen_at=now
                )
            )
        for count in range(30):
            access_log.write_down(session, officer.id, "case", str(count), now, reason="I want to know")
        access_log.write_down(session, officer.id, "search", "", now, reason="bijli")
    unusual_openings(room.house.house)
    with room.store.read() as session:
        assert unusual.count(session, None, 0)


def _administered(room: Room) -> None:
    now, boss = room.house.clock.now(), 1
    with room.store.write() as session:
        for what, about, details in (
            ("add", "bibi.gul", {"role": "department_head", "office": room.code}),
            ("post", room.code, {"status": "on_leave", "holder": "Gul Khan"}),
            ("offices", "table", {"read": 3, "new": 1, "changed": 2, "posts": 0}),
            ("deadlines", "categories", {"before": {}, "after": {"water_supply": 4.5}}),
            ("text", "1_received (roman_ur)", {}),
            ("person_show", "phone", {"cases": ["KP-2026-000001-1"]}),
            ("resend", "string 63016", {"messages": 4, "hours": 24}),
            ("dismiss", "17", {"why": "a test"}),
            ("is a complaint", "18", {}),
        ):
            admin_log.write_down(session, boss, what, about, now, **details)
        admin_log.by_command_line(session, "leave", "bibi.gul", now)
