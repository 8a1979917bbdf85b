"""The application's pages as OpenAPI sees them: each form that somebody is shown, with its fields and their options."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException

Described = dict[str, Any]
LEFT_OUT = ("/staff/sign-out", "/staff/password")
"""What would end the session of whoever sends it."""


def description_of(app: Flask, client: FlaskClient, pages: Iterable[str]) -> Described:
    """All forms on these pages that lead somewhere in this application."""
    paths: dict[str, dict[str, Any]] = {}
    for page in pages:
        answer = client.get(page)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for path, method, operation in _forms(app, page, answer.text):
                known = paths.setdefault(path, {}).setdefault(method, operation)
                _add_fields(known, operation)
    return {"openapi": "3.0.3", "info": {"title": "pages", "version": "1"}, "paths": paths}


def _forms(app: Flask, page: str, text: str) -> Iterator[tuple[str, str, Described]]:
    rules = app.url_map.bind("localhost")
    for form in html.fromstring(text).forms:
        method = (form.get("method") or "get").lower()
        path = urlsplit(urljoin(page, form.get("action") or "")).path or page
        try:
            rules.match(path, method.upper())
        except HTTPException:
            continue
        if path not in LEFT_OUT:
            yield path, method, _operation(method, dict(_fields(form)))


def _fields(form: Any) -> Iterator[tuple[str, Described]]:
    for field in form.iter("input", "select", "textarea", "button"):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or name == "csrf_token":
            continue
        if field.tag == "select":
            yield name, _either([option.get("value") or "" for option in field.iter("option")])
        elif kind == "file":
            yield name, {"type": "string", "format": "binary"}
        elif kind in ("hidden", "submit", "radio", "checkbox", "button") or field.tag == "button":
            yield name, _either([field.get("value") or "on"])
        else:
            yield name, {"type": "string"}


def _either(options: list[str]) -> Described:
    return {"anyOf": [{"type": "string", "enum": sorted(set(options)) or [""]}, {"type": "string"}]}


def _operation(method: str, fields: dict[str, Described]) -> Described:
    responses = {"default": {"description": "an answer"}}
    if method == "get":
        return {
            "parameters": [{"name": n, "in": "query", "schema": s} for n, s in fields.items()],
            "responses": responses,
        }
    files = any(schema.get("format") == "binary" for schema in fields.values())
    kind = "multipart/form-data" if files else "application/x-www-form-urlencoded"
    return {
        "requestBody": {"required": True, "content": {kind: {"schema": {"type": "object", "properties": fields}}}},
        "responses": responses,
    }


def _add_fields(known: Described, more: Described) -> None:
    """The same form on another page may have other fields."""
    for kind, content in more.get("requestBody", {}).get("content", {}).items():
        had = known["requestBody"]["content"].setdefault(kind, content)
        had["schema"]["properties"] = {**content["schema"]["properties"], **had["schema"]["properties"]}
