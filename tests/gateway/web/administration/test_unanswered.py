"""What was taken for a machine's mail: shown with why, and back through intake, or off the list."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.store.casework import offices
from core.store.engine import Store
from core.store.pipeline import unanswered
from core.store.pipeline.tables import MessageRow
from core.ticket import Role
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.gateway.pipeline.mail_post import Post, post_office
from tests.gateway.web.staff.people import add, sign_in, token

GUL = "gul@example.org"


@pytest.fixture
def post(store: Store) -> Iterator[Post]:
    add(store, Role.ADMINISTRATOR)
    with post_office(store) as running:
        with store.write() as session:
            offices.fill_if_empty(session, running.house.clock.now())
        yield running


@pytest.fixture
def client(post: Post) -> FlaskClient:
    app = create_app(post.house.house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=9_000_000)
    return sign_in(app, "administrator")


def judge(client: FlaskClient, post: Post, what: str) -> str:
    with post.house.house.store.read() as session:
        ids = [str(row.id) for row in unanswered.rows(session)]
    sent = {"csrf_token": token(client, "/admin/unanswered"), "do": what, "id": ids}
    page = client.post("/admin/unanswered", data=sent, follow_redirects=True).get_data(as_text=True)
    post.house.work()
    return page


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_complaint_that_looked_like_a_machines_goes_through_intake(client: FlaskClient, post: Post) -> None:
    assert post.write(GUL, "Water", "no water in Saddar", Precedence="bulk") == []
    page = client.get("/admin/unanswered").get_data(as_text=True)
    assert all(words in page for words in ("no water in Saddar", "it says that it went to many", "perhaps a person"))
    assert "Nothing waits here" in judge(client, post, "complaint")
    assert len(post.answers(GUL)) == 1
    with post.house.house.store.read() as session:
        (row,) = session.scalars(select(MessageRow))
    assert row.conversation_id is not None


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_is_no_complaint_goes_off_the_list(client: FlaskClient, post: Post) -> None:
    post.write(GUL, "Out of office: Water", "I am away")
    assert "its subject says that somebody is away" in client.get("/admin/unanswered").get_data(as_text=True)
    assert "Nothing waits here" in judge(client, post, "machine")
    assert post.answers(GUL) == []
    assert judge(client, post, "complaint")
    assert post.answers(GUL) == []


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_all_of_a_text_is_kept(post: Post) -> None:
    block = "From: Rukhsana <r@mail.example>\nSent: Sunday, 22 November 2026 18:41\nTo: x\n\nThe garbage lies there."
    post.write(GUL, "FW: Garbage", f"For necessary action.\n\n{block}")
    with post.house.house.store.read() as session:
        (row,) = session.scalars(select(MessageRow))
    assert row.text == "For necessary action."
    assert "The garbage lies there." in (row.full_text or "")
    assert "The garbage lies there." in post.house.engine.turns[-1].text
