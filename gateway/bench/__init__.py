"""How fast it is, beside how fast it could be: both are measured in the same run, in turns, and the ratio is told.

Each bench is a module with ``measure(config: Path, quick: bool, tell: Tell) -> list[Measure]``, named in ``BENCHES``.
place.py makes a gateway of its own in a temporary folder, postgres.py a database, load.py and citizens.py are the other
side, provider.py stands in for Twilio, results.py and plots.py say what came out.
"""

USUAL = {
    "accept": "gateway.bench.accept",
    "mail": "gateway.bench.mail",
    "turn": "gateway.bench.turn",
    "whole": "gateway.bench.whole",
    "idle": "gateway.bench.idle",
    "ivr": "gateway.bench.ivr",
    "letter": "gateway.bench.letter",
}
"""Name → module. In this order they are run."""

LONG = {
    "scale": "gateway.bench.scale",
    "growth": "gateway.bench.growth",
    "pages": "gateway.bench.pages",
    "sums": "gateway.bench.sums",
}
"""Those that are run only when they are named."""

BENCHES = USUAL | LONG
