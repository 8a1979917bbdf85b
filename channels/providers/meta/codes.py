"""What the Graph API's refusals mean for us: who is refused, whether another try helps, and whether another way does.

https://developers.facebook.com/docs/messenger-platform/error-codes and
https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from collections.abc import Mapping
from types import MappingProxyType

from core.messages import Meaning

SUBCODES: Mapping[int, Meaning] = MappingProxyType(
    {
        2018278: Meaning.WINDOW,  # outside the allowed window
        2018065: Meaning.WINDOW,  # the same, of a message that should have had a tag
        2018108: Meaning.PERSON,  # they receive no messages from us just now
        1545041: Meaning.PERSON,  # they are not available
        2018001: Meaning.PERSON,  # nobody has this id
        2018027: Meaning.US,  # the app may not write to who has no role on it
        2018028: Meaning.US,
        2018022: Meaning.PASSING,  # too many calls
        2018047: Meaning.PASSING,  # the upload failed
    }
)
"""What is more exact goes before the code."""
CODES: Mapping[int, Meaning] = MappingProxyType(
    {
        1: Meaning.PASSING,
        2: Meaning.PASSING,
        4: Meaning.PASSING,  # the app's calls
        17: Meaning.PASSING,
        32: Meaning.PASSING,  # the page's calls
        341: Meaning.PASSING,
        368: Meaning.US,  # shut for what was against the rules
        551: Meaning.PERSON,
        613: Meaning.PASSING,
        1200: Meaning.PASSING,
        10: Meaning.US,  # a permission is missing
        102: Meaning.US,
        190: Meaning.US,  # the token is not right any more
        200: Meaning.US,
        230: Meaning.US,
    }
)


def meaning_of(status: int, code: int, subcode: int) -> Meaning:
    """What a refusal means; what is not known counts by its status."""
    known = SUBCODES.get(subcode) or CODES.get(code)
    if known is not None:
        return known
    if 200 <= code <= 299 or status in (401, 403):
        return Meaning.US
    return Meaning.PASSING if status == 429 or status >= 500 else Meaning.MESSAGE
