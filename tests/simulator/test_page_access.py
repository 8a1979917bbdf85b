"""Who may open the simulator."""

import pytest

from tests.simulator.standin import HTTP, Gateway


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8080"}, 200),
        ({"Host": "192.168.1.20:8080"}, 200),
        ({"Host": "[::1]:8080"}, 200),
        ({"Host": "arzi.example.gov.pk"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"X-Forwarded-For": "203.0.113.5"}, 403),
        ({"X-Forwarded-Host": "arzi.example.gov.pk"}, 403),
        ({"Forwarded": "for=203.0.113.5"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["", "/api/changes", "/static/app.js"])
def test_only_this_machine(gateway: Gateway, headers: dict[str, str], status: int, path: str) -> None:
    assert HTTP.get(f"{gateway.url}/simulator{path}", headers=headers).status_code == status


def test_the_page_takes_nothing_from_outside_and_runs_no_inline_script(gateway: Gateway) -> None:
    page = HTTP.get(f"{gateway.url}/simulator")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "https://" not in page.text
    assert "<script>" not in page.text
    assert "style=" not in page.text
