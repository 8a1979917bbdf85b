"""What every change of a letter has in common: whose it is, as which version it was seen, and where to go on."""

from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from core.conversation import Conversation
from core.errors import Conflict, NotFound, QueueUnavailable
from core.store import worklist
from core.store.mailroom import letters
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import conversations
from core.text.normalise import clean_text
from gateway.house import House
from gateway.web.mailroom.queries import next_allowed
from gateway.web.mailroom.rendering import desk_page
from gateway.web.shared.numbers import seen_version
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me

NOT_YOURS = _(
    "Another clerk has this letter, or changed it while you had it open. Nothing of yours was kept: look again."
)


def change(house: House, letter_id: int, ends: str | None, **values: Any) -> tuple[str, int] | None:
    """Change the letter, and end its conversation; the page that says why not, or None when it is done."""
    try:
        with house.store.write() as session:
            row = letters.get(session, letter_id)
            worklist.change(session, LetterRow, letter_id, seen_version(), me().id, house.clock.now(), **values)
            if ends is not None:
                conversation = conversation_of(session, row.conversation_id)
                conversations.save(session, conversation.with_(state=ends, needs_person=False))
    except Conflict:
        return desk_page(house, letter_id, problem=NOT_YOURS), 409
    return None


def conversation_of(session: Session, conversation_id: str) -> Conversation:
    found = conversations.get(session, conversation_id)
    if found is None:
        raise NotFound("the letter's record is gone")
    return found


def written_note() -> dict[str, str | None]:
    return {"note": clean_text(request.form.get("note", "")).strip()[:500] or None}


def reread(house: House, *letter_ids: int) -> None:
    """Have the files of these letters read again. If the queue is away, the sweep finds them."""
    with house.store.read() as session:
        found = [letters.envelope_of(session, letters.get(session, one))[0].person for one in letter_ids]
    for person in dict.fromkeys(found):
        try:
            house.queue.ingest(person)
        except QueueUnavailable:
            return


def ending(now: datetime) -> dict[str, Any]:
    return {"done_by": me().id, "done_at": now, "locked_by": None, "locked_until": None}


def go_on(house: House, done: int) -> Answer:
    with house.store.read() as session:
        following = next_allowed(session, scope_of(house, session, me()), me().id, house.clock.now(), after=done)
    if following is None:
        return redirect(url_for("mailroom.queue", done=done))
    return redirect(url_for("mailroom.letter", letter_id=following, done=done))
