#!/usr/bin/env bash
# arabic-reshaper 3.1.0: a Pashto letter breaks the letters beside it apart.
#
# Seen: in "بښب" (beh, xin, beh) both behs come out in their isolated form U+FE8F; in Urdu's "بہب" they come out joined,
# U+FE91 at the beginning and U+FE90 at the end.
# One would guess U+FE91 and U+FE90 in both: xin joins to both sides (ArabicShaping.txt: U+069A; SEEN; dual joining). It
# has no presentation form of its own, and the package takes a letter without one for a letter that does not join.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install arabic-reshaper==3.1.0
"$work/venv/bin/python" - <<'PYTHON'
from arabic_reshaper import reshape

def shaped(text):
    return [f"{ord(sign):04X}" for sign in reshape(text)]

urdu, pashto = shaped("بہب"), shaped("بښب")
print(urdu, pashto)
assert urdu[0] == "FE91" and urdu[-1] == "FE90", "Urdu's neighbours are joined no longer"
assert pashto == ["FE8F", "069A", "FE8F"], "arabic-reshaper behaves otherwise now"
PYTHON
