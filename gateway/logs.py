"""Logs: one line each, to standard error, for people or as JSON. No personal data: ids and kinds, never words."""

import json
import logging
import sys
from datetime import UTC, datetime

from gateway.config import Settings
from gateway.tracing import Traced

_OWN = ("gateway", "core", "channels", "nlu")
_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
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
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S"))
    handler.addFilter(Traced())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Libraries tell what they handle: the picture library a photograph's owner, the mail library addresses.
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[settings.log.level]))
    for own in _OWN:
        logging.getLogger(own).setLevel(settings.log.level)
    for noisy in ("rq", "rq.worker", "rq.cron", "twilio"):  # they set a level of their own
        logging.getLogger(noisy).setLevel(logging.WARNING)
