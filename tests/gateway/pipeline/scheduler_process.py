"""A process of its own that does what is due: ``python -m tests.gateway.pipeline.scheduler_process URL BLOBS TIME``.

Says "ready", waits for a line, and then says how many tickets it changed.
"""

import atexit
import gc
import sys
from datetime import datetime
from pathlib import Path

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from core.store.sealing.vault import Vault
from gateway.pipeline import timing
from tests.fakes.house import make_house

atexit.register(gc.freeze)  # as the gateway's own processes: they end sooner
url, blobs, time = sys.argv[1:]
store = open_store(url, FileBlobs(Path(blobs)), vault=Vault(["the secret of the tests"]))
made = make_house(store)
made.clock.time = datetime.fromisoformat(time)
timing.warm(made.house)
sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
sys.stdout.write(f"{timing.deadlines(made.house)}\n")
