"""The ``arzi`` command itself."""

import subprocess
import sys
from importlib.metadata import version

from click.testing import CliRunner

from gateway.__main__ import COMMANDS, cli


def test_it_says_its_version() -> None:
    said = CliRunner().invoke(cli, ["--version"], prog_name="arzi")
    assert (said.exit_code, said.output) == (0, f"arzi, version {version('arzi')}\n")


def test_every_command_is_there_and_says_what_it_does() -> None:
    said = CliRunner().invoke(cli, ["--help"], prog_name="arzi").output
    told = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line.startswith("  ")}
    assert all(told[name] for name in COMMANDS)


def test_at_its_end_it_does_not_look_through_all_that_it_holds() -> None:
    """Eleven processes end at once on Ctrl-C: Python's search for what nobody holds took each most of a second."""
    code = (
        "import atexit, gc, sys; from gateway.__main__ import main\n"
        "atexit.register(lambda: print('frozen', gc.get_freeze_count() > 1000))\n"
        "sys.argv[1:] = ['--version']; main()"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert said.stdout.splitlines()[-1] == "frozen True"
