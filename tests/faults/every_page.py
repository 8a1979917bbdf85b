"""Every address of the application, with arguments that lead somewhere."""

import re
from collections.abc import Iterator, Mapping

from flask import Flask

_ARGUMENT = re.compile(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
LEFT_OUT = ("static", "simulator", "live", "sign-out", "language")
"""Files, the stand-in for the outside, streams that do not end, and what would sign us out."""


def addresses(app: Flask, method: str, given: Mapping[str, str]) -> Iterator[str]:
    """Each rule that takes this method, its arguments filled in; what is not ``given`` is "1"."""
    for rule in sorted(map(str, (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())))):
        if not any(part in rule for part in LEFT_OUT):
            yield _ARGUMENT.sub(lambda found: _filled(found["kind"], given.get(found["name"], "1")), rule)


def _filled(kind: str | None, value: str) -> str:
    return value if value.isdigit() or kind is None else "1"
