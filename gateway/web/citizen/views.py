"""/case: the page, and what its forms send."""

import re
import secrets

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from core.casework.proof import digits_of
from core.errors import Rejected
from core.intake import follow_ups, proving
from core.intake.result import FollowUp, FollowUpKind
from core.reference.phrasebook import state_in_words
from core.services import notifications
from core.services.cases import Cases
from core.store.casework import additions, tickets, wrong_proofs
from core.store.casework.additions import StoredFile
from core.store.engine import Store
from gateway.house import House
from gateway.web.citizen import access
from gateway.web.citizen.access import Proof
from gateway.web.citizen.presenters import present
from gateway.web.shared import phrases
from gateway.web.shared.client import client_address
from gateway.web.shared.file_kinds import kind_of, plain_name

_MOST_WORDS, _MOST_FILES = 5000, 6
_FORM_ID = re.compile(r"[A-Za-z0-9_-]{16,40}")
_SAID = {"yes": FollowUpKind.SATISFIED, "no": FollowUpKind.DISSATISFIED, "answer": FollowUpKind.ANSWER}


def add_pages(pages: Blueprint, house: House) -> None:
    """Adds the page, its forms and its end."""

    @pages.get("")
    def case() -> str | Response:
        found = access.opened(house)
        if found is None:
            return _prove_first()
        number, proof = found
        return (
            _page(house, number, note=request.args.get("note", ""))
            if proof is Proof.CODE
            else _state(house.store, number)
        )

    @pages.post("")
    def say() -> str | Response | tuple[str, int]:
        return _say(house)

    @pages.post("/close")
    def close() -> Response:
        with house.store.write() as session:
            access.close_case(session)
        return _prove_first()


def _say(house: House) -> str | Response | tuple[str, int]:
    found = access.opened(house)
    if found is None:
        return _prove_first()
    number, proof = found
    if proof is not Proof.CODE:
        if _by_code(house, number):
            return redirect(url_for("citizen.case", language=phrases.chosen()), 303)
        return _state(house.store, number, problem="code_needed"), 403
    text = request.form.get("text", "").strip()[:_MOST_WORDS]
    said = _SAID.get(request.form.get("say", ""))
    if _too_much(house, number):
        return _page(house, number, problem="too_much", text=text), 429
    try:
        files = _files(house.store)
    except Rejected:
        return _page(house, number, problem="wrong_file", text=text), 400
    if not (text or files or said in (FollowUpKind.SATISFIED, FollowUpKind.DISSATISFIED)):
        return _page(house, number, problem="nothing_said"), 400
    note = _keep(house, number, said, text, files)
    return redirect(url_for("citizen.case", language=phrases.chosen(), note=note), 303)


def _prove_first() -> Response:
    return redirect(url_for("tracking.ask", language=phrases.chosen()), 303)


def _page(house: House, number: str, **values: object) -> str:
    with house.store.read() as session:
        ticket = tickets.get(session, number)
        case = present(session, house.cases, ticket, phrases.chosen(), house.clock.now())
    return render_template(
        "citizen/case.html", case=case, form_id=secrets.token_urlsafe(16), **phrases.for_templates(), **values
    )


def _state(store: Store, number: str, **values: object) -> str:
    """What four digits show: the state, and nothing that was said."""
    with store.read() as session:
        state = state_in_words(tickets.get(session, number), phrases.chosen())
    return render_template("citizen/state.html", number=number, state=state, **phrases.for_templates(), **values)


def _by_code(house: House, number: str) -> bool:
    """Is it surely the citizen? Where it is not yet, the code is on its way to them."""
    code = digits_of(request.form.get("code", ""))
    now = house.clock.now()
    with house.store.write() as session:
        if code and proving.is_right(session, house.cases, number, code, now, _place(house.cases)):
            access.open_case(house.clock, session, number, Proof.CODE)
            return True
        person = proving.send_code(session, house.cases, number, now)
    if person is not None:
        house.queue.deliver(person)
    return False


def _place(cases: Cases) -> str:
    """From where is asked: tries are counted for each place by itself."""
    return wrong_proofs.block_of(client_address(), cases.secret or "")


def _too_much(house: House, number: str) -> bool:
    """Was more added to this case in a day than a person needs?"""
    with house.store.read() as session:
        case = tickets.conversation_of(session, number)
        return case is not None and additions.too_much(session, case, house.clock.now())


def _files(store: Store) -> list[StoredFile]:
    """The files of the form, kept as blobs. Raises Unsupported before anything is kept."""
    chosen = [file for file in request.files.getlist("files") if file.filename][:_MOST_FILES]
    read = [(file, content, kind_of(content)) for file in chosen if (content := file.stream.read())]
    return [_kept(store, file, content, kind) for file, content, kind in read]


def _kept(store: Store, file: FileStorage, content: bytes, kind: str) -> StoredFile:
    return StoredFile(store.blobs.put(content), len(content), kind, plain_name(file.filename))


def _keep(house: House, number: str, said: FollowUpKind | None, text: str, files: list[StoredFile]) -> str:
    """Keep it and do what it says; which note the page then shows. A form that comes twice is done once."""
    form_id = request.form.get("form_id", "")
    now = house.clock.now()
    with house.store.write() as session:
        ticket = tickets.get(session, number)
        case = tickets.conversation_of(session, number)
        if case is None or _FORM_ID.fullmatch(form_id) is None:
            return "not_kept"
        if not additions.add(session, case, f"{number}:{form_id}", text, files, now):
            return "kept"
        if said is None:
            notifications.citizen_added(session, ticket, form_id, now)
            return "kept"
        refused = _do(session, house, FollowUp(number, said, text, case))
    house.queue.deliver(ticket.person)
    return "not_now" if refused else "kept"


def _do(session: Session, house: House, word: FollowUp) -> bool:
    """Was it refused? Then somebody was faster, or it is too late."""
    return bool(follow_ups.apply(session, house.cases, word, house.clock.now()))
