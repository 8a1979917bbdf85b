"""The limit of a call's step: bare Flask under gunicorn, which commits one row and answers with the same TwiML."""

import os
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

from core.store.engine import open_engine
from workbench.bench.bare import URL, Bare

DOCUMENT = "ARZI_BENCH_DOCUMENT"


def make_app(url: str, document: str) -> Flask:
    """One route; the same database with the same durability as ours, with the driver's own cursor."""
    app = Flask(__name__)
    engine = open_engine(url)
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    insert = f"INSERT INTO bare VALUES ({mark}, {mark})"  # noqa: S608 - the driver's own mark

    @app.post("/bare")
    def take() -> Response:
        connection = engine.raw_connection()
        cursor = connection.cursor()
        if mark == "?":
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(insert, (f"{request.form['CallSid']}:{request.args['turn']}", request.get_data(as_text=True)))
        connection.commit()
        connection.close()
        return Response(document, content_type="text/xml; charset=utf-8")

    @app.get("/")
    def there() -> str:
        return "ok"

    return app


class BareCall(Bare):
    """The same gunicorn as for messages."""

    def load(self) -> Any:
        return make_app(os.environ[URL], Path(os.environ[DOCUMENT]).read_text(encoding="utf-8"))


if __name__ == "__main__":
    BareCall().run()
