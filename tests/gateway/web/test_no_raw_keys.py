"""No page shows a key of ours (water_supply), JSON or a placeholder that was not filled: every page is walked in every
language, and what people see of it is read. What is a code for people too (an office's in the table, a provider's
error) stands in <code>; what somebody wrote, and tracebacks, are not ours."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from tests.gateway.web.desk.room import Room
from tests.gateway.web.test_every_page import paths
from tests.gateway.web.whole_house import whole_house

KEY = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
BRACES = re.compile(r"[{}]|%\(\w+\)[sd]|\[\]")
NOT_OURS = ("script", "style", "code", "pre", "textarea", "kbd", "svg")
SPOKEN = ("title", "placeholder", "aria-label", "alt")
FILLED_IN = {"{number}", "{office}", "{category}"}
"""Placeholders that the page of texts tells administrators to write."""


@pytest.fixture
def room(migrated_sqlite: str, tmp_path: object) -> Iterator[Room]:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))  # type: ignore[operator]
    yield whole_house(store)
    store.close()


def shown(page: str) -> Iterator[str]:
    """What people see, or hear, of a page."""
    tree = html.document_fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        inside = element.xpath("|".join(f"ancestor-or-self::{tag}" for tag in NOT_OURS))
        if not inside:
            yield element.text or ""
            yield from (element.get(name) or "" for name in SPOKEN)
            if element.tag == "input" and element.get("type") in {None, "text", "search"}:
                yield element.get("value") or ""
        if not element.xpath("|".join(f"ancestor::{tag}" for tag in NOT_OURS)):
            yield element.tail or ""


def raw(page: str) -> list[str]:
    found = []
    for text in shown(page):
        bare = text
        for one in FILLED_IN:
            bare = bare.replace(one, "")
        found += [text.strip() for form in (KEY, BRACES) if form.search(bare)]
    return found


def more_paths(room: Room) -> list[str]:
    """Addresses with what they may be asked, beside the bare ones."""
    each = [f"/desk/{number}" for number in room.numbers]
    return [
        *each,
        "/desk?show=open&urgent=1",
        "/desk?show=waiting&department=power&age=8-30&due=past",
        "/desk/search?q=light",
        "/admin/offices?find=mardan",
        f"/admin/offices/{room.code}",
        "/admin/texts?of=roman_ur",
        f"/dashboards?office={room.code}",
        "/dashboards?area=Khyber Pakhtunkhwa",
        "/dashboards?area=Khyber Pakhtunkhwa/Mardan&department=power",
        "/audit?kind=searches",
    ]


def look(client: FlaskClient, path: str, language: str) -> list[str]:
    mark = "&" if "?" in path else "?"
    answer = client.get(f"{path}{mark}language={language}")
    assert answer.status_code == 200, path
    return raw(answer.get_data(as_text=True))


@pytest.mark.parametrize("language", ["en", "ur", "ps"])
def test_no_page_shows_a_raw_key_or_json(room: Room, language: str) -> None:
    client = room.sign_in("boss")
    found = {path: seen for path in [*paths(room), *more_paths(room)] if (seen := look(client, path, language))}
    supervisor = room.sign_in("everywhere")
    found |= {
        f"supervisor {path}": seen
        for path in more_paths(room)[: len(room.numbers)]
        if (seen := look(supervisor, path, language))
    }
    assert found == {}


@pytest.mark.parametrize("path", ["/admin/acts", "/audit/acts"])
def test_what_administrators_did_is_said_in_words(room: Room, path: str) -> None:
    page = room.sign_in("boss").get(path).get_data(as_text=True)
    for told in (
        "Department head; PESCO Division, Mardan",
        "on leave; Gul Khan",
        "3 rows read; 1 office new; 2 offices changed; 0 posts changed",
        "Drinking water: usual → 4.5 days",
        "The command line",
        "4 messages; of 24 hours",
        "KP-2026-000001-1",
    ):
        assert told in page, told


def test_the_walk_finds_what_it_looks_for() -> None:
    page = '<p title="water_supply">x {&#34;a&#34;: 1} <code>a_b</code> after_it <b>%(name)s</b></p>'
    assert raw(f"<!doctype html><body>{page}") == ['x {"a": 1}', "water_supply", "after_it", "%(name)s"]
