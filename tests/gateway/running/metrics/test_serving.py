"""/metrics and /healthz of a machine that serves no pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from gateway.config import Settings, load_settings
from gateway.running.metrics.serving import serve_metrics
from tests.services.rasa import free_port
from tests.services.waiting import wait_until

CONFIG = Path(__file__).resolve().parents[4] / "config.yaml"


def settings(tmp_path: Path, listen: str, **more: object) -> Settings:
    loaded = load_settings(
        CONFIG, {"ARZI_VAR_DIR": str(tmp_path), "ARZI_WEB__SECRET_KEY": "x" * 32, "ARZI_RASA__SECRET": "x" * 32}
    )
    return loaded.model_copy(update={"metrics": loaded.metrics.model_copy(update={"listen": listen, **more})})


def asked(url: str) -> tuple[int, str]:
    try:
        with urlopen(url, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, ""
    except OSError:  # refused, or reset by one that is ending
        return 0, ""


@contextmanager
def told(settings: Settings) -> Iterator[threading.Event]:
    stop = serve_metrics(settings, again_s=0.05)
    yield stop
    stop.set()


def test_one_of_a_machines_processes_tells_and_the_next_takes_over(tmp_path: Path) -> None:
    at = f"127.0.0.1:{free_port()}"
    with told(settings(tmp_path, at)) as first, told(settings(tmp_path, at)):
        wait_until(lambda: asked(f"http://{at}/healthz") == (200, "ok\n"))
        first.set()
        wait_until(lambda: asked(f"http://{at}/metrics")[0] == 200)
        wait_until(lambda: asked(f"http://{at}/else")[0] == 404, what="the next one")


def test_the_counts_are_for_the_networks_that_the_config_names(tmp_path: Path) -> None:
    at = f"127.0.0.1:{free_port()}"
    with told(settings(tmp_path, at, networks=(ip_network("10.0.0.0/8"),))):
        wait_until(lambda: asked(f"http://{at}/healthz")[0] == 200)
        assert asked(f"http://{at}/metrics")[0] == 404


@pytest.mark.parametrize("more", [{"listen": None}, {"enabled": False}])
def test_nothing_listens_unless_it_is_set(tmp_path: Path, more: dict[str, object]) -> None:
    at = f"127.0.0.1:{free_port()}"
    before = {thread.name for thread in threading.enumerate()}
    with told(settings(tmp_path, **({"listen": at} | more))):  # type: ignore[arg-type]
        assert {thread.name for thread in threading.enumerate()} <= before
