"""The citizen's own case on a page: look, answer a question, say whether it is solved, add evidence.

/track proves whose case it is and opens it here, in this browser, for an hour. No page needs JavaScript.
"""

from flask import Blueprint

from gateway.house import House
from gateway.web.citizen.pages import add_pages


def blueprint(house: House) -> Blueprint:
    """/case."""
    pages = Blueprint("citizen", __name__, url_prefix="/case")
    add_pages(pages, house)
    return pages
