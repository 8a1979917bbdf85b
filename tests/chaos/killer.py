"""What goes wrong: a process is killed every second or two, and all else in turns."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from redis import Redis, RedisError

from tests.chaos.disk import Disk
from tests.chaos.house import House
from tests.chaos.plan import Plan
from tests.chaos.postgres import Postgres
from tests.chaos.weather import KINDS, Weather

_AWAY_S = 3.0
_FULL_S = 4.0
_BAD_S = 5.0


@dataclass
class Killer:
    """A thread of its own from ``start`` to ``stop``; ``did`` counts what it did."""

    plan: Plan
    house: House
    disk: Disk
    weathers: tuple[Weather, ...]
    postgres: Postgres | None
    did: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    _end: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for work in (self._kill_always, self._spoil_always):
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """All is as it should be afterwards."""
        self._end.set()
        for thread in self._threads:
            thread.join(120)
        self.disk.free()
        if self.postgres is not None:  # it ends with the thread that started it: from here on that is ours
            self.postgres.kill()
            self.postgres.start()

    @property
    def kills(self) -> int:
        return sum(self.killed.values())

    def _kill_always(self) -> None:
        dice = random.Random(self.plan.seed)
        while not self._end.wait(dice.uniform(*self.plan.every)):
            found = self.house.pids()
            programs = sorted({name for name, _ in found})
            if not programs:
                continue
            chosen = dice.choice(programs)  # first which kind: else the web's many would be hit all the time
            name, pid = dice.choice([one for one in found if one[0] == chosen])
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.killed[name] += 1

    def _spoil_always(self) -> None:
        dice = random.Random(self.plan.seed + 1)
        turns: list[Callable[[random.Random], None]] = [self._bad_weather, self._wipe_redis, self._fill_disk]
        if self.postgres is not None:
            turns.append(self._stop_postgres)
        while not self._end.is_set():
            dice.shuffle(turns)
            for turn in turns:
                if self._end.wait(dice.uniform(1, 4)):
                    return
                turn(dice)

    def _bad_weather(self, dice: random.Random) -> None:
        for kind in dice.sample(KINDS, 3):
            with ExitStack() as stack:
                for weather in self.weathers:
                    stack.enter_context(weather.bad(kind, 0.5))
                self._end.wait(_BAD_S / 3)
            self.did[f"provider: {kind}"] += 1

    def _wipe_redis(self, _dice: random.Random) -> None:
        with suppress(RedisError, OSError), Redis.from_url(self.house.settings.redis) as redis:
            for key in redis.scan_iter():  # FLUSHALL is refused to the gateway's user
                redis.delete(key)
            self.did["Redis wiped"] += 1

    def _fill_disk(self, dice: random.Random) -> None:
        until = time.monotonic() + dice.uniform(1, _FULL_S)
        self.disk.fill()
        while time.monotonic() < until and not self._end.wait(0.2):
            self.disk.fill()  # what was freed meanwhile is taken, too; processes that were started are met
        self.disk.free()
        self.did["disk full"] += 1
        if self.postgres is not None:
            self.postgres.revive()

    def _stop_postgres(self, dice: random.Random) -> None:
        assert self.postgres is not None
        self.postgres.kill()
        self._end.wait(dice.uniform(0.5, _AWAY_S))
        self.postgres.start()
        self.did["PostgreSQL stopped"] += 1
