"""The board and the rules that come along ask for nothing that is not counted."""

import json
import re
from pathlib import Path

import pytest
import yaml

from core.store.engine import Store
from gateway.running.metrics.prometheus import PrometheusMeters
from gateway.running.metrics.standing import standing_text
from tests.fakes.house import make_house

FOLDER = Path(__file__).resolve().parents[4] / "deploy/monitoring"


def asked() -> dict[str, list[str]]:
    board = json.loads((FOLDER / "grafana-board.json").read_text())
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text())
    return {
        "board": [target["expr"] for panel in board["panels"] for target in panel["targets"]],
        "rules": [rule["expr"] for group in rules["groups"] for rule in group["rules"]],
    }


@pytest.mark.parametrize("which", ["board", "rules"])
def test_every_name_is_one_of_ours(store: Store, tmp_path: Path, which: str) -> None:
    house = make_house(store)
    house.hear("hello", id="M1")
    gauges = set(re.findall(r"^# TYPE (\w+)", standing_text(house.house).decode(), re.MULTILINE)) | {
        "arzi_silent_seconds"
    }
    counted = {
        sample.name
        for meter in vars(PrometheusMeters(tmp_path / "metrics")).values()
        for family in meter.describe()
        for sample in [family]
    }
    known = gauges | {f"{name}{end}" for name in counted for end in ("_total", "_count", "_bucket", "_sum", "")}
    for expression in asked()[which]:
        for name in re.findall(r"\barzi_\w+", expression):
            assert name in known, expression


def test_whatever_is_counted_is_on_the_board(store: Store) -> None:
    counted = {"arzi_accepted", "arzi_handled_seconds", "arzi_turn_seconds", "arzi_sent", "arzi_silent_seconds"}
    standing = set(re.findall(r"^# TYPE (\w+)", standing_text(make_house(store).house).decode(), re.MULTILINE))
    assert len(standing) > 5
    shown = "\n".join(asked()["board"])
    assert [name for name in counted | standing if not re.search(rf"\b{name}(_total|_count|_bucket)?\b", shown)] == []


def test_every_alert_is_told_of_where_one_looks() -> None:
    page = (FOLDER.parents[1] / "docs/when-something-is-wrong.md").read_text()
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text())
    assert {rule["alert"] for group in rules["groups"] for rule in group["rules"]} == set(
        re.findall(r"\bArzi[A-Z]\w+", page)
    )


def test_the_jobs_of_prometheus_are_those_of_the_rules() -> None:
    asks = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    assert {job["job_name"].split("-")[0] for job in asks["scrape_configs"]} == {"arzi"}
    assert asks["rule_files"] == ["alerts.yml"]
