#!/usr/bin/env bash
# pypdfium2 5.15.2: a filled PDF form is drawn empty unless init_forms() was called on the document.
#
# Seen, with a form whose one field was filled by pypdf 7.1.1: rendering the page gives no dark pixel; after
# PdfDocument.init_forms() the same call draws the value.
# One would guess that render(), whose parameter may_draw_forms is True unless told otherwise, draws what every viewer
# shows. Without the form environment that parameter does nothing, and says nothing; an application form becomes a blank
# one.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install pypdfium2==5.15.2 pypdf==7.1.1 reportlab==5.1.0 numpy==2.2.6
"$work/venv/bin/python" - <<'PYTHON'
import io

import pypdfium2
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen import canvas

blank = io.BytesIO()
page = canvas.Canvas(blank, pagesize=(300, 200))
page.acroForm.textfield(name="name", x=50, y=100, width=200, height=30, borderWidth=0, fillColor=None, borderColor=None)
page.showPage()
page.save()
writer = PdfWriter(clone_from=PdfReader(io.BytesIO(blank.getvalue())))
writer.update_page_form_field_values(writer.pages[0], {"name": "Bakht Zamin"}, auto_regenerate=False)
filled = io.BytesIO()
writer.write(filled)


def dark_pixels(with_forms: bool) -> int:
    document = pypdfium2.PdfDocument(filled.getvalue())
    if with_forms:
        document.init_forms()
    return int((document[0].render(scale=2).to_numpy() < 128).any(axis=2).sum())


seen = dark_pixels(False), dark_pixels(True)
print("dark pixels without and with init_forms():", seen)
assert seen[0] == 0 < seen[1], "pypdfium2 behaves otherwise now"
PYTHON
