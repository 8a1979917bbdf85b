"""An application, driven by what a description of it allows (positive), and by what it does not allow (negative)."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import openapi
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode


def drive(
    description: dict[str, Any], app: Flask, client: FlaskClient, examples: int, modes: Iterable[GenerationMode]
) -> "Counter[tuple[str, int]]":
    """How often each operation was answered with each status. What is raised in the application is raised here.

    Raises AssertionError for a fault of ours, and for an answer to something allowed that is not described.
    """
    answered: Counter[tuple[str, int]] = Counter()
    for found in openapi.from_dict(description).get_all_operations():
        assert isinstance(found, Ok), found
        for mode in modes:
            try:
                _send(found.ok(), mode, app, client, examples, answered)
            except Unsatisfiable:  # nothing can be wrong with a request without parameters
                assert mode is GenerationMode.NEGATIVE, found.ok().label
    return answered


def _send(
    operation: Any,
    mode: GenerationMode,
    app: Flask,
    client: FlaskClient,
    examples: int,
    answered: "Counter[tuple[str, int]]",
) -> None:
    described = {int(status) for status in operation.definition.raw["responses"] if status != "default"}

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        status = case.call(session=client, app=app).status_code
        answered[operation.label, status] += 1
        assert status < 500 or status in described, (status, case.as_curl_command())
        if mode is GenerationMode.POSITIVE and described:
            assert status in described, (status, case.as_curl_command())

    one()
