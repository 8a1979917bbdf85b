#!/usr/bin/env bash
# inscriptis 2.7.6: words of neighbouring <section>, <dl>, <fieldset> and <summary> run into one.
#
# Seen: <section>one</section><section>two</section> gives "onetwo"; <dl><dt>Name</dt><dd>Ali</dd></dl> gives "NameAli";
# a <legend> and a <summary> stick to what follows them. <article> and <address> are separated.
# One would guess lines of their own for all: by the HTML standard's rendering section each of these is displayed as a
# block (or begins one), and browsers do so. Forms that offices mail are made of dl and fieldset, so that a name and its
# label become one word.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install inscriptis==2.7.6
"$work/venv/bin/python" - <<'PYTHON'
from inscriptis import get_text

pages = {
    "<section>one</section><section>two</section>": "onetwo",
    "<dl><dt>Name</dt><dd>Ali</dd></dl>": "NameAli",
    "<fieldset><legend>House</legend>4</fieldset><fieldset>Street</fieldset>": "House4Street",
    "<details><summary>More</summary>text</details>": "Moretext",
    "<article>one</article><article>two</article>": "one\ntwo",
}
seen = {page: get_text(page) for page in pages}
print(seen)
assert seen == pages, "inscriptis behaves otherwise now"
PYTHON
