"""The processes of one machine."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gateway.cli.listen import LISTENERS
from gateway.config import Settings
from gateway.running.supervise.assistant import assistant_command, assistant_secrets
from gateway.running.supervise.embedded_redis import redis_command
from nlu.understand import ASSISTANT

LONGEST_STOP_S = 20


@dataclass(frozen=True, slots=True)
class Program:
    """A process, or ``count`` of them. ``once``: it ends by itself, and is not started again.

    ``first`` ones are started before and stopped after the others. ``waits``: it is not started at once, but by
    pages.py when the web answers, so that nothing slows that down. ``environment`` is written down for supervisord;
    ``secrets`` are not: they go from its environment to the process's.
    """

    name: str
    command: Sequence[str]
    directory: Path
    count: int = 1
    first: bool = False
    once: bool = False
    waits: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    stop_within_s: int = LONGEST_STOP_S


def programs(settings: Settings, assistant_at: Path = ASSISTANT) -> list[Program]:
    """All processes that the settings ask for on this machine."""
    home = settings.home
    arzi = (sys.executable, "-m", "gateway")
    return [
        *embedded_redis(settings),
        Program("web", (*arzi, "web"), home),
        *assistant(settings, assistant_at),
        *(
            Program(name, (*arzi, "worker", name), home, count=count, waits=True)
            for name, count in settings.workers.model_dump().items()
        ),
        *(Program(name, (*arzi, "listen", name), home, waits=True) for name in listeners(settings)),
        *([Program("mailbox", (*arzi, "listen", "mailbox"), home, waits=True)] if settings.has_mailbox else []),
        Program("cron", (*arzi, "cron"), home, waits=True),
        Program("arzi", (sys.executable, "-m", "gateway.running.supervise.pages"), home, once=True),
    ]


def listeners(settings: Settings) -> list[str]:
    """The listeners that a channel's section switches on: ``channels.email.smtp.enabled: true``."""
    return [name for name in LISTENERS if any(settings.is_on(channel, name) for channel in settings.enabled_channels)]


def embedded_redis(settings: Settings) -> list[Program]:
    """The Redis that comes along; none when ``redis_url`` names another."""
    if settings.redis_url:
        return []
    return [Program("redis", redis_command(settings), settings.home, first=True)]


def assistant(settings: Settings, folder: Path) -> list[Program]:
    """Rasa, unless it runs elsewhere."""
    if not settings.rasa.embedded:
        return []
    return [
        Program(
            "rasa",
            assistant_command(settings, folder),
            settings.home,
            secrets=assistant_secrets(settings),
            waits=True,
            stop_within_s=10,
        )
    ]
