"""The page, and what it asks for again and again: everything that changed since it last asked."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from simulator import calls, clock, faults, messages, phones
from simulator.database import counter
from simulator.world import World

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; font-src 'self';"
    " img-src 'self' blob:; media-src 'self' blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
NOISELESS = "microphone=(self), geolocation=(self)"


def add_routes(blueprint: Blueprint, world: World) -> None:
    """/simulator and /simulator/api/changes."""

    @blueprint.get("", strict_slashes=False)
    def page() -> Response:
        answer = make_response(
            render_template(
                "simulator/page.html",
                number=phones.international(world.account.number),
                helpline=phones.international(world.account.helpline),
                mails=world.office is not None,
            )
        )
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Permissions-Policy"] = NOISELESS
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @blueprint.get("/api/changes")
    def changes() -> Response:
        since = request.args.get("since", 0, int)
        with world.database.read() as tx:
            now = clock.now(tx)
            if since < counter(tx, "cleared"):
                since = 0
            answer = {
                "version": int(counter(tx, "version")),
                "cleared": int(counter(tx, "cleared")),
                "now": now,
                "shift": counter(tx, "clock"),
                "phones": [phone.as_json(now) for phone in phones.changed_since(tx, since)],
                "messages": [message.as_json() for message in messages.changed_since(tx, since)],
                "calls": calls.changed_since(tx, since),
                "faults": [{"kind": fault.kind, "left": fault.left} for fault in faults.switched_on(tx)],
            }
        return jsonify(answer)
