"""One run: the house is started, a quiet day goes by, and all is measured again and again."""

import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from core.store.engine import Store
from gateway.bootstrap import build
from tests.chaos.house import environment, running_house
from tests.chaos.ledger import Ledger
from tests.chaos.plan import Plan
from tests.chaos.post_office import running_office
from tests.chaos.postgres import Postgres
from tests.chaos.provider import running_provider
from tests.chaos.storm import Town
from tests.chaos.weather import Weather
from tests.services.dovecot import running_dovecot
from tests.soak.load import Load, hire
from tests.soak.plan import Soak
from tests.soak.samples import Sample, look
from tests.soak.verdict import grown, table

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it. ``wrong`` is empty where nothing grew without a cause."""

    plan: Soak
    samples: tuple[Sample, ...]
    notes: tuple[str, ...]
    wrong: tuple[str, ...]

    def told(self) -> str:
        """For people."""
        lines = [f"{self.plan.database}, {self.plan.minutes:g} minutes, {self.plan.complaints:g} complaints a minute"]
        lines += [table(self.samples), *self.notes, *(f"GROWN: {one}" for one in self.wrong)]
        return "\n".join(lines)


def soak(plan: Soak, tell: Tell) -> Soaked:
    """Raises AssertionError when the house did not start."""
    folder = Path(tempfile.mkdtemp(prefix="arzi-soak-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    with ExitStack() as ends:
        ends.callback(shutil.rmtree, folder, ignore_errors=True)
        provider = ends.enter_context(running_provider(Weather(plan.seed)))
        office = ends.enter_context(running_office(Weather(plan.seed)))
        dovecot = ends.enter_context(running_dovecot())
        url = f"sqlite:///{data}/arzi.db"
        if plan.database == "postgresql":
            postgres = Postgres(folder / "pg")
            postgres.make()
            ends.callback(postgres.kill)
            url = postgres.url
        storm = Plan(rasa=plan.rasa, database=plan.database, workers=1)
        env = environment(folder, data, url, provider, office, dovecot, storm) | {
            "ARZI_DIALOGUE__PAUSE_S": "2",
            "ARZI_LIMITS__LEASE_S": "60",
            "ARZI_LIMITS__SWEEP_EVERY_S": "30",
        }
        house = ends.enter_context(running_house(folder, data, env))
        made = build(house.settings)
        ends.callback(made.store.close)
        hire(made, made.store, plan.officers)
        tell(f"the house stands on {plan.database}: {len(house.pids())} processes")
        town = Town(storm, house, provider, office, dovecot, Ledger(), threading.Event())
        load = Load(town, plan)
        load.start()
        samples = _watch(plan, town, made.store, data, tell)
        town.enough.set()
        load.join()
        if plan.log:
            shutil.copy(folder / "run.log", plan.log)
    notes = [f"{what}: {times}" for what, times in sorted({**load.did, **town.ledger.notes}.items())]
    if plan.json:
        plan.json.write_text(json.dumps([asdict(one) for one in samples], indent=1) + "\n", encoding="utf-8")
    return Soaked(plan, tuple(samples), tuple(notes), tuple(grown(samples, plan.warm)))


def _watch(plan: Soak, town: Town, store: Store, data: Path, tell: Tell) -> list[Sample]:
    began, samples = time.monotonic(), []
    while (at := time.monotonic() - began) < plan.minutes * 60:
        one = look(at, town.ledger.acknowledged, town.house.pids(), store, town.house.settings.redis, data)
        samples.append(one)
        if len(samples) % max(1, round(60 / plan.every_s)) == 1:
            tell(
                f"{at / 60:.0f} min: {one.handled} messages, {sum(one.memory.values()):.0f} MB,"
                f" the oldest waits {max(one.ages.values()):.0f} s"
            )
        town.enough.wait(max(0.0, plan.every_s - (time.monotonic() - began - at)))
    return samples
