"""What was judged a machine's mail and not answered, with why: a complaint after all, or not."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from core.complaint import Complaint, Field, Source
from core.store.pipeline import unanswered
from core.store.pipeline.tables import MessageRow
from core.store.staff.admin_log import write_down
from gateway.house import House
from gateway.web.shared.numbers import form_numbers
from gateway.web.staff.scope import Scope, scope_of
from gateway.web.staff.users import me

SURE = 0.9
"""As channels.email.automatic has it: below, it may be a person's."""

_REASONS = {
    "ours": _("our own mail that came back"),
    "report": _("a report on a mail that was sent"),
    "list": _("it came by a mailing list"),
    "precedence-list": _("it says that it is a list's"),
    "precedence-bulk": _("it says that it went to many"),
    "precedence-junk": _("it says that it is unimportant"),
    "bulk-mailer": _("a program for newsletters sent it"),
    "auto-generated": _("it says that a program made it"),
    "auto-notified": _("it says that a program made it"),
    "auto-replied": _("it says that a program answered"),
    "auto-reply-field": _("it says that a program answered"),
    "asks-for-no-answer": _("it asks for no automatic answer"),
    "no-return-path": _("it names nobody to return it to"),
    "no-reply-address": _("its address takes no answers"),
    "away-subject": _("its subject says that somebody is away"),
    "recall": _("it takes another mail back"),
    "meeting": _("it answers an invitation"),
    "too-many": _("too many mails came from there within an hour"),
    "copier": _("a copier sent it"),
    "voicemail": _("a voice mailbox sent it: please listen to it"),
    "-web-form": _("but it is a form's, with the writer's address"),
    "-sent-to-a-group-address": _("but it was sent to a group's address"),
}
_KINDS = {
    "auto-reply": _("automatic reply"),
    "bounce": _("could not be delivered"),
    "delivery-report": _("delivery report"),
    "list": _("mailing list"),
    "loop": _("loop"),
}


def add(room: Blueprint, house: House) -> None:
    """/admin/unanswered."""

    @room.get("/unanswered")
    def unanswered_page() -> str:
        with house.store.read() as session:
            scope = scope_of(house, session, me())
            found = [row for row in unanswered.rows(session) if _allowed(scope, row)]
            perhaps = [row for row in found if _score(row) < SURE]
            rows = [*perhaps, *(row for row in found if _score(row) >= SURE)]
            return render_template(
                "administration/unanswered.html", rows=rows, unsure={row.id for row in perhaps}, why=_why, kinds=_KINDS
            )

    @room.post("/unanswered")
    def judge() -> Response:
        chosen = form_numbers("id")
        complaint = request.form.get("do") == unanswered.COMPLAINT
        now = house.clock.now()
        persons: set[str] = set()
        with house.store.write() as session:
            scope = scope_of(house, session, me())
            seen = {row.id for row in unanswered.rows(session) if _allowed(scope, row)}
            for one in seen & set(chosen):
                person = unanswered.is_complaint(session, one) if complaint else None
                done = person is not None if complaint else unanswered.is_none(session, one)
                if person is not None:
                    persons.add(person)
                if done:
                    write_down(session, me().id, "is a complaint" if complaint else "is no complaint", str(one), now)
        for person in sorted(persons):
            house.queue.ingest(person)
        return redirect(url_for("administration.unanswered_page"))


def _allowed(scope: Scope, row: MessageRow) -> bool:
    """As of a letter that is no case yet: not to whoever it complains of."""
    words = f"{row.details.get('subject') or ''} {row.full_text or row.text or ''}"
    return scope.allows_record(Complaint({"description": Field(words, 1.0, Source.TEXT)}), None)


def _score(row: MessageRow) -> float:
    return float(row.details.get("score") or 1.0)


def _why(row: MessageRow) -> list[str]:
    return [str(_REASONS.get(name, name)) for name in row.details.get("reasons") or ()]
