"""The signed heads, for everybody: who keeps one can later show that nothing before it was rewritten."""

from flask import Blueprint, Response, abort, render_template

from core.store.casework import heads
from gateway.house import House


def blueprint(house: House) -> Blueprint:
    """/heads, and each head as it was signed."""
    pages = Blueprint("heads", __name__, url_prefix="/heads")

    @pages.get("")
    def latest() -> str:
        with house.store.read() as session:
            found = heads.latest(session)
        return render_template("heads/heads.html", heads=found)

    @pages.get("/<int:number>.json")
    def one(number: int) -> Response:
        with house.store.read() as session:
            found = heads.get(session, number)
        if found is None:
            abort(404)
        return Response(found.to_json(), content_type="application/json")

    return pages
