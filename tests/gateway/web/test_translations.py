"""Every text of the pages is marked, and there in Urdu and in Pashto with the same placeholders."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from lxml import html  # type: ignore[import-untyped]

import gateway.web
from gateway import reasons

WEB = Path(gateway.web.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
FORMATS = {"PDF, TIFF, JPEG, PNG, HEIC", "CSV", "JSON", "datapackage.json", "catalog.jsonld"}
SAME_IN_EVERY_LANGUAGE = {"Arzi", "عرضی", "KP-2026-000123-8"} | FORMATS
OF_ONE_LANGUAGE = "ancestor::*[@lang][not(self::html)]"
"""What is marked as being in one language."""
SPOKEN = ("title", "placeholder", "aria-label", "alt")


@cache
def texts() -> frozenset[str | tuple[str, ...]]:
    """What is marked in the code and in the templates, and why things are not done; of a plural both."""
    with (WEB / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(WEB), methods, options, keywords=KEYWORDS)
    why = extract_from_file("python", reasons.__file__, keywords=KEYWORDS)
    return frozenset([*(message for _, _, message, _, _ in found), *(message for _, message, _, _ in why)])


def catalogue(language: str) -> Catalog:
    with (WEB / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def templates() -> list[Path]:
    return sorted((WEB / "templates").rglob("*.html"))


def unmarked(source: str) -> Iterator[str]:
    """Words of a template that stand in it bare."""
    page = html.document_fromstring(f"<body>{JINJA.sub('', source)}</body>")
    for element in page.iter():
        if not isinstance(element.tag, str) or element.xpath(OF_ONE_LANGUAGE):
            continue
        inside = () if element.tag == "kbd" or element.get("lang") else (element.text, *map(element.get, SPOKEN))
        for text in (*inside, element.tail):
            words = " ".join((text or "").split()).strip("·:.,()[]–—/%→←")
            if re.search(r"[^\W\d_]{2}", words) and words.strip() not in SAME_IN_EVERY_LANGUAGE:
                yield words


@pytest.mark.parametrize("language", ["ur", "ps"])
def test_every_text_is_translated(language: str) -> None:
    known = catalogue(language)
    for text in texts():
        single = text if isinstance(text, str) else text[0]
        message = known.get(single)
        assert message is not None, f"make translations: {single!r} is not in the catalogue"
        translated = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert not message.fuzzy, single
        assert all(one.strip() for one in translated), f"not translated: {single!r}"
        wanted = set(PLACEHOLDER.findall(single if isinstance(text, str) else text[1]))
        assert set(PLACEHOLDER.findall(translated[-1])) == wanted, single


@pytest.mark.parametrize("template", templates(), ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_no_text_stands_bare_in_a_template(template: Path) -> None:
    assert list(unmarked(template.read_text())) == []


def test_bare_words_are_found() -> None:
    assert list(unmarked('<p title="A hint">{{ _("Marked") }} and bare</p>')) == ["and bare", "A hint"]
