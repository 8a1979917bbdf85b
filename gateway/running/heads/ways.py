"""The ways by which a head leaves the machine. Each is tried until it worked; none waits for another."""

import functools
import logging
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import httpx

from channels.email import Settings as EmailSettings
from channels.email.send import hand_over
from core.casework.heads import Signed
from core.errors import ArziError, DeliveryDelayed
from core.store.casework import heads
from core.store.engine import Store
from gateway.config import Settings, channel_settings
from gateway.running.heads.stamping import stamp

Way = Callable[[Signed], str | None]
"""Sends one; what it got for it, where that proves something. Raises ArziError."""
TIMESTAMP = "timestamp"
_TIMEOUT_S = 30
_log = logging.getLogger(__name__)


def ways(settings: Settings) -> Mapping[str, Way]:
    """Those that are configured. Raises ConfigInvalid."""
    chosen, found = settings.heads, dict[str, Way]()
    if (folder := settings.heads_dir) is not None:
        found["file"] = functools.partial(_to_folder, folder)
    if chosen.mail_to:
        found["mail"] = functools.partial(_by_mail, channel_settings(settings, "email", EmailSettings), chosen.mail_to)
    if chosen.url is not None:
        token = chosen.token.get_secret_value() if chosen.token is not None else None
        found["http"] = functools.partial(_by_http, chosen.url, token)
    if chosen.timestamp_url is not None:
        found[TIMESTAMP] = functools.partial(stamp, chosen.timestamp_url, settings.timestamp_roots)
    return found


def send(store: Store, to: Mapping[str, Way], now: Callable[[], datetime]) -> int:
    """What did not leave yet, by every way, the oldest first; how many are left. Raises StoreUnavailable."""
    left = 0
    for name, way in to.items():
        with store.read() as session:
            waiting = heads.unsent(session, name)
        for done, signed in enumerate(waiting):
            try:
                receipt = way(signed)
            except ArziError as error:
                _log.warning("a head could not be sent by %s: %s", name, error.detail or error.kind)
                left += len(waiting) - done
                break
            with store.write() as session:
                heads.was_sent(session, signed.head.number, name, now(), receipt)
    return left


def name_of(signed: Signed) -> str:
    """Of its file. They sort as they followed each other."""
    return f"arzi-head-{signed.head.number:06}-{signed.head.at:%Y-%m-%d}.json"


def _to_folder(folder: Path, signed: Signed) -> None:
    """A file that is there is not written over: a folder that allows no changes is the best one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / name_of(signed)).open("x", encoding="utf-8") as file:
            file.write(signed.to_json())
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        if (folder / name_of(signed)).read_text(encoding="utf-8") != signed.to_json():
            raise DeliveryDelayed(f"{name_of(signed)} is there with another content: run `arzi verify`") from None
    except OSError as error:
        raise DeliveryDelayed(f"{folder}: {error.strerror}") from error


def _by_mail(settings: EmailSettings, to: tuple[str, ...], signed: Signed) -> None:
    head, name = signed.head, name_of(signed)
    for address in to:
        mail = EmailMessage(policy.SMTP)
        mail["From"], mail["To"] = settings.address, address
        mail["Subject"] = f"Arzi: head {head.number} of {head.at:%Y-%m-%d}"
        mail["Date"] = head.at
        mail["Message-ID"] = f"<{name.removesuffix('.json')}.{signed.hash[:16]}@{settings.address.partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(
            f"The signed head of everything that happened in Arzi until {head.at:%Y-%m-%d %H:%M} UTC.\n"
            f"Its hash is {signed.hash}. Keep this mail: `arzi verify --copies` compares it with the database.\n"
        )
        mail.add_attachment(signed.to_json().encode(), maintype="application", subtype="json", filename=name)
        hand_over(mail, settings.address, address, settings.submission, name)


def _by_http(url: str, token: str | None, signed: Signed) -> None:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    try:
        httpx.post(url, content=signed.to_json(), headers=headers, timeout=_TIMEOUT_S).raise_for_status()
    except httpx.HTTPStatusError as error:
        raise DeliveryDelayed(f"{error.request.url.host} answered {error.response.status_code}") from error
    except httpx.HTTPError as error:
        raise DeliveryDelayed(f"{type(error).__name__}") from error
