"""A stand-in for X: its API v2 at /simulator/x, and what people do there.

world.py what it remembers, and the webhooks that it posts to the gateway's own /in/x; api.py the API, which checks the
signature of each call (RFC 5849); hooks.py where it is told to call; people.py posts, direct messages, files, blocks.
Where ``poll`` is on nothing is posted to us, and it waits to be asked. For tests and for trying it out
(docs/simulator.md).
"""

from flask import Blueprint

from channels.x import Settings as Account
from gateway.config import Settings, channel_settings
from simulator.stand_ins.x import api, people
from simulator.stand_ins.x.world import PREFIX, World

__all__ = ["PREFIX", "World", "blueprint", "create"]


def create(settings: Settings) -> Blueprint | None:
    """The stand-in for the account that the settings name; None where the channel is off."""
    if "x" not in settings.enabled_channels:
        return None
    host = "127.0.0.1" if settings.web.host in ("0.0.0.0", "::") else settings.web.host  # noqa: S104 - compared only
    gateway = f"http://{host}:{settings.web.port}"
    return blueprint(World(channel_settings(settings, "x", Account), gateway, settings.var / "simulator" / "x-1.db"))


def blueprint(world: World) -> Blueprint:
    """The routes."""
    pages = Blueprint("x", __name__, url_prefix=PREFIX)
    api.add(pages, world)
    people.add(pages, world)
    return pages
