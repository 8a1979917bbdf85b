"""A case of a caller's that its office says is solved."""

from core.casework import propose_resolution
from core.store.casework import tickets
from core.ticket import Actor, Role, Ticket
from tests.fakes.helpline import CALLER, Line, tell

OFFICER = Actor(Role.OFFICER, "7")


def proposed(line: Line, sender: str = CALLER, language: str = "en") -> Ticket:
    """Told by telephone, registered, and proposed as solved."""
    call = line.dial(sender)
    tell(call, language, confirm=True)
    call.hang_up()
    with line.house.house.store.read() as session:
        [ticket] = tickets.of_person(session, f"tel:{sender}")
    return propose(line, ticket.number)


def propose(line: Line, number: str) -> Ticket:
    """The office says that it is solved."""
    line.house.clock.pass_(minutes=1)
    house = line.house.house
    with house.store.write() as session:
        now = house.clock.now()
        return house.cases.do(session, number, lambda t, at, p: propose_resolution(t, "done", OFFICER, at, p), now)
