"""How long, how much, on what."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Soak:
    """One run on one database. ``complaints``: that begin in a minute, on all channels together. ``every_s``: between
    two measurements. ``warm``: the share of the run in which what is cached may still grow."""

    minutes: float = 60
    database: str = "sqlite"
    complaints: float = 30
    officers: int = 2
    rasa: bool = True
    every_s: float = 30
    warm: float = 0.3
    seed: int = 1
    json: Path | None = None
    log: Path | None = None


def soaks_of(arguments: Sequence[str]) -> tuple[Soak, ...]:
    """The runs that a command line asks for: one on each database where none is named."""
    usual = Soak()
    parser = ArgumentParser("make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="on each database")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--complaints", type=float, default=usual.complaints, help="that begin in a minute")
    parser.add_argument("--officers", type=int, default=usual.officers, help="at their desks")
    parser.add_argument("--no-rasa", dest="rasa", action="store_false", help="the plain questions ask")
    parser.add_argument("--every-s", type=float, default=usual.every_s, help="seconds between two measurements")
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--json", type=Path, help="write every measurement there")
    parser.add_argument("--log", type=Path, help="keep what the house said there")
    asked = vars(parser.parse_args(arguments))
    databases = ("sqlite", "postgresql") if asked["database"] == "both" else (asked["database"],)
    return tuple(Soak(**{**asked, "database": database}) for database in databases)
