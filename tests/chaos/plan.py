"""How much, how long, on what."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """One run: until ``messages`` are acknowledged or ``minutes`` are over, whichever comes first.

    ``every``: seconds from one kill to the next, at least and at most. ``settle_s``: how long the house may take
    afterwards until nothing waits.
    """

    messages: int = 20_000
    minutes: float = 30
    kills: int = 200
    seed: int = 1
    database: str = "postgresql"
    rasa: bool = False
    citizens: int = 40
    hurried: float = 0.25
    """The share of them who write on without waiting for answers."""
    every: tuple[float, float] = (1.0, 2.0)
    letters: int = 20
    calls_at_once: int = 2
    mails_at_once: int = 6
    workers: int = 3
    """Of ingest; one fewer of deliver, and at most two processes of the web."""
    settle_s: float = 400
    json: Path | None = None
    log: Path | None = None
    """Where the house's own log is kept."""


def plan_of(arguments: Sequence[str]) -> Plan:
    """The plan that a command line asks for."""
    usual = Plan()
    parser = ArgumentParser("make chaos", description=__doc__)
    parser.add_argument("--messages", type=int, default=usual.messages)
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="stop after so long in any case")
    parser.add_argument("--kills", type=int, default=usual.kills, help="go on until there were so many")
    parser.add_argument("--seed", type=int, default=usual.seed, help="of the killer's dice and the citizens'")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default=usual.database)
    parser.add_argument("--rasa", action="store_true", help="with Rasa, killed like the others; else plain questions")
    parser.add_argument("--citizens", type=int, default=usual.citizens, help="on WhatsApp at once")
    parser.add_argument("--hurried", type=float, default=usual.hurried, help="the share of them who wait for no answer")
    parser.add_argument("--mails-at-once", type=int, default=usual.mails_at_once, help="by SMTP")
    parser.add_argument("--calls-at-once", type=int, default=usual.calls_at_once)
    parser.add_argument("--every", type=float, nargs=2, default=usual.every, help="seconds between two kills")
    parser.add_argument("--letters", type=int, default=usual.letters)
    parser.add_argument("--workers", type=int, default=usual.workers)
    parser.add_argument("--settle-s", type=float, default=usual.settle_s)
    parser.add_argument("--json", type=Path, help="write the result there")
    parser.add_argument("--log", type=Path, help="keep what the house said there")
    return Plan(**vars(parser.parse_args(arguments)))
