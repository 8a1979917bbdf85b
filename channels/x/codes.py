"""What X's refusals mean for us: who is refused, whether another try helps, and whether another way does.

https://docs.x.com/x-api/fundamentals/response-codes-and-errors. X has codes of its own only in some answers
(https://developer.x.com/ja/docs/basics/response-codes); else the status and the kind of problem count.
"""

from collections.abc import Mapping
from types import MappingProxyType

from core.messages import Meaning

CODES: Mapping[int, Meaning] = MappingProxyType(
    {
        32: Meaning.US,  # could not authenticate
        64: Meaning.US,  # our account is suspended
        89: Meaning.US,  # the token has ended
        130: Meaning.PASSING,  # over capacity
        131: Meaning.PASSING,
        135: Meaning.US,  # our clock is wrong
        150: Meaning.PERSON,  # they do not follow us, and take messages of those they follow only
        187: Meaning.MESSAGE,  # said already
        226: Meaning.US,  # looks automated
        261: Meaning.US,  # the app may not write
        326: Meaning.US,  # our account is locked
        349: Meaning.PERSON,  # they take no messages from us
        385: Meaning.MESSAGE,  # the post is gone, or not to be seen
        433: Meaning.MESSAGE,  # its writer lets only some reply
        476: Meaning.PERSON,  # they take messages of verified accounts only
        477: Meaning.PASSING,
    }
)
PROBLEMS: Mapping[str, Meaning] = MappingProxyType(
    {
        "client-forbidden": Meaning.US,
        "unsupported-authentication": Meaning.US,
        "credits": Meaning.US,  # nothing is left of what was paid
        "usage-capped": Meaning.US,
        "rate-limit-exceeded": Meaning.PASSING,
        "resource-not-found": Meaning.PERSON,
        "resource-unavailable": Meaning.PERSON,
    }
)
"""The end of a problem's ``type``."""


def meaning_of(status: int, code: int, problem: str) -> Meaning:
    """What a refusal means; what is not known counts by its status."""
    known = CODES.get(code) or PROBLEMS.get(problem)
    if known is not None:
        return known
    if status in (401, 402):  # our keys; nothing is left of what was paid
        return Meaning.US
    if status in (403, 404):
        return Meaning.PERSON
    return Meaning.PASSING if status in (408, 429) or status >= 500 else Meaning.MESSAGE
