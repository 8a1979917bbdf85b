"""What processes, jobs and how they stand are called on the administrator's pages."""

import re
from collections.abc import Callable

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from gateway.running.alive import NEVER
from gateway.web.shared.labels import channel_name

PROCESSES: dict[str, LazyString] = {
    "worker-ingest": _("Worker: what comes in"),
    "worker-deliver": _("Worker: what is sent"),
    "worker-fetch": _("Worker: attachments"),
    "worker-letters": _("Worker: letters"),
    "cron": _("The clock of timed jobs"),
    "smtp": _("Mail that is brought to us (SMTP)"),
    "imap": _("The mailbox (IMAP)"),
    "folder": _("The folder of scans"),
    "poll": _("Asking providers what came"),
    "sweep": _("Looking after what was forgotten"),
    "deadlines": _("Deadlines"),
}
_SENDING = "sending by "
_STATES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile("ok"), lambda _found: gettext("runs")),
    (re.compile(NEVER), lambda _found: gettext("never heard")),
    (re.compile("never done"), lambda _found: gettext("never done")),
    (re.compile(r"silent for (\d+) s"), lambda found: gettext("silent for %(count)s seconds", count=found[1])),
    (re.compile(r"last done (\d+) s ago"), lambda found: gettext("last done %(count)s seconds ago", count=found[1])),
    (re.compile(r"refused: (.*)"), lambda found: gettext("refused: %(code)s", code=found[1])),
)
"""gateway/running/alive.py's words, which are also programs', as the page says them."""


def part_name(name: str) -> str:
    """A process, a timed job, or a way out."""
    if name.startswith(_SENDING):
        return str(gettext("Sending: %(way)s", way=way_name(name.removeprefix(_SENDING))))
    return str(PROCESSES.get(name, name.replace("-", " ").replace("_", " ")))


def way_name(part: str) -> str:
    """A channel, or one of its templates, by which messages leave."""
    channel, _sep, template = part.partition(":")
    name = channel_name(channel)
    return f"{name}: {template.replace('_', ' ')}" if template else name


def state_in_words(state: str) -> str:
    """How it stands; what a process said of itself stays as it is."""
    for form, say in _STATES:
        if (found := form.fullmatch(state)) is not None:
            return say(found)
    return state
