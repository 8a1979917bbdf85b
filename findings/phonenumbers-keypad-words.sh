#!/usr/bin/env bash
# phonenumbers 9.0.43: the words that stand for hidden callers pass as phone numbers.
#
# Voice providers spell ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE on the keypad where a caller hides.
# Seen: read as numbers of Pakistan all five are possible ones; +8656696 (UNKNOWN) and +86282452253 (UNAVAILABLE) are
# possible by themselves; +17378742833 (RESTRICTED with the +1 that some put before it) is even valid.
# One would guess that is_possible_number, or at least is_valid_number, refuses what is no subscriber's number: so all
# hidden callers become one person's phone where only the library is asked.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install phonenumbers==9.0.43
"$work/venv/bin/python" - <<'PYTHON'
import phonenumbers as p

words = {"ANONYMOUS": "266696687", "RESTRICTED": "7378742833", "BLOCKED": "2562533", "UNKNOWN": "8656696", "UNAVAILABLE": "86282452253"}
here = {word: p.is_possible_number(p.parse(keys, "PK")) for word, keys in words.items()}
abroad = {word: p.is_possible_number(p.parse(f"+{keys}", None)) for word, keys in words.items()}
restricted = p.is_valid_number(p.parse("+17378742833", None))
print(here, abroad, restricted)
assert all(here.values()), "phonenumbers behaves otherwise now"
assert [word for word, possible in abroad.items() if possible] == ["UNKNOWN", "UNAVAILABLE"]
assert restricted
PYTHON
