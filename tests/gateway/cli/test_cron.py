"""``arzi cron`` waits for a Redis that is away, as workers do, and ends when it is asked to."""

import signal
from collections.abc import Callable

from redis import ConnectionError as Away

from gateway.cli.cron import Scheduler, keep_time
from gateway.pipeline.queue import connect


class Scripted(Scheduler):
    """Its starts end as the script says."""

    def __init__(self, ending: Callable[["Scripted"], None]) -> None:
        super().__init__(connection=connect("redis://127.0.0.1:1/0"))
        self._ending = ending

    def start(self) -> None:
        self._ending(self)


def away(_: Scripted) -> None:
    raise Away("gone")


def asked_while_away(made: Scripted) -> None:
    made.asked_to_end = True
    raise Away("gone")


def test_it_waits_for_a_redis_that_is_away() -> None:
    endings = [away, away, lambda _: None]
    keep_time(lambda: Scripted(endings.pop(0)), wait_s=0.01)
    assert endings == []


def test_it_ends_when_it_is_asked_to_although_redis_is_away() -> None:
    endings = [away, asked_while_away, away]
    keep_time(lambda: Scripted(endings.pop(0)), wait_s=0.01)
    assert len(endings) == 1


def test_the_real_one_lives_through_a_redis_that_was_never_there() -> None:
    made: list[Scheduler] = []

    def scheduler() -> Scheduler:
        if len(made) == 2:
            signal.raise_signal(signal.SIGTERM)
        made.append(Scheduler(connection=connect("redis://127.0.0.1:1/0")))
        return made[-1]

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        keep_time(scheduler, wait_s=0.01)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert len(made) == 2
