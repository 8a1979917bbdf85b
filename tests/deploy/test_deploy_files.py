"""The files for installing it name only what there is: commands, variables, stages, parts."""

import re
import shlex
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway import extensions
from gateway.__main__ import COMMANDS
from gateway.bootstrap import build_channels, build_shelf
from gateway.cli.listen import LISTENERS
from gateway.config import load_settings
from gateway.pipeline.queue import QUEUES
from tests.deploy.manifests import COMPOSE, MANIFESTS, PODS, UNITS
from tests.deploy.names import DEPLOY, ROOT, channel_keys, parse, secrets, variables

ENVIRONMENT = DEPLOY / "environment.example"
EXAMPLES = (ENVIRONMENT, DEPLOY / "rasa.environment.example")
CONFIG = (ROOT / "config.yaml").read_text()
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
INSTANCES = {"arzi-worker@": QUEUES, "arzi-listen@": tuple(LISTENERS), "arzi-rasa@": ("5005",)}


def named(file: Path) -> set[str]:
    """The variables of ours that a file names; not beginnings and patterns such as ARZI_…__."""
    return {name for name in re.findall(r"\bARZI_[A-Z0-9_]+\b(?!…)", file.read_text()) if not name.endswith("_")}


@pytest.mark.parametrize(
    "file",
    [
        *EXAMPLES,
        DEPLOY / "compose.yaml",
        DEPLOY / "Dockerfile",
        *sorted((DEPLOY / "kubernetes").glob("*")),
        *DOCS,
    ],
    ids=lambda file: file.name,
)
def test_every_variable_is_a_key(file: Path) -> None:
    assert named(file) <= variables()


def test_every_secret_is_told_of() -> None:
    needed = re.findall(r"^ARZI_\w+", (ROOT / "scripts/secrets.txt").read_text(), re.MULTILINE)
    assert set(needed) <= named(ENVIRONMENT)
    assert secrets() <= named(ROOT / "docs/configuration.md") | named(ROOT / "config.yaml")


@pytest.mark.parametrize("path", list(channel_keys()), ids=".".join)
def test_every_key_of_a_channel_is_explained(path: tuple[str, ...]) -> None:
    found: Any = yaml.safe_load(CONFIG)
    for part in path:
        found = found.get(part, ...) if isinstance(found, dict) else ...
    in_a_comment = re.search(rf"#.*\b{path[-1]}:", CONFIG)
    told_apart = f"`{'.'.join(path)}`" in (ROOT / "docs/configuration.md").read_text()
    assert found is not ... or in_a_comment or told_apart


def test_the_environment_can_be_used_when_it_is_filled_in(tmp_path: Path) -> None:
    lines = [line for line in ENVIRONMENT.read_text().splitlines() if line and not line.startswith("#")]
    given = dict(line.split("=", 1) for line in lines)
    assert not [name for name, value in given.items() if re.search(r"""["' \[]""", value)], (
        "each reader quotes otherwise"
    )
    filled = {name: value or "0123456789abcdef0123" for name, value in given.items()}
    (tmp_path / "config.yaml").write_text((ROOT / "config.yaml").read_text())
    settings = load_settings(tmp_path / "config.yaml", filled)
    assert set(build_channels(settings)) == set(settings.enabled_channels)
    assert build_shelf(settings)
    assert not settings.simulated


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_starts_what_there_is(unit: Path) -> None:
    read = RawConfigParser(strict=False)
    read.read(unit)
    program, *words = shlex.split(read["Service"]["ExecStart"])
    rasa = unit.stem == "arzi-rasa@"
    assert read["Service"]["User"] == ("arzi-rasa" if rasa else "arzi")
    assert read["Service"]["EnvironmentFile"] == f"/etc/arzi/{'rasa.' if rasa else ''}environment"
    for instance in INSTANCES.get(unit.stem, ("",)):
        line = [word.replace("%i", instance) for word in words]
        if program == "/opt/arzi/arzi":
            parse(line)
        else:
            assert program == "/opt/arzi/nlu/assistant/.venv/bin/python"
            assert (ROOT / Path(line[0]).relative_to("/opt/arzi")).is_file()


