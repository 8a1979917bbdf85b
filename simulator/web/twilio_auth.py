"""Who may use the simulated Twilio API, and how it answers when it refuses."""

import hmac

from flask import Blueprint, Response, jsonify, request

from simulator.account import Account
from simulator.refused import Refused


def require_credentials(account: Account, sid: str | None = None) -> None:
    """Basic authentication with the account's SID and token. Raises Refused 20003."""
    given = request.authorization
    right = (
        given is not None
        and given.type == "basic"
        and hmac.compare_digest(given.username or "", account.sid)
        and hmac.compare_digest(given.password or "", account.token)
    )
    if not right or sid not in (None, account.sid):
        raise Refused(20003, 401)


def answer_refusals(blueprint: Blueprint) -> None:
    """Every Refused becomes Twilio's error form."""

    @blueprint.errorhandler(Refused)
    def refused(problem: Refused) -> Response:
        answer = jsonify(problem.as_json())
        answer.status_code = problem.status
        if problem.retry_after is not None:
            answer.headers["Retry-After"] = str(problem.retry_after)
        if problem.status == 401:
            answer.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        return answer
