"""/complain: the citizen's web app. One page that tells, asks and answers; without JavaScript as a plain form.

visitor.py who somebody is, by the secret in their cookie; forms.py what a form holds, checked; taking.py how it becomes
a message of the channel ``web``; thread.py what was said, as pages show it; cases.py their complaints; views.py the
addresses that show, posts.py those that change something. With JavaScript the same page is a chat (static/complain/):
news.py tells it what is new, app_files.py is what makes it an app. docs/web-app.md says what holds.
"""

from flask import Blueprint, Response

from channels.web import Web
from gateway.house import House
from gateway.web.complain import visitor
from gateway.web.complain.app_files import add_app_files
from gateway.web.complain.news import add_news
from gateway.web.complain.posts import add_posts
from gateway.web.complain.views import add_views
from gateway.web.shared.headers import CSP

_POLICY = f"{CSP}; manifest-src 'self'; worker-src 'self'"


def blueprint(house: House, channel: Web) -> Blueprint:
    """/complain."""
    pages = Blueprint("complain", __name__, url_prefix="/complain")
    add_views(pages, house, channel)
    add_news(pages, house)
    add_app_files(pages)
    add_posts(pages, house, channel)

    @pages.after_request
    def kept_nowhere(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Content-Security-Policy"] = _POLICY
        visitor.remember(response, secure=house.public_url.startswith("https://"))
        return response

    return pages
