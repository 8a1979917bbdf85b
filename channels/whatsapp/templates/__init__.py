"""The account's content templates, from the files here: what is approved by WhatsApp, and the shapes of our questions.

``arzi templates push`` makes what is missing; a template whose text changed has another name and is approved anew.
What Meta asks of a template that is to be approved (``faults``):
https://www.twilio.com/docs/content/using-variables-with-content-api,
https://www.twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses,
https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/supported-languages
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from channels.providers.twilio.rest import calling, own_id
from channels.whatsapp.contents import LIST_PICKER, list_picker, name_of, quick_reply

CODES = {"en": "en", "ur": "ur", "roman_ur": "ur", "ps": "ps_AF"}
"""Our languages as WhatsApp knows them; Urdu in Latin letters is Urdu to it."""
LONGEST_BODY, LONGEST_NAME = 1024, 512
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Template:
    """One content as it is to stand in the account. ``category`` is WhatsApp's; None: it is not submitted. ``setting``
    is its key under channels.whatsapp.templates."""

    name: str
    language: str
    types: Mapping[str, Any]
    variables: Mapping[str, str]
    category: str | None = None
    setting: str | None = None

    @property
    def body(self) -> str:
        """What it says."""
        return str(next(iter(self.types.values()))["body"])


@dataclass(frozen=True, slots=True)
class State:
    """How a template stands in the account. ``approval`` is WhatsApp's word (approved, pending, rejected …), None where
    none is asked for; ``reason`` why it was rejected."""

    template: Template
    sid: str | None
    approval: str | None = None
    reason: str = ""

    @property
    def good(self) -> bool:
        """Can it be sent?"""
        return self.sid is not None and (self.template.category is None or self.approval == "approved")


@cache
def templates() -> tuple[Template, ...]:
    """All templates of the files, those to be approved first."""
    files = [one for one in resources.files(__name__).iterdir() if one.name.endswith(".json")]
    read = [json.loads(one.read_text(encoding="utf-8")) for one in sorted(files, key=lambda one: one.name)]
    approved = [template for one in read if "category" in one for template in _approved(one)]
    return (*approved, *(template for one in read if "category" not in one for template in _shapes(one)))


def faults(template: Template) -> list[str]:
    """Why WhatsApp would refuse it, as far as its rules say."""
    if template.category is None:
        return []
    body, found = template.body.strip(), _VARIABLE.findall(template.body)
    named = re.fullmatch(rf"[a-z0-9_]{{1,{LONGEST_NAME}}}", template.name)
    rules = {
        f"the name is not 1 to {LONGEST_NAME} lower-case letters, digits and underscores": not named,
        f"the body is empty or longer than {LONGEST_BODY} characters": not 0 < len(body) <= LONGEST_BODY,
        "the body begins or ends with a variable": bool(found)
        and (body.startswith("{{") or body.rstrip(".!?۔؟ ").endswith("}}")),
        "two variables stand side by side": re.search(r"\}\}\s*\{\{", body) is not None,
        "the variables are not numbered from 1 on": sorted(set(found))
        != [str(n) for n in range(1, len(set(found)) + 1)],
        "a variable has no sample": any(not template.variables.get(name, "").strip() for name in found),
        "the category is none of WhatsApp's": template.category not in ("UTILITY", "MARKETING", "AUTHENTICATION"),
        "its words are too few for its variables": len(_VARIABLE.sub("", body).split()) < 3 * len(set(found)),
    }
    return [rule for rule, broken in rules.items() if broken]


def states(client: Client) -> Iterator[State]:
    """How each template stands in the account. Raises as core.ports.Channel.send."""
    listed = calling(lambda: client.content.v1.contents.list(limit=1000))
    sids = {content.friendly_name: content.sid for content in listed if content.friendly_name}
    for template in templates():
        yield _state(client, template, sids.get(template.name))


def push(client: Client) -> Iterator[State]:
    """Make what is missing in the account and submit what must be approved. Raises as core.ports.Channel.send."""
    for state in states(client):
        template, sid = state.template, state.sid
        if sid is None:
            sid = _make(client, template)
        if template.category is not None and state.approval in (None, "unsubmitted"):
            _submit(client, template, sid)
        yield state if state.good or state.approval == "rejected" else _state(client, template, sid)


def _state(client: Client, template: Template, sid: str | None) -> State:
    if sid is None or template.category is None:
        return State(template, sid)
    fetched = calling(lambda: client.content.v1.contents(sid).approval_fetch().fetch())
    told: Mapping[str, Any] = fetched.whatsapp or {}
    return State(template, sid, str(told.get("status") or "unsubmitted"), str(told.get("rejection_reason") or ""))


def _make(client: Client, template: Template) -> str:
    request = ContentList.ContentCreateRequest(
        {
            "friendly_name": template.name,
            "language": template.language,
            "variables": dict(template.variables),
            "types": dict(template.types),
        }
    )
    return own_id(calling(lambda: client.content.v1.contents.create(request)).sid)


def _submit(client: Client, template: Template, sid: str) -> None:
    asked = ApprovalCreateList.ContentApprovalRequest({"name": template.name, "category": template.category})
    calling(lambda: client.content.v1.contents(sid).approval_create.create(asked))


def _approved(file: Mapping[str, Any]) -> Iterator[Template]:
    for language, body in file["bodies"].items():
        purpose = file["purpose"]
        name = f"arzi_{purpose}_{language}_{hashlib.sha256(body.encode()).hexdigest()[:6]}"
        samples = {number: said[language] for number, said in file["samples"].items()}
        setting = f"{purpose}.{language}"
        yield Template(name, CODES[language], {"twilio/text": {"body": body}}, samples, file["category"], setting)


def _shapes(file: Mapping[str, Any]) -> Iterator[Template]:
    kind = file["kind"]
    for body in file["bodies"]:
        first = len(_VARIABLE.findall(body)) + 1
        for count in file["counts"]:
            shape = (list_picker if kind == LIST_PICKER else quick_reply)(body, count, first)
            numbers = sorted({int(number) for number in _VARIABLE.findall(json.dumps(shape))})
            samples = {str(number): f"sample {number}" for number in numbers}
            yield Template(name_of(kind, shape), "en", {kind: shape}, samples)
