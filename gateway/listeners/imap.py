"""The mailbox reader: connects, reads what is new, waits in IDLE, and begins again whenever the connection is lost.

One process, ``arzi listen imap``. What it has read stands in the database, so that an outage of any length skips
nothing. Sources: RFC 3501 (IMAP), RFC 2177 (IDLE: begun anew before 29 minutes), RFC 6851 (MOVE).
"""

import logging
import random
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from channels.email.settings import ImapListener
from core.errors import Unavailable
from gateway.listeners import AcceptEnvelope
from gateway.listeners.bookmarks import Bookmarks
from gateway.listeners.imap_reading import open_folder, read_new
from gateway.listeners.oauth2 import Tokens

_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0
_SLICE_S = 1.0
"""How soon a stop is noticed while waiting."""
_log = logging.getLogger(__name__)


def listen(
    settings: ImapListener,
    kept: Bookmarks,
    accept: AcceptEnvelope,
    stop: threading.Event,
    waiting: Callable[[], None] = lambda: None,
    trouble: Callable[[str], None] = lambda said: None,  # noqa: ARG005 - nobody wants to know
    is_ours: Callable[[], bool] = lambda: True,
) -> None:
    """Read the mailbox until ``stop``. ``waiting`` is told each time that all is read, ``trouble`` why it is not.
    ``is_ours``: is it our turn, or does another reader read?"""
    tokens = Tokens(settings)
    wait = _FIRST_WAIT_S
    while not stop.is_set():
        began = time.monotonic()
        try:
            if not _our_turn(is_ours, stop):
                return
            _session(settings, tokens, kept, accept, stop, waiting, is_ours)
        except LoginError as error:
            tokens.forget()
            _log.error("the mailbox does not let us in: %s", str(error)[:200])
            trouble("the mailbox does not let us in")
        except Unavailable as error:
            _log.warning("not now: %s: %s", error.kind, error.detail)
            trouble(error.kind)
        except (IMAPClientError, OSError, ValueError, AssertionError) as error:
            # imaplib ends in ValueError and AssertionError when a server breaks off in the middle of an answer
            _log.warning("the connection is lost: %s: %s", type(error).__name__, str(error)[:200])
            trouble(f"no connection to the mailbox: {type(error).__name__}")
        if stop.is_set():
            return
        wait = _FIRST_WAIT_S if time.monotonic() - began > _LONGEST_WAIT_S else min(wait * 2, _LONGEST_WAIT_S)
        stop.wait(wait * random.uniform(0.5, 1.0))  # noqa: S311 - only spreads reconnects


def _our_turn(is_ours: Callable[[], bool], stop: threading.Event) -> bool:
    """When it is; False where we are stopped before."""
    told = False
    while not stop.is_set():
        if is_ours():
            return True
        if not told:
            _log.warning("another process reads this mailbox: we read when it is gone")
            told = True
        stop.wait(_SLICE_S)
    return False


def _session(
    settings: ImapListener,
    tokens: Tokens,
    kept: Bookmarks,
    accept: AcceptEnvelope,
    stop: threading.Event,
    waiting: Callable[[], None],
    is_ours: Callable[[], bool],
) -> None:
    client = connect(settings, tokens)
    try:
        bookmark = open_folder(client, settings, kept)
        while not stop.is_set() and is_ours():
            bookmark = read_new(client, settings, bookmark, kept, accept, is_ours)
            waiting()
            _wait(client, settings, stop, is_ours)
    finally:
        with suppress(IMAPClientError, OSError, ValueError, AssertionError):
            client.shutdown()


def connect(settings: ImapListener, tokens: Tokens) -> IMAPClient:
    """A connection that is logged in. Raises imaplib's errors, OSError and NoToken."""
    context = ssl.create_default_context(cafile=settings.ca_file)
    client = IMAPClient(
        settings.host,
        port=settings.port,
        ssl=settings.security == "tls",
        ssl_context=context if settings.security == "tls" else None,
        timeout=settings.timeout_s,
    )
    try:
        if settings.security == "starttls":
            client.starttls(context)
        if settings.oauth2_token_url:
            client.oauth2_login(settings.user, tokens.token())
        else:
            client.login(settings.user, settings.password.get_secret_value() if settings.password else "")
    except BaseException:
        with suppress(IMAPClientError, OSError):
            client.shutdown()
        raise
    return client


def _wait(
    client: IMAPClient, settings: ImapListener, stop: threading.Event, is_ours: Callable[[], bool] = lambda: True
) -> None:
    """Until the server tells of something new, it is time to look, or another's turn."""
    if not client.has_capability("IDLE"):
        look_at = time.monotonic() + settings.poll_s
        while not stop.is_set() and is_ours() and (left := look_at - time.monotonic()) > 0:
            stop.wait(min(left, _SLICE_S))
        client.noop()
        return
    if _told_before(client):
        return
    until = time.monotonic() + settings.idle_s
    client.idle()
    if _told_at_once(client):
        client.idle_done()
        return
    while not stop.is_set() and time.monotonic() < until and is_ours():
        began = time.monotonic()
        told = client.idle_check(timeout=_SLICE_S)
        ended = not told and time.monotonic() - began < _SLICE_S / 2
        if ended or any(map(_is_news, told)):
            break
    client.idle_done()


def _told_before(client: IMAPClient) -> bool:
    """Did the server tell of new mail in its answer to another command? It does not repeat that in IDLE."""
    _, counts = client._imap.response("EXISTS")
    return any(count is not None for count in counts)


def _told_at_once(client: IMAPClient) -> bool:
    """Did news come in one packet with the answer to IDLE? idle_check looks at the socket, past what is buffered."""
    sock, file = client.socket(), getattr(client._imap, "_file", None)
    if file is None:
        return False
    sock.setblocking(False)
    try:
        return bool(file.peek(1))
    except (BlockingIOError, ssl.SSLError):
        return False
    finally:
        sock.setblocking(True)
        sock.settimeout(client._timeout.read)


def _is_news(response: object) -> bool:
    """Anything but a sign of life."""
    return not (isinstance(response, tuple) and response[:1] == (b"OK",))
