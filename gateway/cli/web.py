"""``arzi web``: the HTTP side, under gunicorn."""

import importlib
import sys
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from gateway.bootstrap import build_store, look_at_store
from gateway.config import Settings, load_settings
from gateway.running.logs import set_up_logs

_SWITCH_S = 0.001
"""A thread that comes back from the database waits at most so long for another one's Python. The usual 5 ms, for each
of a transaction's round trips, would hold up all who wait for the same commit."""


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with our settings. The application is made in each worker process, after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        web = self._settings.web
        for name, value in {
            "bind": f"{web.host}:{web.port}",
            "workers": web.processes,
            "threads": web.threads,
            "worker_class": "gthread",
            "timeout": int(web.timeout_s),
            "graceful_timeout": 20,
            "keepalive": 15,
            "preload_app": False,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        sys.setswitchinterval(_SWITCH_S)
        from gateway.web.serve import make_app

        return make_app(self._settings)


@click.command(name="web")
def command() -> None:
    """Serve webhooks and pages.

    \b
    Example:
      ARZI_WEB__PORT=8000 arzi web
    """
    settings = load_settings()
    set_up_logs(settings, "web")
    store = build_store(settings)
    look_at_store(store)
    store.close()
    importlib.import_module("gateway.web.serve")  # once, before the fork: the processes share it and start sooner
    Web(settings).run()
