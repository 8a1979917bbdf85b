"""The set-up's parts, each in a folder of its own: nothing twice, nothing half, and what to type where it may not."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the scripts and nothing else."""
    shutil.copytree(SCRIPTS, tmp_path / "scripts")
    (tmp_path / "config.yaml").write_text("profile: development\n", encoding="utf-8")
    for file in SCRIPTS.parent.glob("channels/*/secrets.txt"):
        (tmp_path / "channels" / file.parent.name).mkdir(parents=True)
        shutil.copy(file, tmp_path / "channels" / file.parent.name)
    return tmp_path


def bash(project: Path, script: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of the set-up with all steps at hand."""
    head = "set -Eeuo pipefail; purpose=run; . scripts/lib.sh; for file in scripts/steps/*.sh; do . $file; done\n"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARZI_")}
    return subprocess.run(
        ["bash", "-c", head + script], cwd=project, env={**kept, **env}, capture_output=True, text=True, check=False
    )


def fake(project: Path, name: str, script: str) -> str:
    """A command of this name, first on the PATH that is returned."""
    folder = project / "fakes"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_every_script_is_well_formed() -> None:
    for script in [
        *SCRIPTS.glob("*.sh"),
        *SCRIPTS.glob("steps/*.sh"),
        *(SCRIPTS / name for name in ("setup", "lock", "fresh")),
    ]:
        assert subprocess.run(["bash", "-n", script], check=False).returncode == 0, script


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ("touch data/a", True),
        ("touch data/b.pyc", True),
        ("echo other > data/a", False),
        ("echo more > data/c", False),
        ("mv data/a data/z", False),
        ("rm data/a", False),
    ],
)
def test_the_hash_follows_contents_and_names(project: Path, change: str, same: bool) -> None:
    done = bash(project, f"mkdir data; echo one > data/a; hash_of data nowhere; {change}; hash_of data nowhere")
    before, after = done.stdout.split()
    assert (before == after) is same


def test_a_stamp_is_fresh_until_what_it_stands_for_changes(project: Path) -> None:
    tell = "fresh stamp {} && echo fresh || echo stale"
    done = bash(project, f"{tell.format(1)}; mark stamp 1; {tell.format(1)}; {tell.format(2)}")
    assert done.stdout.split() == ["stale", "fresh", "stale"]


def test_what_takes_long_is_told_and_its_failure_shows_the_end_of_its_log(project: Path) -> None:
    done = bash(project, "long 'cooking rice' sh -c 'echo steam; exit 3' || echo status $?")
    assert done.stdout == "status 3\n"
    assert "cooking rice …" in done.stderr
    assert "steam\n" in done.stderr
    assert re.search(r"cooking rice: failed after \d s \(all of it: var/setup/cooking-rice.log\)", done.stderr)


def test_a_step_of_any_name_has_a_log(project: Path) -> None:
    """A new machine lacks thirty packages at once, and a file's name holds 255 signs."""
    label = "installing " + " ".join(f"package-number-{n}" for n in range(30))
    done = bash(project, f"long '{label}' echo all of them")
    assert done.returncode == 0, done.stderr
    assert f"{label}: done in" in done.stderr


def test_two_at_once_are_one_after_the_other(project: Path) -> None:
    work = "one_at_a_time; echo in >> log; sleep 0.3; echo out >> log"
    head = "set -eu; . scripts/lib.sh; "
    both = [subprocess.Popen(["bash", "-c", head + work], cwd=project, stderr=subprocess.PIPE) for _ in range(2)]
    said = b"".join(process.communicate(timeout=60)[1] for process in both)
    assert (project / "log").read_text(encoding="utf-8").split() == ["in", "out", "in", "out"]
    assert said.count(b"another set-up is running here; waiting for it") == 1


def test_secrets_are_made_once_and_for_the_owner_only(project: Path) -> None:
    assert bash(project, "step_secrets").returncode == 0
    file = project / "var/secrets.env"
    first = file.read_text(encoding="utf-8")
    names = dict(line.split("=", 1) for line in first.splitlines())
    assert all(len(value) == 48 for value in names.values())
    assert names["ARZI_WEB__SECRET_KEY"] != names["ARZI_RASA__SECRET"]
    assert names["ARZI_CHANNELS__SMS__AUTH_TOKEN"] == names["ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN"]
    assert file.stat().st_mode & 0o077 == 0
    again = bash(project, "step_secrets")
    assert (again.stderr, file.read_text(encoding="utf-8")) == ("", first)


def test_a_new_secret_is_added_and_the_others_stay(project: Path) -> None:
    (project / "var").mkdir()
    (project / "var/secrets.env").write_text("ARZI_RASA__SECRET=mine\n", encoding="utf-8")
    bash(project, "step_secrets")
    text = (project / "var/secrets.env").read_text(encoding="utf-8")
    assert text.startswith("ARZI_RASA__SECRET=mine\n")
    assert text.count("ARZI_RASA__SECRET=") == 1
    assert "ARZI_WEB__SECRET_KEY=" in text


@pytest.mark.parametrize("where", ["config", "environment"])
def test_production_is_given_no_secrets(project: Path, where: str) -> None:
    if where == "config":
        (project / "config.yaml").write_text("profile: production\n", encoding="utf-8")
    bash(project, "step_secrets", **({"ARZI_PROFILE": "production"} if where == "environment" else {}))
    assert not (project / "var/secrets.env").exists()


def test_without_root_the_command_to_type_is_printed(project: Path) -> None:
    fake(project, "dpkg-query", "exit 0")
    fake(project, "sudo", "exit 1")
    path = fake(project, "id", "echo 1000")
    (project / "scripts/apt-packages.txt").write_text("# with a comment\nbread\nsalt # fine\n", encoding="utf-8")
    done = bash(project, "step_packages", PATH=path)
    assert done.returncode == 0
    assert "Please type:  sudo apt-get install -y --no-install-recommends bread salt" in done.stderr


def test_only_missing_packages_are_installed(project: Path) -> None:
    fake(project, "dpkg-query", "echo installed bread; echo config-files salt")
    fake(project, "id", "echo 0")
    path = fake(project, "apt-get", 'echo "$@" >> installed')
    (project / "scripts/apt-packages.txt").write_text("bread\nsalt\n", encoding="utf-8")
    assert bash(project, "step_packages", PATH=path).returncode == 0
    asked = (project / "installed").read_text(encoding="utf-8").splitlines()
    assert asked[-1].endswith("install --no-install-recommends salt")


def test_a_python_of_the_right_version_is_found_and_no_other(project: Path) -> None:
    fake(project, "python3.10", 'exec python3 "$@"')  # says 3.10 and is none
    right = project / "pyenv/versions/3.10.9/bin"
    right.mkdir(parents=True)
    (right / "python").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (right / "python").chmod(0o755)
    path = fake(project, "uv", "exit 1")
    done = bash(project, "uv=uv; find_python 3.10", PATH=path, PYENV_ROOT=str(project / "pyenv"))
    assert done.stdout.strip() == str(right / "python")


def test_what_is_done_is_skipped_quickly(project: Path) -> None:
    """The check that looks at the most files takes a moment, even on a busy machine."""
    for folder in ("nlu/assistant/data", "core/text"):
        (project / folder).mkdir(parents=True)
        for number in range(150):
            (project / folder / f"{number}.yml").write_text("x" * 20_000, encoding="utf-8")
    bash(project, "model_hash")
    began = time.monotonic()
    assert bash(project, "model_hash").returncode == 0
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(("user", "says"), [(0, "apt-get install -y debootstrap"), (1000, "sudo make fresh")])
def test_a_fresh_machine_says_what_to_type_where_it_cannot_be_made(project: Path, user: int, says: str) -> None:
    path = fake(project, "id", f"echo {user}").partition(":")[0]
    for name in ("bash", "dirname", "mkdir"):
        (Path(path) / name).symlink_to(shutil.which(name) or name)
    done = subprocess.run(
        [project / "scripts/fresh"], env={"PATH": path}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert says in done.stderr
