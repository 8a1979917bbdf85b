"""Logs: one line each, to standard error, for people or as JSON. No personal data: ids and kinds, never words."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import OperationalError, ProgrammingError

from core.errors import ArziError
from gateway.config import Settings
from gateway.running.observing import Traced

_log = logging.getLogger(__name__)
_OWN = ("gateway", "core", "channels", "nlu", "simulator", "workbench")
_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class _Wordless(logging.Formatter):
    """Says of an error what it is and where it arose, and not what it says: that may be the words of a citizen."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return _told(ei[1])


class Plain(_Wordless):
    """A record for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")


class JsonLines(_Wordless):
    """A record as one line of JSON."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage(),
            **{key: value for key, value in vars(record).items() if key not in _PLAIN},
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logs(settings: Settings, process: str) -> None:
    """Set up this process's logs."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log.format == "json":
        handler.setFormatter(JsonLines(process))
    else:
        handler.setFormatter(Plain())
    handler.addFilter(Traced())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Libraries tell what they handle: the picture library a photograph's owner, the mail library addresses.
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[settings.log.level]))
    for own in _OWN:
        logging.getLogger(own).setLevel(settings.log.level)
    for line in settings.gone:
        _log.warning("the configuration: %s", line)
    for noisy in ("rq", "rq.worker", "rq.cron", "twilio"):  # they set a level of their own
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _told(error: BaseException | None) -> str:
    """An error and what led to it, the first first."""
    parts: list[str] = []
    while error is not None:
        where = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{where}{type(error).__qualname__}{_known(error)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\n".join(reversed(parts))


def _known(error: BaseException) -> str:
    """What is ours in what an error says; of a database's, its first line, which has no values."""
    if isinstance(error, ArziError):
        return f": {error.kind}"
    if isinstance(error, OperationalError | ProgrammingError):
        return f": {str(error.orig).splitlines()[0]}" if str(error.orig) else ""
    return ""
