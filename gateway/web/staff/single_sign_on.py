"""Signing in by the government's own identity provider (OpenID Connect, code flow), beside passwords. By Authlib.

The provider says who it is; what they may do is decided here: only a user name that was added beforehand gets in.
https://openid.net/specs/openid-connect-core-1_0.html
"""

import logging
from collections.abc import Mapping
from typing import Any

from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.flask_client import OAuth  # type: ignore[import-untyped]
from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import login_user
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from core.store.people import staff
from gateway.house import House
from gateway.web.staff.identity import BY_PROVIDER, Provider
from gateway.web.staff.next_page import own_path
from gateway.web.staff.users import SignedIn

_log = logging.getLogger(__name__)
_NEXT = "next_page"


def add_single_sign_on(app: Flask, pages: Blueprint, house: House, provider: Provider) -> None:
    """Adds /staff/single-sign-on and the page to which the provider sends back. It is asked at the first use."""
    oauth = OAuth(app)
    oauth.register(
        "provider",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "timeout": 10},
    )

    @pages.app_context_processor
    def offered() -> dict[str, bool]:
        return {"single_sign_on": True}

    @pages.get("/single-sign-on")
    def to_provider() -> Response:
        session[_NEXT] = own_path(request.args.get("next", ""))
        back = f"{house.public_url}{url_for('signin.from_provider')}"
        try:
            answer: Response = oauth.provider.authorize_redirect(back)
        except (RequestException, RuntimeError) as error:
            return _refused(f"the provider is away: {error}", 503)
        return answer

    @pages.get("/single-sign-on/back")
    def from_provider() -> Response:
        try:
            token = oauth.provider.authorize_access_token()
        except (OAuthError, JoseError, RequestException) as error:
            return _refused(f"not proven: {error}", 403)
        username = _username(token.get("userinfo") or {}, provider.claim)
        with house.store.read() as db:
            found = staff.by_username(db, username) if username else None
        if found is None or not found.active:
            return _refused("nobody here", 403)
        onward = own_path(session.get(_NEXT, ""))
        session.clear()
        session[BY_PROVIDER] = True
        login_user(SignedIn(found))
        return redirect(onward)


def _username(claims: Mapping[str, Any], claim: str) -> str:
    """An address counts only when the provider says that it is theirs."""
    if claim == "email" and claims.get("email_verified") is not True:
        return ""
    return str(claims.get(claim) or "")


def _refused(why: str, status: int) -> Response:
    _log.warning("single sign-on refused: %s", why)
    problem = gettext("Signing in through the identity provider did not succeed. Ask your administrator.")
    return Response(render_template("staff/sign_in.html", username="", problem=problem), status, mimetype="text/html")
