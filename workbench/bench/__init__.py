"""How fast it is, beside how fast it could be: both are measured in the same run, in turns, and the ratio is told.

Each bench is a module with ``measure(config: Path, quick: bool, tell: Tell) -> list[Measure]``, named in ``BENCHES``.
place.py makes a gateway of its own in a temporary folder, postgres.py a database, load.py and citizens.py are the other
side, provider.py stands in for Twilio, results.py, plots.py and page.py say what came out.
"""

USUAL = {
    "accept": "workbench.bench.accept",
    "mail": "workbench.bench.mail",
    "turn": "workbench.bench.turn",
    "whole": "workbench.bench.whole",
    "idle": "workbench.bench.idle",
    "ivr": "workbench.bench.ivr",
    "letter": "workbench.bench.letter",
}
"""Name → module. In this order they are run."""

LONG = {
    "scale": "workbench.bench.scale",
    "growth": "workbench.bench.growth",
    "pages": "workbench.bench.pages",
    "sums": "workbench.bench.sums",
    "fair": "workbench.bench.fair",
}
"""Those that are run only when they are named."""

BENCHES = USUAL | LONG

TAKES_S = {"accept": 110, "mail": 110, "turn": 100, "whole": 170, "idle": 60, "ivr": 80, "letter": 60, "scale": 900}
"""About how long each takes on four idle cores, with PostgreSQL."""
QUICK_S = {"accept": 40, "mail": 30, "turn": 70, "whole": 90, "idle": 60, "ivr": 40, "letter": 30, "scale": 400}
