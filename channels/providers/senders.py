"""From whom an SMS of ours comes, and whether anybody can answer it."""

import re

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}")
"""An alphanumeric sender: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id"""


def checked(sender: str) -> str:
    """The same. Raises ValueError where it is no E.164 number, short code or name."""
    if not any(form.fullmatch(sender) for form in (_NUMBER, _SHORT_CODE, _NAME)):
        raise ValueError("an SMS sender is a number with +, a short code, or a name of up to 11 letters and digits")
    return sender


def is_one_way(sender: str) -> bool:
    """Is it a name? To names nobody can write."""
    return _NAME.fullmatch(sender) is not None
