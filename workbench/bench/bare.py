"""The limit of accepting a webhook: bare Flask under gunicorn, which commits the body as one row. No Arzi in it."""

import os
import sys
from typing import Any

from flask import Flask, request
from gunicorn.app.base import BaseApplication

from core.store.engine import open_engine

URL = "ARZI_BENCH_DATABASE"
TABLE = "CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, body TEXT)"


def make_app(url: str) -> Flask:
    """One route; the same database with the same durability as ours, with the driver's own cursor."""
    app = Flask(__name__)
    engine = open_engine(url)
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    insert = f"INSERT INTO bare VALUES ({mark}, {mark})"  # noqa: S608 - the driver's own mark

    @app.post("/bare")
    def take() -> str:
        connection = engine.raw_connection()
        cursor = connection.cursor()
        if mark == "?":
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(insert, (request.form["MessageSid"], request.get_data(as_text=True)))
        connection.commit()
        connection.close()
        return "ok"

    @app.get("/")
    def there() -> str:
        return "ok"

    return app


class Bare(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with the same processes and threads as our own web."""

    def load_config(self) -> None:
        bind, processes, threads = sys.argv[1:4]
        for name, value in {
            "bind": bind,
            "workers": int(processes),
            "threads": int(threads),
            "worker_class": "gthread",
            "keepalive": 15,
            "loglevel": "warning",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return make_app(os.environ[URL])


if __name__ == "__main__":
    Bare().run()
