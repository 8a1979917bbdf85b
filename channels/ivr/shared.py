"""Numbers from which more than one person calls: what was told from one is not everybody's who calls from it."""

from collections.abc import Sequence

import phonenumbers


def may_be_shared(number: str, listed: Sequence[str]) -> bool:
    """Is this number (E.164, "" where it is hidden) a landline, or ``listed`` whole or by its beginning?"""
    if not number:
        return False
    if any(number.startswith(beginning) for beginning in listed if beginning):
        return True
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(read) == phonenumbers.PhoneNumberType.FIXED_LINE)
