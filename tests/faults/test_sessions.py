"""Somebody else's session: planted before signing in, it is worth nothing afterwards."""

from core.store.engine import Store
from core.ticket import Role
from tests.gateway.web.desk.room import make_room
from tests.gateway.web.staff.people import PASSWORD, token


def test_a_session_that_was_planted_is_not_signed_in(store: Store) -> None:
    """The attacker opens the sign-in page and has the victim use that very cookie; theirs opens nothing."""
    app = make_room(store).app
    attacker, victim = app.test_client(), app.test_client()
    planted_token = token(attacker)
    cookie = attacker.get_cookie("session")
    assert cookie is not None
    victim.set_cookie("session", cookie.value)
    form = {"csrf_token": planted_token, "username": "officer", "password": PASSWORD}
    assert victim.post("/staff/sign-in", data=form).status_code == 302
    assert victim.get("/desk").status_code == 200
    assert attacker.get("/desk").status_code == 302
    after = victim.get_cookie("session")
    assert after is not None
    assert after.value != cookie.value
    assert (after.http_only, after.same_site) == (True, "Lax")


def test_a_role_is_not_taken_from_the_browser(store: Store) -> None:
    room = make_room(store)
    assert room.sign_in("officer").get("/admin/", query_string={"role": Role.ADMINISTRATOR.value}).status_code in (
        403,
        404,
    )
