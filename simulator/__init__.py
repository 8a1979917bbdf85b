"""A stand-in for the world outside, for development and tests: phones with WhatsApp and
Twilio between them and us, and mailboxes.

It is the other side of Twilio. It posts signed webhooks to the gateway's /in/whatsapp, and it implements the REST
calls that twilio's own Python client makes, under ``/simulator/twilio``: set that as the base of Twilio's API, and the
gateway runs its production code unchanged. The page is at ``/simulator``; ``/simulator/api`` is the same for tests.

It keeps its own SQLite file, shared by all web processes, and never touches the gateway's tables. Requests go to the
gateway's own URL only. Never mounted in production.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from simulator import contents
from simulator.account import Account
from simulator.database import Database
from simulator.dispatcher import Dispatcher
from simulator.mailbox.office import Office
from simulator.web import api, calls, mailbox, page, twilio_calls, twilio_content, twilio_media, twilio_messages
from simulator.web.local_only import refuse_strangers
from simulator.web.twilio_auth import answer_refusals
from simulator.world import World

PREFIX = "/simulator"
API = "/simulator/twilio"
"""Append this to the gateway's local URL: the base of the simulated Twilio API."""


def create_blueprint(
    *,
    account_sid: str,
    auth_token: str,
    number: str,
    helpline: str,
    public_url: str,
    local_url: str,
    state_dir: Path,
    templates: Iterable[Mapping[str, Any]] = (),
    office: Office | None = None,
) -> Blueprint:
    """The simulator as a blueprint to register; it is mounted at /simulator.

    ``account_sid`` and ``auth_token`` are those that the gateway's Twilio channel is set up with; ``number`` (WhatsApp
    and SMS) and ``helpline`` its own numbers in E.164. Signatures are made over ``public_url``; requests really go to
    ``local_url``. ``state_dir`` is made when it is not there. ``templates`` are approved content templates in the form
    of Twilio's Content API, each with its ``sid``.
    ``office`` is where citizens' mails go; without one there is no mailbox page.

    The dispatcher, which works in the background from the first request on, is ``app.extensions["simulator"]``.
    Exempt it from CSRF protection: the simulated API is called with credentials, the page's with JSON only.
    """
    account = Account(account_sid, auth_token, number, helpline, public_url.rstrip("/"), local_url.rstrip("/"))
    world = World(account, Database(state_dir), office)
    with world.database.write() as tx:
        for template in templates:
            contents.add(tx, template, sid=template["sid"], approved=True)
    blueprint = Blueprint("simulator", __name__, url_prefix=PREFIX, template_folder="templates", static_folder="static")
    refuse_strangers(blueprint, account.local_url)
    _dispatch(blueprint, Dispatcher(world))
    answer_refusals(blueprint)
    for rooms in (page, api, calls, mailbox, twilio_messages, twilio_media, twilio_content, twilio_calls):
        rooms.add_routes(blueprint, world)
    return blueprint


def _dispatch(blueprint: Blueprint, dispatcher: Dispatcher) -> None:
    """Have it work from the first request on, and look again after each."""
    blueprint.before_request(dispatcher.start)

    @blueprint.after_request
    def wake(response: Any) -> Any:
        dispatcher.wake()
        return response

    @blueprint.record_once
    def remember(state: BlueprintSetupState) -> None:
        state.app.extensions["simulator"] = dispatcher
