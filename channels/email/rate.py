"""Too many mails from one address: two machines that answer each other are stopped by counting."""

from collections.abc import Sequence
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


def too_many(arrivals: Sequence[datetime], now: datetime, most_per_hour: int) -> bool:
    """Have more than so many mails of one address come within the hour before ``now``, this one among them?"""
    return sum(1 for at in arrivals if timedelta(0) <= now - at < HOUR) > most_per_hour
