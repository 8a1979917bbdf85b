"""What is in deploy/, as those who run it would read it."""

from pathlib import Path
from typing import Any

import yaml

from tests.deploy.names import DEPLOY

UNITS = sorted(unit for unit in (DEPLOY / "systemd").glob("*.service") if unit.stem != "arzi-failed@")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
MANIFESTS: list[dict[str, Any]] = [
    manifest
    for file in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for manifest in yaml.safe_load_all(file.read_text())
]
PODS = [manifest for manifest in MANIFESTS if "template" in manifest.get("spec", {})]
PODS += [{**one, "spec": one["spec"]["jobTemplate"]["spec"]} for one in MANIFESTS if one["kind"] == "CronJob"]


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [one for one in MANIFESTS if one["kind"] == kind]


def pod_spec(manifest: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = manifest["spec"]["template"]["spec"]
    return spec


def labels(manifest: dict[str, Any]) -> dict[str, str]:
    """Of the pods that a manifest makes."""
    told: dict[str, str] = manifest["spec"]["template"]["metadata"]["labels"]
    return told


def chosen(selector: dict[str, Any], pod: dict[str, str]) -> bool:
    """Does a label selector choose these labels? https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/"""
    for key, value in selector.get("matchLabels", {}).items():
        if pod.get(key) != value:
            return False
    for one in selector.get("matchExpressions", ()):
        if (pod.get(one["key"]) in one["values"]) is not (one["operator"] == "In"):
            return False
    return True


def variables_of(file: Path) -> dict[str, str]:
    """Of a file as systemd and compose read it."""
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)
