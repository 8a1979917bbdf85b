#!/usr/bin/env bash
# phonenumbers 9.0.43: parse() takes a WhatsApp business-scoped id for a phone number.
#
# Seen: parse("PK.3001234567", "PK") gives +923001234567, and is_valid_number says True. An id with more digits raises
# NumberParseException ("too long"), so that only some ids become numbers.
# One would guess NumberParseException for both: the text begins with letters and a full stop, is an account's id by
# Meta's rule (two letters of a country, a full stop, letters and digits), and names no number. The library looks for
# the first digit or plus anywhere in the text and leaves out what stands before it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install phonenumbers==9.0.43
"$work/venv/bin/python" - <<'PYTHON'
import phonenumbers

short, long = "PK.3001234567", "PK.13491208655302741918"
number = phonenumbers.parse(short, "PK")
seen = [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), phonenumbers.is_valid_number(number)]
try:
    phonenumbers.parse(long, "PK")
    seen.append("parsed")
except phonenumbers.NumberParseException as error:
    seen.append(error.error_type == phonenumbers.NumberParseException.TOO_LONG)
print(seen)
assert seen == ["+923001234567", True, True], "phonenumbers behaves otherwise now"
PYTHON
