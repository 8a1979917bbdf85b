"""axe-core in a page: what stands in the way of people who use it with a screen reader, the keyboard or weak eyes.

    expect_accessible(page)                       fails with what is wrong, rule by rule
    expect_accessible(page, ".queue")             only in this part of it

The rules are those of WCAG 2.0, 2.1 and 2.2, levels A and AA. The script is in tests/services/axe_core/.
"""  # fmt: skip

import functools
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "axe_core" / "axe.min.js"
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def expect_accessible(page: Page, part: str | None = None) -> None:
    """AssertionError with each violation: the rule, what it wants, and where it is broken."""
    found = violations(page, part)
    told = [f"{one['id']}: {one['help']}\n    " + "\n    ".join(_places(one)) for one in found]
    assert not told, f"{page.url} is hard to use for some:\n" + "\n".join(told)


def violations(page: Page, part: str | None = None) -> list[dict[str, Any]]:
    """What axe found, as it tells it (https://www.deque.com/axe/core-documentation/api-documentation/)."""
    page.evaluate(_script())  # not as a script of the page: its own policy would rightly refuse that
    run = "([part, levels]) => axe.run(part || document, {runOnly: levels, resultTypes: ['violations']})"
    found: list[dict[str, Any]] = page.evaluate(run, [part, list(LEVELS)])["violations"]
    return found


def _places(violation: dict[str, Any]) -> list[str]:
    return [f"{' '.join(map(str, node['target']))}  {node['html'][:160]}" for node in violation["nodes"][:8]]


@functools.cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")
