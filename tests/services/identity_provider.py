"""An identity provider on this machine: discovery, code flow, signed ID tokens, as OpenID Connect Core asks."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

CLIENT, SECRET = "arzi", "the client's secret"


@dataclass
class IdentityProvider:
    """``claims`` is what it says of whoever comes; ``key`` signs, ``published`` is what it says that it signs with."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    audience: str = CLIENT
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    published: RSAKey | None = None
    nonces: dict[str, str] = field(default_factory=dict)


@contextmanager
def running_provider() -> Iterator[IdentityProvider]:
    """It, until the end of the block."""
    provider = IdentityProvider()
    server = make_server("127.0.0.1", 0, _pages(provider), threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()


def _pages(provider: IdentityProvider) -> Flask:
    app = Flask("identity")

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify(
            issuer=provider.url,
            authorization_endpoint=f"{provider.url}/authorize",
            token_endpoint=f"{provider.url}/token",
            jwks_uri=f"{provider.url}/keys",
            id_token_signing_alg_values_supported=["RS256"],
        )

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[(provider.published or provider.key).as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> Response:
        code = secrets.token_urlsafe(8)
        provider.nonces[code] = request.args["nonce"]
        return redirect(f"{request.args['redirect_uri']}?code={code}&state={request.args['state']}")

    @app.post("/token")
    def token() -> Response | tuple[Response, int]:
        told = request.authorization
        nonce = provider.nonces.pop(request.form["code"], None)
        if nonce is None or told is None or (told.username, told.password) != (CLIENT, SECRET):
            return jsonify(error="invalid_grant"), 400
        now = int(time.time())
        claims = {
            "iss": provider.url,
            "aud": provider.audience,
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            "sub": "1",
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims | provider.claims, provider.key)
        return jsonify(access_token="opaque", token_type="Bearer", id_token=signed)

    return app
