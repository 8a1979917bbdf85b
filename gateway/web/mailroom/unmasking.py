"""A letter that is on nobody's desk, or on another's, is shown as it is to whoever says why: the reason is kept, in the
case's history too."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from core.casework import reveal
from core.errors import NotAllowed
from core.store.casework import tickets
from core.store.mailroom import letters
from core.store.staff import access_log
from core.text.normalise import clean_text
from gateway.house import House
from gateway.web.mailroom.masks import LOOK
from gateway.web.mailroom.rendering import desk_page
from gateway.web.mailroom.steps import conversation_of
from gateway.web.staff.users import me


def add_unmasking(desk: Blueprint, house: House) -> None:
    """Adds giving the reason."""

    @desk.post("/<int:letter_id>/reveal")
    def unmask(letter_id: int) -> Answer | tuple[str, int]:
        reason = clean_text(request.form.get("reason", "")).strip()[:300]
        if not reason:
            return desk_page(house, letter_id, problem=gettext("Please write why you need to see it.")), 400
        now = house.clock.now()
        with house.store.write() as session:
            row = letters.get(session, letter_id)
            ticket = tickets.of_conversation(session, row.conversation_id)
            if ticket is not None:
                house.cases.do(
                    session,
                    ticket.number,
                    lambda ticket, at, policy: reveal(ticket, LOOK, reason, me().actor, at, policy),
                    now,
                )
            elif conversation_of(session, row.conversation_id).complaint.get("anonymous") == "yes":
                raise NotAllowed("reveal an anonymous writer", tell="This citizen wishes not to be named.")
            number = ticket.number if ticket else None
            access_log.write_down(session, me().id, LOOK, str(letter_id), now, ticket=number, reason=reason)
        return redirect(url_for("mailroom.letter", letter_id=letter_id))
