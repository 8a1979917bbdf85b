"""The web app served to a browser, with somebody who works in the background."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from tests.gateway.web.complain.given import Served, make_site


@pytest.fixture
def served(migrated_sqlite: str, tmp_path: Path, browser: Browser) -> Iterator[Served]:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))
    site = make_site(store)
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    made = Served(site, f"http://127.0.0.1:{server.server_port}", server, browser)
    yield made
    made.close()
    server.shutdown()
    serving.join()
    store.close()
