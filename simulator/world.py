"""What every part of the simulator is handed: the account that it plays, its database, the office."""

from dataclasses import dataclass

from simulator.account import Account
from simulator.database import Database
from simulator.mailbox.office import Office


@dataclass(frozen=True, slots=True)
class World:
    """The world outside the gateway."""

    account: Account
    database: Database
    office: Office | None = None
