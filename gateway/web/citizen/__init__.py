"""The citizen's own case on a page: look, answer a question, say whether it is solved, add evidence.

/track proves whose case it is and opens it here, in this browser, for an hour: by four digits of the phone only its
state, by a code all of it. No page needs JavaScript.
"""

from flask import Blueprint, Response

from gateway.house import House
from gateway.web.citizen.views import add_pages


def blueprint(house: House) -> Blueprint:
    """/case."""
    pages = Blueprint("citizen", __name__, url_prefix="/case")
    add_pages(pages, house)

    @pages.after_request
    def kept_nowhere(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response

    return pages
