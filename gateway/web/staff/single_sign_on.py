"""Signing in by the government's own identity provider (OpenID Connect, code flow), beside passwords. By Authlib.

The provider says who it is; what they may do is decided here: only a user name that was added beforehand gets in. It is
known by that name once: from then on by the token's ``iss`` and ``sub``, which no one else is ever given (section 2).
https://openid.net/specs/openid-connect-core-1_0.html
"""

import logging
from collections.abc import Mapping
from typing import Any

from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.flask_client import OAuth  # type: ignore[import-untyped]
from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask_babel import gettext
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from core.offices.staff import Staff
from core.store.staff import access_log, staff
from core.store.staff.sessions import PROVIDER
from gateway.house import House
from gateway.web.staff.entering import enter, refused
from gateway.web.staff.identity import Provider
from gateway.web.staff.next_page import own_path

_log = logging.getLogger(__name__)
_NEXT = "next_page"


def add_single_sign_on(app: Flask, pages: Blueprint, house: House, provider: Provider) -> None:
    """Adds /staff/single-sign-on and the page to which the provider sends back. It is asked at the first use."""
    oauth = _client(app, provider)

    @pages.app_context_processor
    def offered() -> dict[str, bool]:
        return {"single_sign_on": True}

    @pages.get("/single-sign-on")
    def to_provider() -> Response:
        session[_NEXT] = own_path(request.args.get("next", ""))
        back = f"{house.public_url}{url_for('signin.from_provider')}"
        try:
            wanted = {"acr_values": " ".join(provider.acr)} if provider.acr else {}
            answer: Response = oauth.provider.authorize_redirect(back, **wanted)
        except (RequestException, RuntimeError) as error:
            return _refused(f"the provider is away: {error}", 503)
        return answer

    @pages.get("/single-sign-on/back")
    def from_provider() -> Response:
        try:
            token = oauth.provider.authorize_access_token()
        except (OAuthError, JoseError, RequestException) as error:
            refused(house, None, "not proven by the provider")
            return _refused(f"not proven: {error}", 403)
        claims = token.get("userinfo") or {}
        if provider.acr and claims.get("acr") not in provider.acr:
            refused(house, None, "acr of the provider")
            return _refused(f"acr {claims.get('acr')!r} is not enough", 403)
        found = _whose(house, provider, claims)
        if found is None or not found.active:
            refused(house, found, "nobody here of the provider's")
            return _refused("nobody here", 403)
        onward = own_path(session.get(_NEXT, ""))
        enter(house, found, PROVIDER, factor=PROVIDER if provider.acr else None)
        return redirect(onward)


def _client(app: Flask, provider: Provider) -> OAuth:
    oauth = OAuth(app)
    oauth.register(
        "provider",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "timeout": 10},
    )
    return oauth


def _whose(house: House, provider: Provider, claims: Mapping[str, Any]) -> Staff | None:
    """Who this is here. A user name leads to somebody who never came so before, and to nobody else: names are given
    away again, and a provider's ``sub`` is not."""
    sub = str(claims.get("sub") or "")
    if not sub:
        return None
    subject = f"{claims.get('iss') or provider.issuer} {sub}"
    username = _username(claims, provider.claim)
    with house.store.write() as db:
        known = staff.by_subject(db, subject)
        if known is not None:
            return known
        found = staff.by_username(db, username) if username else None
        if found is None or found.subject is not None or not found.active:
            return None
        staff.set_subject(db, found.id, subject)
        access_log.write_down(db, found.id, KNOWN, "", house.clock.now())
    return found


KNOWN = "known to the identity provider"


def _username(claims: Mapping[str, Any], claim: str) -> str:
    """An address counts only when the provider says that it is theirs."""
    if claim == "email" and claims.get("email_verified") is not True:
        return ""
    return str(claims.get(claim) or "")


def _refused(why: str, status: int) -> Response:
    _log.warning("single sign-on refused: %s", why)
    problem = gettext("Signing in through the identity provider did not succeed. Ask your administrator.")
    return Response(render_template("staff/sign_in.html", username="", problem=problem), status, mimetype="text/html")
