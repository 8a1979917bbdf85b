"""``make chaos``: a run, its table, and an exit status."""

import json
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

from tests.chaos.plan import plan_of
from tests.chaos.storm import storm


def main() -> int:
    plan = plan_of(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started and mounted is cleared away
    say, hint = _to(sys.stdout), _to(sys.stderr)
    made = storm(plan, lambda line: hint(f"{datetime.now(UTC):%H:%M:%S} {line}"))
    say("| what | found |\n| --- | --- |")
    for what, found in made.rows:
        say(f"| {what} | {found} |")
    for line in made.wrong:
        say(f"BROKEN: {line}")
    if plan.json:
        plan.json.write_text(json.dumps(made.as_json(), indent=2, default=str) + "\n", encoding="utf-8")
    return 1 if made.wrong else 0


def _to(stream: TextIO) -> Callable[[str], None]:
    def say(line: str) -> None:
        stream.write(line + "\n")
        stream.flush()

    return say


if __name__ == "__main__":
    raise SystemExit(main())
