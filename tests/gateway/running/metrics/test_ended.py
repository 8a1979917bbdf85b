"""What ended processes counted stays counted, in one file."""

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.running.metrics.ended import fold_ended
from gateway.running.metrics.prometheus import shared_text
from tests.gateway.running.metrics.test_metrics import values

COUNT = """
import sys
from pathlib import Path
from gateway.running.metrics.prometheus import PrometheusMeters
meters = PrometheusMeters(Path(sys.argv[1]))
meters.accepted("sms")
meters.handled("sms", 0.2)
"""


def run(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", COUNT, str(folder)], check=True)


def test_the_sums_stay_and_the_files_do_not_grow(tmp_path: Path) -> None:
    for _ in range(3):
        run(tmp_path)
    told = values(shared_text(tmp_path).decode())
    assert told["arzi_accepted_total", "sms"] == 3
    assert told["arzi_handled_seconds_count", "sms"] == 3
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["counter_0.db", "histogram_0.db"]
    run(tmp_path)
    assert values(shared_text(tmp_path).decode())["arzi_accepted_total", "sms"] == 4


@pytest.mark.parametrize("left", [b"", b"\x00" * 3, b"\xff" * 64])
def test_a_file_that_a_crash_cut_off_is_let_go(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "counter_4194304.db").write_bytes(left)  # above the largest process id
    assert fold_ended(tmp_path) == 1
    assert b"arzi_accepted" not in shared_text(tmp_path)
