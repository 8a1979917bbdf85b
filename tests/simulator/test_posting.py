"""How stubborn Twilio is, and where the simulator's requests may go."""

import httpx
import pytest

from simulator.account import INCOMING, Account
from simulator.posting import Answer, Overrides, post

ACCOUNT = Account("AC1", "token", "+923330000001", "+92915000000", "https://arzi.example", "http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x/in", Overrides()),
        ("https://x/in#rc=3", Overrides(retries=3)),
        ("https://x/in#rc=9&rp=all", Overrides(retries=5, on=frozenset({"all"}))),
        ("https://x/in#ct=100&rt=2500&tt=5000&rp=5xx,rt", Overrides(1, frozenset({"5xx", "rt"}), 0.1, 2.5, 5.0)),
        (INCOMING, Overrides(5, frozenset({"5xx", "ct", "rt"}))),
    ],
)
def test_overrides(url: str, expected: Overrides) -> None:
    assert Overrides.of(url) == expected


@pytest.mark.parametrize(
    ("answer", "policy", "again"),
    [
        (Answer(500), "5xx", True),
        (Answer(503), "ct", False),
        (Answer(404), "5xx", False),
        (Answer(404), "4xx", True),
        (Answer(404), "all", True),
        (Answer(302), "all", False),
        (Answer(problem="ct"), "ct", True),
        (Answer(problem="rt"), "ct", False),
        (Answer(problem="rt"), "all", True),
        (Answer(problem="outside"), "all", False),
    ],
)
def test_when_twilio_tries_again(answer: Answer, policy: str, again: bool) -> None:
    assert answer.worth_retrying(Overrides(on=frozenset({policy}))) is again


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://arzi.example/in/ivr?x=1", "http://127.0.0.1:9/in/ivr?x=1"),
        ("http://127.0.0.1:9/in/ivr", "http://127.0.0.1:9/in/ivr"),
        ("https://arzi.example", "http://127.0.0.1:9"),
        ("https://arzi.example.org/in/ivr", None),
        ("https://arzi.example@evil.example/in", None),
        ("http://169.254.169.254/latest", None),
        ("file:///etc/passwd", None),
    ],
)
def test_requests_go_to_the_gateway_only(url: str, target: str | None) -> None:
    assert ACCOUNT.reachable(url) == target


def slow(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow", request=request)


@pytest.mark.parametrize(
    ("client", "url", "problem", "code"),
    [
        (httpx.Client(trust_env=False), "https://arzi.example/in", "ct", 11205),
        (httpx.Client(transport=httpx.MockTransport(slow)), "https://arzi.example/in", "rt", 11200),
        (httpx.Client(trust_env=False), "https://other.example/in", "outside", 11200),
    ],
)
def test_no_answer(client: httpx.Client, url: str, problem: str, code: int) -> None:
    answer = post(client, ACCOUNT, url, {"Body": "x"})
    assert (answer.problem, answer.code, answer.accepted) == (problem, code, False)
    assert answer.told()
