"""``--processor-time``: which files the processor's time went to, that of child processes that ended included.

Services that live as long as the session (Chromium, PostgreSQL, Rasa) are in the line "and what lives longer".
"""

import resource
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

_SHOWN = 40
_SINCE = pytest.StashKey[float]()
_by_file: Counter[str] = Counter()


def _spent() -> float:
    """Seconds of this process and of its children that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--processor-time", action="store_true", help="tell which files the processor's time went to")


def pytest_collection_finish(session: pytest.Session) -> None:
    session.config.stash[_SINCE] = _spent()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """What was spent since the report before goes to this test: its set-up, its call, its end."""
    report = yield
    now = _spent()
    report.processor_s = now - item.config.stash[_SINCE]
    item.config.stash[_SINCE] = now
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _by_file[report.nodeid.partition("::")[0]] += getattr(report, "processor_s", 0.0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.getoption("--processor-time"):
        return
    terminalreporter.section("seconds of processor time")
    for file, seconds in _by_file.most_common(_SHOWN):
        terminalreporter.write_line(f"{seconds:8.1f} {file}")
    known = sum(_by_file.values())
    terminalreporter.write_line(f"{known:8.1f} in tests; {_spent() - known:.1f} for imports and what lives longer")
