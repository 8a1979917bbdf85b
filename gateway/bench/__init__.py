"""How fast it is, beside how fast it could be: both are measured in the same run, in turns, and the ratio is told.

Each bench is a module with ``measure(config: Path, quick: bool, tell: Tell) -> list[Measure]``, named in ``BENCHES``.
place.py makes a gateway of its own in a temporary folder, load.py is the other side, results.py says what came out.
"""

BENCHES = {
    "accept": "gateway.bench.accept",
    "turn": "gateway.bench.turn",
    "mail": "gateway.bench.mail",
}
"""Name → module. In this order they are run."""
