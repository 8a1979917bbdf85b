"""Fills a store with the code of an older revision: run by make_store.py, in a checkout of that revision.

``python filling.py URL FOLDER``: the database, and the folder for its evidence. Every import but ``known`` is of that
revision: leave them as they are when something here gets another name.
What is in it: 20 tickets of a seeding over the offices of a few districts; a dialogue that made a ticket, and one that
waits for an answer; a scanned letter with its page; a call that made a ticket; somebody of the staff. Sealed with KEY.
"""

import sys
from dataclasses import replace
from pathlib import Path

from core.offices_csv import Line
from core.reference.offices.generate import generate
from core.store.people import staff
from gateway.accept import accept
from gateway.letters.kept import keeping
from gateway.seeding.run import Wish, seed
from known import ANSWERED, KEY, SEEDED, WAITING  # beside this file

from channels.letters import Settings, build
from core.messages import Envelope
from core.offices import Office
from core.store.casework import offices
from core.store.engine import Store, open_engine, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.mailroom import letters
from core.store.migrate import migrate
from core.store.sealing.reseal import check_key
from core.store.sealing.vault import Vault
from core.ticket import Role
from tests.channels.letters.files import encoded, page
from tests.fakes.helpline import Line as Telephone
from tests.fakes.helpline import helpline, tell
from tests.fakes.parts import START

LETTER = "Phone 0300-7654321"
WORDS = "There has been no light in our street for three days"


def fill(url: str, folder: Path) -> None:
    """All of it, in an empty database."""
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    store = open_store(url, FileBlobs(folder), vault=Vault([KEY]))
    with store.write() as session:
        check_key(session)
        offices.take(session, [Line(office, None) for office in some_offices()], START)
        staff.add(session, "bibi", "Bibi Gul", Role.ADMINISTRATOR, None, "no password", START)
    line = helpline(store)
    house = line.house.house
    seed(store, house.cases, Wish(SEEDED, 1, START), lambda _done, _rate: None, processes=1)
    line.house.house = replace(house, channels={**house.channels, "letters": keeping(build(Settings()), store)})
    write(line)
    send_a_letter(line, store)
    call = line.dial()
    tell(call, "en", confirm=True)
    line.house.work()
    store.close()


def some_offices() -> list[Office]:
    """Of each province one division's and district's: all of them would be half a megabyte."""
    every = list(generate())
    first = {office.province: office for office in reversed(every) if office.district}
    first |= {office.province: office for office in every if office.district == "Mardan"}
    return [
        office
        for office in every
        if office.division in (None, first[office.province].division)
        and office.district in (None, first[office.province].district)
        and office.tehsil is None
    ]


def write(line: Telephone) -> None:
    """Two citizens write; one of them answers all questions."""
    dialogue = (WORDS, "electricity", "Mardan", "Village Toru, near the school", "skip", "yes")
    for n, text in enumerate(dialogue):
        line.house.hear(text, id=f"answered {n}", sender=ANSWERED, **({"pictures": "1"} if n == 0 else {}))
        line.house.work()
    line.house.hear(WORDS, id="waiting 0", sender=WAITING)
    line.house.work()


def send_a_letter(line: Telephone, store: Store) -> None:
    """A scanned page, read and waiting for a clerk."""
    house = line.house.house
    body = encoded(page(LETTER, (1000, 300)), "PNG")
    accept(house, house.channels["letters"], Envelope("letters", "scan-1", body, house.clock.now()))
    line.house.work()
    with store.write() as session:
        letters.enrol(session)


if __name__ == "__main__":
    fill(sys.argv[1], Path(sys.argv[2]))
