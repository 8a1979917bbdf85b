"""/case: the page, and what its forms send."""

import re
import secrets

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from core import case_words, proving
from core.case_words import CaseWord, Said
from core.errors import Rejected
from core.store.casework import additions, case_notices, tickets
from core.store.casework.additions import KeptFile
from core.text.normalise import fold_digits
from gateway.house import House
from gateway.web.citizen import opened, words
from gateway.web.citizen.shown import look
from gateway.web.kinds_of_file import kind_of, plain_name

_MOST_WORDS, _MOST_FILES = 5000, 6
_FORM_ID = re.compile(r"[A-Za-z0-9_-]{16,40}")
_SAID = {"yes": Said.SATISFIED, "no": Said.DISSATISFIED, "answer": Said.ANSWER}


def add_pages(pages: Blueprint, house: House) -> None:
    """Adds the page, its forms and its end."""

    @pages.get("")
    def case() -> str | Response:
        number = opened.opened(house.clock.now())
        return _page(house, number, note=request.args.get("note", "")) if number else _prove_first()

    @pages.post("")
    def say() -> str | Response | tuple[str, int]:
        number = opened.opened(house.clock.now())
        if number is None:
            return _prove_first()
        text = request.form.get("text", "").strip()[:_MOST_WORDS]
        said = _SAID.get(request.form.get("say", ""))
        try:
            files = _files(house)
        except Rejected:
            return _page(house, number, problem="wrong_file", text=text), 400
        if not (text or files or said in (Said.SATISFIED, Said.DISSATISFIED)):
            return _page(house, number, problem="nothing_said"), 400
        if said is Said.SATISFIED and not _by_code(house, number):
            return _page(house, number, problem="code_needed", text=text, ask_code=True), 403
        note = _keep(house, number, said, text, files)
        return redirect(url_for("citizen.case", language=words.chosen(), note=note), 303)

    @pages.post("/close")
    def close() -> Response:
        opened.close_case()
        return _prove_first()


def _prove_first() -> Response:
    return redirect(url_for("tracking.ask", language=words.chosen()), 303)


def _page(house: House, number: str, **values: object) -> str:
    with house.store.read() as session:
        ticket = tickets.get(session, number)
        case = look(session, house.cases, ticket, words.chosen(), house.clock.now())
    return render_template(
        "citizen/case.html", case=case, form_id=secrets.token_urlsafe(16), **words.for_templates(), **values
    )


def _by_code(house: House, number: str) -> bool:
    """Is it surely the citizen? Where it is not yet, the code is on its way to them."""
    if opened.by_code():
        return True
    code = "".join(filter(str.isdigit, fold_digits(request.form.get("code", ""))))
    now = house.clock.now()
    with house.store.write() as session:
        if code and proving.is_right(session, house.cases.secret or "", number, code, now):
            opened.open_case(number, now, opened.Proof.CODE)
            return True
        person = proving.send_code(session, house.cases, number, now)
    if person is not None:
        house.queue.deliver(person)
    return False


def _files(house: House) -> list[KeptFile]:
    """The files of the form, kept as blobs. Raises Unsupported before anything is kept."""
    chosen = [file for file in request.files.getlist("files") if file.filename][:_MOST_FILES]
    read = [(file, content, kind_of(content)) for file in chosen if (content := file.stream.read())]
    return [_kept(house, file, content, kind) for file, content, kind in read]


def _kept(house: House, file: FileStorage, content: bytes, kind: str) -> KeptFile:
    return KeptFile(house.store.blobs.put(content), len(content), kind, plain_name(file.filename))


def _keep(house: House, number: str, said: Said | None, text: str, files: list[KeptFile]) -> str:
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
            case_notices.citizen_added(session, ticket, form_id, now)
            return "kept"
        refused = _do(session, house, CaseWord(number, said, text, case))
    house.queue.deliver(ticket.person)
    return "not_now" if refused else "kept"


def _do(session: Session, house: House, word: CaseWord) -> bool:
    """Was it refused? Then somebody was faster, or it is too late."""
    return bool(case_words.apply(session, house.cases, word, house.clock.now()))
