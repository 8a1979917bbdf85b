"""Why something was not done reaches a person in their language: every kind of error, and every reason of a scan."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gateway
from core.errors import ArziError, Malformed
from gateway.reasons import TOLD, explain, explain_stored, in_words

ROOT = Path(gateway.__file__).parents[1]


def trees(*folders: str) -> Iterator[ast.AST]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield from ast.walk(ast.parse(file.read_text("utf-8")))


def text_of(node: ast.expr | None) -> str | None:
    """A text as it may look when it is said: whatever is put into it is a 7."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)
    return None


def tells() -> set[str]:
    """Every text in the code that an error tells, but those that are translated where they are said."""
    found: list[ast.expr] = []
    for node in trees("core", "channels", "gateway"):
        match node:
            case ast.keyword(arg="tell", value=said) | ast.Assign(targets=[ast.Name(id="tell")], value=said):
                found.append(said)
    return {text for one in found if (text := text_of(one)) is not None} - {"Please write the 7."}


def scans() -> set[str]:
    """Every detail with which the letters channel refuses a file."""
    refused = [
        node.exc.args[0]
        for node in trees("channels/letters")
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and node.exc.func.id in ("Malformed", "TooLarge", "Unsupported")
    ]
    return {text for one in refused if (text := text_of(one)) is not None}


def kinds() -> Iterator[type[ArziError]]:
    below = [ArziError]
    while below:
        one = below.pop()
        yield one
        below += one.__subclasses__()


@pytest.mark.parametrize("language", ["ur", "ps"])
def test_every_text_of_an_error_is_in_each_language(language: str) -> None:
    assert tells() <= set(TOLD)
    assert {text for text in tells() if in_words(text, language) == text} == set()
    assert {text for text in scans() if in_words(text, language) == text} == set()
    mute = {one.kind for one in kinds() if one.__module__.startswith("core.") and explain(one(), language) == one.tell}
    assert mute == set()


def test_english_stays_as_it_is() -> None:
    assert {text for text in (*TOLD, *scans()) if in_words(text, "en") != text} == set()


@pytest.mark.parametrize(
    ("reason", "language", "said"),
    [
        ("malformed: the file is empty", "ur", "فائل خالی ہے"),
        ("malformed: the file is empty", "en", "the file is empty"),
        ("too-large: the PDF has 900 pages, the limit is 200", "ps", "پي ډي اېف 900 پاڼې لري، حد 200 دی"),
        ("unsupported: this is a RAR archive, not a scan: PDF, TIFF, JPEG, PNG or HEIC is read", "ps", "RAR فایل"),
        ("malformed: something new", "ur", "ہم یہ پڑھ نہیں سکے۔ (something new)"),
        ('Traceback:\n  File "x.py"\nKeyError: 3', "ur", "KeyError: 3"),
        (None, "ur", ""),
    ],
)
def test_a_kept_reason_is_said_in_the_readers_language(reason: str | None, language: str, said: str) -> None:
    assert said in explain_stored(reason, language)


def test_what_an_error_says_itself_goes_before_its_kind() -> None:
    assert explain(Malformed("x", tell="The complaint is about this office."), "ur").startswith("شکایت اسی")
    assert explain(Malformed("x"), "ps") == "موږ دا ونه شو لوستلی."
