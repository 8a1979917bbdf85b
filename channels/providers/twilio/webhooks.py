"""Addresses of ours as they are entered at Twilio, with how often it should try again.

Without these words Twilio tries a webhook once more, and only where it could not connect: a web that restarts, or says
503 because too much waits, would lose the message. With them it tries five times more within fifteen seconds. They
stand behind "#" and are not sent.
https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from urllib.parse import parse_qsl, urlsplit

OVERRIDES = "rc=5&rp=5xx,ct,rt"
_TRIED_FOR = frozenset({"5xx", "ct", "rt"})


def webhook(base_url: str, path: str) -> str:
    """The address to enter for a path of ours."""
    return f"{base_url}{path}#{OVERRIDES}"


def amiss(entered: str | None, method: str | None, wanted: str) -> str | None:
    """What is wrong with an address that is entered at Twilio, and what belongs there; None where it is right."""
    if not entered:
        return f"no webhook is entered: enter {wanted} (POST)"
    parts, ours = urlsplit(entered), urlsplit(wanted)
    if parts._replace(fragment="") != ours._replace(fragment=""):
        return f"the webhook is {entered}: enter {wanted} (POST)"
    if (method or "POST").upper() != "POST":
        return f"the webhook is called with {method}: choose POST"
    told = dict(parse_qsl(parts.fragment))
    policies = set(told.get("rp", "").split(","))
    tries = told.get("rc", "")
    if not tries.isdigit() or int(tries) < 1 or not ("all" in policies or policies >= _TRIED_FOR):
        return f"messages are lost while we are away: enter {wanted}"
    return None
