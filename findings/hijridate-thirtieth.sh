#!/usr/bin/env bash
# hijridate 2.6.0: a date that stands on Pakistani papers is refused as no date: 30 Ramazan 1444.
#
# Seen: Hijri(1444, 9, 30) raises ValueError "day must be in 1-29 for month, got '30'"; the 1st is 2023-03-23.
# One would guess that every day up to the 30th is taken, or a switch exists: the month began on that same 2023-03-23 in
# Pakistan, where the crescent decides, and Eid was on 2023-04-22, so 2023-04-21 was the 30th there. The package follows
# the Umm al-Qura table of Saudi Arabia only, in which that month has 29 days.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install hijridate==2.6.0
"$work/venv/bin/python" - <<'PYTHON'
from hijridate import Hijri

seen = [str(Hijri(1444, 9, 1).to_gregorian()), str(Hijri(1444, 10, 1).to_gregorian())]
try:
    seen.append(str(Hijri(1444, 9, 30).to_gregorian()))
except ValueError as error:
    seen.append(f"ValueError: {error}")
print(seen)
assert seen == ["2023-03-23", "2023-04-21", "ValueError: day must be in 1-29 for month, got '30'"], "otherwise now"
PYTHON
