"""Starts Rasa's server with our channel only: no HTTP API, no rest channel, no text of citizens in the log."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
LOG_LEVEL = "ARZI_RASA__LOG_LEVEL"


def start(host: str, port: int, model: Path) -> None:
    """Serve until stopped, and end the process. The port answers once the model is loaded."""
    quiet()
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    serve_application(
        model_path=str(model),
        interface=host,
        port=port,
        credentials=str(HERE / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml")),
        enable_api=False,
        cors=[],
    )
    end()


def end() -> None:
    """All is closed by now. Python would spend a while on taking all modules apart, for nobody."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def quiet() -> None:
    """Warnings and errors only, unless the environment asks for more: Rasa's debug log holds what people write."""
    import sanic.app  # noqa: F401 - first: when it is imported, it switches the warnings of all packages on

    warnings.filterwarnings("ignore")
    level = logging.getLevelName(os.environ.get(LOG_LEVEL, "WARNING").upper())
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")

    from rasa.utils.common import configure_logging_and_warnings

    configure_logging_and_warnings(log_level=level, warn_only_once=False, filter_repeated_logs=True)
    _quiet_structlog(level)


def _quiet_structlog(level: int) -> None:
    """As Rasa sets it up, without the reports to its makers."""
    import structlog
    from structlog import processors

    structlog.configure(
        processors=[
            processors.add_log_level, processors.StackInfoRenderer(), processors.UnicodeDecoder(),
            structlog.dev.set_exc_info, processors.dict_tracebacks, processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )  # fmt: skip
