#!/usr/bin/env bash
# python-stdnum 2.2, stdnum.pk.cnic: identity cards issued in Azad Jammu and Kashmir are refused.
#
# Seen: 71101-… is taken as Gilgit-Baltistan's and 61101-… as Islamabad's, and 82201-… raises InvalidComponent.
# One would guess that it is taken: the first digit is the province or territory of registration, and 8 is that of Azad
# Jammu and Kashmir. The module's table of provinces ends with 7.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install python-stdnum==2.2
"$work/venv/bin/python" - <<'PYTHON'
from stdnum.exceptions import InvalidComponent
from stdnum.pk import cnic

seen = [cnic.is_valid("61101-1234567-1"), cnic.is_valid("71101-1234567-1")]
try:
    cnic.validate("82201-1234567-1")
    seen.append("valid")
except InvalidComponent:
    seen.append("InvalidComponent")
print(seen)
assert seen == [True, True, "InvalidComponent"], "python-stdnum behaves otherwise now"
PYTHON
