"""``make soak``: a run on each database, its table, and an exit status."""

import signal
import sys
from datetime import UTC, datetime

from tests.soak.plan import soaks_of
from tests.soak.run import soak


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is cleared away
    wrong = 0
    for plan in soaks_of(sys.argv[1:]):
        found = soak(plan, _tell)
        sys.stdout.write(found.told() + "\n")
        sys.stdout.flush()
        wrong += len(found.wrong)
    return 1 if wrong else 0


def _tell(line: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {line}\n")


if __name__ == "__main__":
    raise SystemExit(main())
