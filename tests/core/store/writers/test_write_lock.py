"""The lock: one writer at a time, across threads and processes, whatever dies."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import StoreUnavailable
from core.store.writers import WriteLock

HOLD = """
import sys, threading
from pathlib import Path
from core.store.writers import WriteLock
with WriteLock(Path(sys.argv[1]), 5):
    print("inside", flush=True)
    threading.Event().wait(60)
"""


def test_threads_pass_one_at_a_time(tmp_path: Path) -> None:
    lock, inside, most = WriteLock(tmp_path / "lock", 10), [], []

    def pass_() -> None:
        with lock, lock:
            inside.append(threading.get_ident())
            most.append(len(inside))
            inside.pop()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(pass_) for _ in range(200)]:
            done.result(60)
    assert set(most) == {1}


def test_another_process_holds_it_until_it_dies(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "inside\n"
        with pytest.raises(StoreUnavailable), WriteLock(lock, 0.05):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait(60)
        with WriteLock(lock, 5):
            pass
    finally:
        holder.kill()
        holder.wait(60)
        if holder.stdout is not None:
            holder.stdout.close()


def test_an_error_inside_gives_it_back(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "lock", 1)
    with pytest.raises(ZeroDivisionError), lock:
        raise ZeroDivisionError
    with lock, WriteLock(tmp_path / "other", 1):
        pass


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable), WriteLock(tmp_path / "no such folder" / "lock", 1):
        pass
