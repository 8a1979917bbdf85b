"""Realistic complaints of all categories, in all languages, and the kind of office that each belongs to."""

import csv
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from core.casework.routing import Wanted, route, whom_about
from core.offices.directory import Directory
from core.offices.generate import generate
from core.reference.categories import categories
from core.text.urgent import danger

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TABLE = list(
    csv.DictReader(
        (Path(__file__).parent / "right_offices.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"
    )
)


@cache
def directory() -> Directory:
    return Directory(generate())


@pytest.mark.parametrize("row", TABLE, ids=[row["text"][:40] for row in TABLE])
def test_the_office_is_the_one_that_a_clerk_would_choose(row: dict[str, str]) -> None:
    about = whom_about(row["text"], row["category"], row["district"], directory())
    against = [about.id] if about is not None else []
    wanted = Wanted(row["category"], row["district"], row["text"], against, danger(row["text"]))
    assert route(wanted, directory(), NOW).office.kind == row["kind"]


def test_every_category_is_tried() -> None:
    assert {row["category"] for row in TABLE} == set(categories())


@pytest.mark.parametrize(
    ("category", "text", "kind"),
    [
        ("gas", "گیس نہیں اور چولہا بھی خراب ہے", "gas_office"),  # Urdu "and" is Pashto fire
        ("gas", "gas ka pressure kam hai aag nahi jalti", "gas_office"),
        ("gas", "cylinder phatne se ghar mein aag lag gayi", "rescue_office"),
        ("electricity", "transformer mein aag lagi thi ab bijli nahi", "power_division"),
        ("electricity", "short circuit se dukan ko aag lag gayi", "rescue_office"),
        ("municipal", "په بازار کې اور ولګېد او د اور وژلو موټر رانغی", "rescue_office"),
        ("identity_documents", "نادرا والے پیدائش سرٹیفکیٹ نہیں مان رہے", "nadra_district"),
        ("land_revenue", "qabristan ki zameen par qabza ho gaya", "revenue_officer"),
        ("roads", "main road hamare mohalle ke paas toot gayi hai", "works_division"),
        ("roads", "mohalle ki gali toot gayi hai", "local_council"),
        ("transport", "ویگن والے زیادہ کرایہ لیتے ہیں", "transport_office"),
        ("transport", "ٹریفک پولیس والے روز رکشہ روک کر پیسے لیتے ہیں", "police_district"),
        ("corruption", "پولیس په ناکه کې رشوت اخلي", "police_district"),
        ("corruption", "patwari aur police dono paise mangte hain", "anti_corruption_circle"),
        ("education", "زنانه ښوونځي ديوال نشته", "education_female"),
        ("education", "da jinako skool ke ubo nishta", "education_female"),
        ("education", "meri beti ke school mein pani nahi", "education_female"),
        ("education", "mere bete ke school mein pani nahi", "education_male"),
    ],
)
def test_what_a_word_beside_it_changes(category: str, text: str, kind: str) -> None:
    assert route(Wanted(category, "Mardan", text), directory(), NOW).office.kind == kind
