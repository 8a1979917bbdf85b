"""Starts Rasa's server with our channel only: no HTTP API, no rest channel, no text of citizens in the log."""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]


def start(host: str, port: int, model: Path) -> None:
    """Serve until stopped. The port answers once the model is loaded."""
    warnings.filterwarnings("ignore")
    level = os.environ.get("ARZI_RASA__LOG_LEVEL", "WARNING").upper()
    os.environ.setdefault("LOG_LEVEL", level)
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")

    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(log_level=getattr(logging, level), warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(getattr(logging, level))
    serve_application(
        model_path=str(model),
        interface=host,
        port=port,
        credentials=str(HERE / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml")),
        enable_api=False,
        cors=[],
    )
