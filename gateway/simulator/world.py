"""What every part of the simulator is handed: the account that it plays and its database."""

from dataclasses import dataclass

from gateway.simulator.account import Account
from gateway.simulator.database import Database


@dataclass(frozen=True, slots=True)
class World:
    """The world outside the gateway."""

    account: Account
    database: Database
