"""Reading a mailbox from a bookmark on: each mail is accepted, then marked, then the bookmark moves.

A crash between any two of these makes the last mail be fetched once more; accept knows it by its content and keeps one.
A new UIDVALIDITY means that UIDs have lost their meaning: the whole mailbox is read again, and again accept keeps one.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError

from channels.email.parse import envelope_id
from channels.email.settings import ImapListener
from core.errors import Rejected
from core.messages import Envelope
from gateway.listeners import AcceptEnvelope
from gateway.listeners.bookmarks import Bookmark, Bookmarks

_log = logging.getLogger(__name__)
_SOME = 200
"""Mails whose sizes are asked for at a time."""


def open_folder(client: IMAPClient, settings: ImapListener, kept: Bookmarks) -> Bookmark:
    """Select the folder and say where to go on. Raises imaplib's errors and StoreUnavailable."""
    selected = client.select_folder(settings.folder)
    validity = int(selected.get(b"UIDVALIDITY", 0))
    bookmark = kept.load()
    if bookmark is not None and bookmark.validity == validity:
        return bookmark
    if bookmark is not None:
        _log.warning("the mailbox has new UIDs: it is read again from its beginning")
        return Bookmark(validity, 0)
    first = Bookmark(validity, _before_first(client, settings, selected))
    kept.save(first)
    return first


def read_new(
    client: IMAPClient, settings: ImapListener, bookmark: Bookmark, kept: Bookmarks, accept: AcceptEnvelope
) -> Bookmark:
    """Accept every mail behind the bookmark; the new bookmark.

    Raises Unavailable when one cannot be kept now (those before it are), and imaplib's errors.
    """
    # "n:*" is never empty: it always holds the last mail (RFC 3501, 6.4.8).
    found = client.search(["UID", f"{bookmark.uid + 1}:*"])
    for uid, size in _sizes(client, sorted(uid for uid in found if uid > bookmark.uid)):
        _take(client, settings, bookmark.validity, uid, size, accept)
        bookmark = Bookmark(bookmark.validity, uid)
        kept.save(bookmark)
    return bookmark


def _take(
    client: IMAPClient, settings: ImapListener, validity: int, uid: int, size: int, accept: AcceptEnvelope
) -> None:
    part = f"BODY.PEEK[]<0.{settings.max_bytes}>" if size > settings.max_bytes else "BODY.PEEK[]"
    fetched = client.fetch([uid], [part, "INTERNALDATE"]).get(uid)
    if not fetched:
        return  # removed by somebody else in between
    raw = _body(fetched)
    facts = {"mailbox": settings.folder, "uid": str(uid), "uidvalidity": str(validity)}
    arrived = fetched.get(b"INTERNALDATE")
    if isinstance(arrived, datetime):
        facts["arrived"] = arrived.astimezone(UTC).isoformat()
    if size > settings.max_bytes:
        facts["cut_from_bytes"] = str(size)
    try:
        accept(Envelope("email", envelope_id(raw), raw, datetime.now(UTC), facts))
    except Rejected as error:
        _log.warning("left where it is: %s: %s", error.kind, error.detail, extra={"uid": uid})
        return
    _mark(client, settings, uid)


def _mark(client: IMAPClient, settings: ImapListener, uid: int) -> None:
    """It is kept: say so in the mailbox."""
    client.add_flags([uid], [SEEN], silent=True)
    if settings.done_folder is None:
        return
    if client.has_capability("MOVE"):
        client.move([uid], settings.done_folder)
    else:
        client.copy([uid], settings.done_folder)
        client.delete_messages([uid], silent=True)
        client.expunge([uid]) if client.has_capability("UIDPLUS") else client.expunge()


def _sizes(client: IMAPClient, uids: list[int]) -> Iterator[tuple[int, int]]:
    for start in range(0, len(uids), _SOME):
        some = uids[start : start + _SOME]
        told = client.fetch(some, ["RFC822.SIZE"])
        for uid in some:
            if uid in told:
                yield uid, int(told[uid].get(b"RFC822.SIZE", 0))


def _body(fetched: Any) -> bytes:
    """The mail; servers say NIL of one without a byte in it. Raises IMAPClientError where the answer has none."""
    for name, value in fetched.items():
        if name.startswith(b"BODY[]"):
            return bytes(value or b"")
    raise IMAPClientError("an answer without the mail that was asked for")


def _before_first(client: IMAPClient, settings: ImapListener, selected: Any) -> int:
    """The UID before the first mail that is ours to take, in a mailbox that we have never read."""
    if settings.start_with == "all":
        return 0
    if settings.start_with == "new":
        return int(selected.get(b"UIDNEXT", 1)) - 1
    unseen = client.search(["UNSEEN"])
    return min(unseen) - 1 if unseen else int(selected.get(b"UIDNEXT", 1)) - 1
