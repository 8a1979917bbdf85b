"""A browser that is killed loses nothing that the page said was kept."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.deploy.names import ROOT
from tests.gateway.web.complain.given import Served
from tests.services.waiting import wait_until


def phone(base: str, profile: Path, what: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.gateway.web.complain.one_phone", base, str(profile), what]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def browsers(profile: Path) -> list[int]:
    """Chromium's processes with this profile."""
    told = subprocess.run(["ps", "-eo", "pid,stat,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in told.splitlines()]
    return [int(pid) for pid, state, args in rows[1:] if f"--user-data-dir={profile}" in args and "Z" not in state]


def said(one: subprocess.Popen[str]) -> str:
    assert one.stdout is not None
    return one.stdout.readline().strip()


def test_what_was_kept_is_there_after_the_browser_was_killed(served: Served, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    before = phone(served.base, profile, "tell")
    assert said(before) == "kept"
    for one in browsers(profile):
        os.kill(one, signal.SIGKILL)
    before.kill()
    before.communicate()
    wait_until(lambda: not browsers(profile))
    assert served.told() == []
    for lock in profile.glob("Singleton*"):
        lock.unlink()  # where processes' numbers come again soon, the dead one's may be another's
    after = phone(served.base, profile, "look")
    assert said(after) == "no light"
    after.communicate()
    assert served.told() == ["no light"]
