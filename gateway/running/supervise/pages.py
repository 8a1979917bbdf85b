"""Waits until the web answers, starts what waits for that, says which pages to open and when the assistant is awake."""

import time
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from gateway.config import Settings, load_settings
from gateway.running.supervise.conf import GROUP
from gateway.running.supervise.control import control

PATIENCE_S = 600
FIRST_S = 10
"""How long the others wait for the web at most."""


def answers(url: str, *, well: bool = False) -> bool:
    """Is there somebody at this URL, whatever they say? ``well``: do they say 2xx?"""
    try:
        with urlopen(url, timeout=2):  # noqa: S310 - our own, from the configuration
            return True
    except HTTPError:
        return not well
    except (URLError, OSError):
        return False


def wait_for(url: str, patience_s: float = PATIENCE_S, *, well: bool = False) -> bool:
    """Wait until somebody answers there."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if answers(url, well=well):
            return True
        time.sleep(0.1)
    return False


def ready_url(settings: Settings) -> str:
    """Where Rasa says 200 when its model is loaded and its stores are there."""
    return f"{settings.rasa.url}/webhooks/arzi/ready"


def pages(settings: Settings) -> list[tuple[str, str]]:
    """The pages that people open, and what each is."""
    base = f"http://{settings.web.host}:{settings.web.port}"
    simulator = [(f"{base}/simulator", "a phone with WhatsApp on it, to try it out")] if settings.simulated else []
    mailbox = [(f"{base}/simulator/mailbox", "a mailbox, to write to the office and be answered")]
    web_app = [(f"{base}/complain", "where citizens complain without WhatsApp")]
    return [
        *simulator,
        *(mailbox if settings.has_mailbox else []),
        *(web_app if "web" in settings.enabled_channels else []),
        (f"{base}/track", "where citizens look up their complaint"),
    ]


def main() -> None:
    """Do all that, and end."""
    settings = load_settings()
    base = f"http://{settings.web.host}:{settings.web.port}"
    wait_for(f"{base}/", FIRST_S)
    control(settings.var).supervisor.startProcessGroup(GROUP, False)
    if not wait_for(f"{base}/"):
        return
    shown = pages(settings)
    width = max(len(url) for url, _ in shown)
    say("Arzi is ready. Open", *(f"    {url:<{width}}  {what}" for url, what in shown), "Ctrl-C stops it.")
    rasa = ready_url(settings)
    if settings.rasa.embedded and not answers(rasa, well=True):
        say("The assistant is still waking up: until then the plain questions are asked.")
        if wait_for(rasa, well=True):
            say("The assistant is awake.")


def say(*lines: str) -> None:
    """On the terminal, by way of the supervisor."""
    print("\n".join(lines), flush=True)  # noqa: T201 - what it is there for


if __name__ == "__main__":
    main()