def test_a_backup_that_fails_is_told() -> None:
    units = DEPLOY / "systemd"
    assert "\nOnFailure=arzi-failed@%n.service\n" in (units / "arzi-backup.service").read_text()
    assert (units / "arzi-failed@.service").exists()
    alerts = (DEPLOY / "monitoring/alerts.yml").read_text()
    assert "arzi_backup_age_seconds" in alerts
    assert "arzi_backup_failed" in alerts


def services() -> Iterator[tuple[str, Any]]:
    yield from COMPOSE["services"].items()


def test_compose_builds_and_starts_what_there_is() -> None:
    stages = re.findall(r"^FROM \S+ AS (\w+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    for name, service in services():
        if "build" in service:
            assert service["build"]["target"] in stages, name
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        if service["image"] == "arzi":
            parse(shlex.split(service["command"]))
        assert set(service.get("depends_on", {})) <= COMPOSE["services"].keys()
    mounted = {volume.split(":")[0] for _, service in services() for volume in service.get("volumes", [])}
    ours = {one for one in mounted if one.startswith("./")}
    assert mounted - ours == COMPOSE["volumes"].keys()
    assert all((DEPLOY / one).exists() for one in ours)


def test_the_images_are_set_up_by_steps_that_there_are() -> None:
    known = re.findall(r"^(\w+)\) steps=", (ROOT / "scripts/setup").read_text(), re.MULTILINE)
    for file in (DEPLOY / "Dockerfile", *DOCS):
        assert set(re.findall(r"make setup ARGS=(\w+)", file.read_text())) <= set(known), file


@pytest.mark.parametrize("manifest", PODS, ids=lambda manifest: manifest["metadata"]["name"])
def test_every_pod_runs_what_there_is(manifest: dict[str, Any]) -> None:
    template = manifest["spec"]["template"]
    [container] = template["spec"]["containers"]
    if "arzi" not in container["image"]:
        return  # somebody else's
    assert template["spec"]["enableServiceLinks"] is False, "ARZI_…_SERVICE_HOST would be an unknown key"
    if "arzi-rasa" not in container["image"]:
        parse(container["args"])
    if manifest["kind"] == "Deployment":
        assert manifest["spec"]["selector"]["matchLabels"] == template["metadata"]["labels"]
    assert {mount["name"] for mount in container.get("volumeMounts", [])} == {
        volume["name"] for volume in template["spec"].get("volumes", [])
    }


def test_services_and_budgets_choose_pods_that_there_are() -> None:
    labels = [pod["spec"]["template"]["metadata"]["labels"] for pod in PODS if pod["kind"] == "Deployment"]
    by_kind: dict[str, list[Any]] = {}
    for manifest in MANIFESTS:
        by_kind.setdefault(manifest["kind"], []).append(manifest)
    assert all(service["spec"]["selector"] in labels for service in by_kind["Service"])
    assert all(budget["spec"]["selector"]["matchLabels"] in labels for budget in by_kind["PodDisruptionBudget"])
    backends = re.findall(r"'service': {'name': '(\w+)'", str(by_kind["Ingress"]))
    assert set(backends) <= {service["metadata"]["name"] for service in by_kind["Service"]}


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_command_in_the_docs_is_one(page: Path) -> None:
    text = page.read_text()
    code = re.findall(r"^    .*|^```(?:sh)?\n(?:.*\n)*?```|`[^`\n]+`", text, re.MULTILINE)
    names = {name for piece in code for name in re.findall(r"(?:\./|^[ `]*)arzi ([a-z][a-z-]*)", piece, re.MULTILINE)}
    assert names <= {*COMMANDS, *extensions.COMMANDS}
