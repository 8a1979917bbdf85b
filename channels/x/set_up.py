"""Telling X where to call us, and asking how that goes: a webhook, and what we want to hear of.

https://docs.x.com/x-api/webhooks/quickstart, https://docs.x.com/x-api/activity/quickstart
"""

from collections.abc import Generator, Iterator

import httpx

from channels.providers.shapes import Shape, part, parts, words
from channels.x.api import call
from channels.x.settings import Settings

POSTS = ("post.mention.create", "post.reply.create")
DIRECT = ("dm.received", "chat.received")


class AppOnly(httpx.Auth):
    """The app's own token: webhooks are the app's."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def set_up(client: httpx.Client, settings: Settings, auth: httpx.Auth, public_url: str) -> Iterator[str]:
    """Enter our address and what we want to hear of, and yield how things stand."""
    me = part(call(client, settings, auth, "GET", "/2/users/me"), "data") or {}
    yield f"account: @{words(me, 'username')}, {words(me, 'id')}"
    if words(me, "id") != settings.account_id:
        yield f"account_id says {settings.account_id}: nothing was set up"
        return
    if settings.poll.enabled:
        yield f"asked every {settings.poll.every_seconds:g} s by `arzi listen poll`: nothing is set up at X"
        return
    app = _app(client, settings)
    hook = _webhook(client, settings, app, f"{public_url}/in/x")
    yield f"webhook: {words(hook, 'url')}, {'valid' if hook.get('valid') is True else 'not valid'}"
    listed = call(client, settings, app, "GET", "/2/activity/subscriptions")
    there = {
        words(one, "event_type")
        for one in parts(listed, "data")
        if words(part(one, "filter") or {}, "user_id") == settings.account_id
        and words(one, "webhook_id") == words(hook, "id")
    }
    wanted = (POSTS[: 2 if settings.take_replies else 1] if settings.take_mentions else ()) + DIRECT
    for kind in wanted:
        if kind not in there:
            asked = {"event_type": kind, "filter": {"user_id": settings.account_id}, "webhook_id": words(hook, "id")}
            call(client, settings, auth, "POST", "/2/activity/subscriptions", json=asked)
        yield f"hears of: {kind}"


def _app(client: httpx.Client, settings: Settings) -> AppOnly:
    """https://docs.x.com/fundamentals/authentication/oauth-2-0/application-only"""
    keys = httpx.BasicAuth(settings.consumer_key.get_secret_value(), settings.consumer_secret.get_secret_value())
    answer = call(client, settings, keys, "POST", "/oauth2/token", data={"grant_type": "client_credentials"})
    return AppOnly(words(answer, "access_token"))


def _webhook(client: httpx.Client, settings: Settings, app: AppOnly, url: str) -> Shape:
    """Ours: entered now, or asked to be tried again where X holds it for broken."""

    def listed() -> Shape:
        answer = call(client, settings, app, "GET", "/2/webhooks")
        return next((one for one in parts(answer, "data") if words(one, "url") == url), {})

    found = listed()
    if not found:
        call(client, settings, app, "POST", "/2/webhooks", json={"url": url})
    elif found.get("valid") is not True:
        call(client, settings, app, "PUT", f"/2/webhooks/{words(found, 'id')}")
    return listed()
