"""Reading a mailbox from a bookmark on: each mail is accepted, then marked, then the bookmark moves.

A crash between any two of these makes the last mail be fetched once more; accept knows it by its content and keeps one.
A new UIDVALIDITY means that UIDs have lost their meaning; so does a mailbox that was put back from a backup, whose next
UID is lower than one that we read, or whose mail of that UID is another. Then what is unseen, or arrived since the last
that we accepted, is taken, and again accept keeps one of each: old mail is not answered once more.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
    last = int(selected.get(b"UIDNEXT", 1)) - 1
    bookmark = kept.load()
    if bookmark is None:
        first = _first(settings, validity, last)
    elif bookmark.validity != validity or last < bookmark.uid or _is_another(client, bookmark):
        _log.warning("the mailbox has new UIDs, or was put back: what is unseen or new in it is read")
        since = bookmark.arrived or _now()
        first = Bookmark(validity, 0, arrived=since, old=last, floor=since)
    else:
        return bookmark
    kept.save(first)
    return first


def read_new(
    client: IMAPClient,
    settings: ImapListener,
    bookmark: Bookmark,
    kept: Bookmarks,
    accept: AcceptEnvelope,
    is_ours: Callable[[], bool] = lambda: True,
) -> Bookmark:
    """Accept every mail behind the bookmark, while it ``is_ours`` to do so; the new bookmark.

    Raises Unavailable when one cannot be kept now (those before it are), and imaplib's errors.
    """
    old = _still_to_take(client, settings, bookmark) if bookmark.old > bookmark.uid else []
    behind = max(bookmark.uid, bookmark.old)
    # "n:*" is never empty: it always holds the last mail (RFC 3501, 6.4.8).
    found = client.search(["UID", f"{behind + 1}:*"])
    for uid, size, at in _sizes(client, [*old, *sorted(uid for uid in found if uid > behind)]):
        if not is_ours():
            return bookmark
        _take(client, settings, bookmark.validity, uid, size, accept)
        bookmark = replace(bookmark, uid=uid, arrived=max(bookmark.arrived, at), mark=at)
        kept.save(bookmark)
    if bookmark.old:
        uid = max(bookmark.uid, bookmark.old)
        bookmark = replace(bookmark, uid=uid, mark=bookmark.mark if uid == bookmark.uid else 0, old=0, floor=0)
        kept.save(bookmark)
    return bookmark


def _still_to_take(client: IMAPClient, settings: ImapListener, bookmark: Bookmark) -> list[int]:
    """Of what was there before: the unseen (but where only new mail is wanted), and what arrived since."""
    span = ["UID", f"{bookmark.uid + 1}:{bookmark.old}"]
    unseen = client.search([*span, "UNSEEN"]) if settings.start_with != "new" else []
    day = datetime.fromtimestamp(bookmark.floor, UTC).date() - timedelta(days=1)
    late = client.search([*span, "SINCE", day])
    since = [uid for uid, _, at in _sizes(client, sorted(late)) if at >= bookmark.floor]
    return sorted(uid for uid in {*unseen, *since} if bookmark.uid < uid <= bookmark.old)


def _is_another(client: IMAPClient, bookmark: Bookmark) -> bool:
    """Has the mail with the last UID that we read become another?"""
    return bookmark.mark != 0 and any(at != bookmark.mark for _, _, at in _sizes(client, [bookmark.uid]))


def _now() -> int:
    return int(datetime.now(UTC).timestamp())


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


def _sizes(client: IMAPClient, uids: list[int]) -> Iterator[tuple[int, int, int]]:
    """UID, size, and when it arrived, of those that are still there."""
    for start in range(0, len(uids), _SOME):
        some = uids[start : start + _SOME]
        told = client.fetch(some, ["RFC822.SIZE", "INTERNALDATE"])
        for uid in some:
            if uid in told:
                at = told[uid].get(b"INTERNALDATE")
                yield uid, int(told[uid].get(b"RFC822.SIZE", 0)), int(at.timestamp()) if at is not None else 0


def _body(fetched: Any) -> bytes:
    """The mail; servers say NIL of one without a byte in it. Raises IMAPClientError where the answer has none."""
    for name, value in fetched.items():
        if name.startswith(b"BODY[]"):
            return bytes(value or b"")
    raise IMAPClientError("an answer without the mail that was asked for")


def _first(settings: ImapListener, validity: int, last: int) -> Bookmark:
    """Where to begin in a mailbox that we have never read, whose last mail has the UID ``last``."""
    now = _now()
    if settings.start_with == "all":
        return Bookmark(validity, 0, arrived=now)
    if settings.start_with == "new":
        return Bookmark(validity, last, arrived=now)
    return Bookmark(validity, 0, arrived=now, old=last, floor=now)
