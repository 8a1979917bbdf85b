"""More mails in an hour than a person writes."""

from datetime import timedelta

from channels.email.rate import too_many
from tests.channels.email.samples import NOW


def test_too_many() -> None:
    def ago(*minutes: int) -> list:  # type: ignore[type-arg]
        return [NOW - timedelta(minutes=m) for m in minutes]

    assert not too_many(ago(0, 10, 20), NOW, 3)
    assert too_many(ago(0, 10, 20, 59), NOW, 3)
    assert not too_many(ago(0, 10, 20, 60, 61), NOW, 3)
