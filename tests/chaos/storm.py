"""One run: the house is started, citizens write while the killer is about, all settles, and the account is made."""

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import ArziError
from gateway.bootstrap import build_store
from tests.chaos import calls, letters, mail
from tests.chaos.account import Account, account
from tests.chaos.citizens import Citizen
from tests.chaos.disk import disk
from tests.chaos.house import House, environment, running_house
from tests.chaos.killer import Killer
from tests.chaos.ledger import Ledger
from tests.chaos.plan import Plan
from tests.chaos.post_office import MailOffice, running_office
from tests.chaos.postgres import Postgres
from tests.chaos.provider import Provider, running_provider
from tests.chaos.stored import stored, waiting
from tests.chaos.weather import Weather
from tests.services.dovecot import Dovecot, running_dovecot

Tell = Callable[[str], None]


@dataclass
class Town:
    """Everybody who writes, and where the answers come."""

    plan: Plan
    house: House
    provider: Provider
    office: MailOffice
    dovecot: Dovecot
    ledger: Ledger
    enough: threading.Event


def storm(plan: Plan, tell: Tell) -> Account:
    """The account of it. Raises AssertionError when the house did not start."""
    folder = Path(tempfile.mkdtemp(prefix="arzi-storm-"))
    folder.chmod(0o755)
    weathers = Weather(plan.seed), Weather(plan.seed + 1)
    with ExitStack() as ends:
        ends.callback(shutil.rmtree, folder, ignore_errors=True)
        provider = ends.enter_context(running_provider(weathers[0]))
        office = ends.enter_context(running_office(weathers[1]))
        dovecot = ends.enter_context(running_dovecot())
        running: list[House] = []
        full = ends.enter_context(disk(folder / "data", lambda: [pid for one in running for _, pid in one.pids()]))
        postgres = None
        if plan.database == "postgresql":
            postgres = Postgres(full.folder / "pg")
            postgres.make()
            ends.callback(postgres.kill)
        url = postgres.url if postgres else f"sqlite:///{full.folder}/arzi.db"
        env = environment(folder, full.folder, url, provider, office, dovecot, plan)
        house = ends.enter_context(running_house(folder, full.folder, env))
        running.append(house)
        tell(
            f"the house stands: {len(house.pids())} processes on {plan.database}, disk {full.mounted and 'of its own'}"
        )
        killer = Killer(plan, house, full, weathers, postgres)
        town = Town(plan, house, provider, office, dovecot, Ledger(), threading.Event())
        began = time.monotonic()
        _write(town, killer, tell)
        took = time.monotonic() - began
        _settle(town, tell)
        if plan.log:
            shutil.copy(folder / "run.log", plan.log)
        return _account(town, killer, took, full.mounted)


def _write(town: Town, killer: Killer, tell: Tell) -> None:
    plan = town.plan
    works: list[Callable[[random.Random], None]] = []
    for number in range(plan.citizens):
        waits = number >= plan.citizens * plan.hurried
        works.append(lambda dice, waits=waits: Citizen(  # type: ignore[misc]
            town.house, town.provider, town.ledger, dice, waits=waits).complain())  # fmt: skip
    works += [lambda _dice: mail.correspond(town.house, town.office, town.ledger)] * plan.mails_at_once
    works += [_mailbox(town), _letters(town)]
    works += [lambda dice: calls.call(town.house, town.provider, town.ledger, dice)] * plan.calls_at_once
    threads = [threading.Thread(target=_always, args=(town, work, n), daemon=True) for n, work in enumerate(works)]
    killer.start()
    for thread in threads:
        thread.start()
    until, told = time.monotonic() + plan.minutes * 60, time.monotonic()
    while time.monotonic() < until:
        time.sleep(0.5)
        done = town.ledger.acknowledged
        if time.monotonic() - told > 30:
            told = time.monotonic()
            used = shutil.disk_usage(town.house.settings.var).used >> 20
            tell(
                f"{done} acknowledged, {killer.kills} kills, {len(town.provider.taken)} answers, {used} MB on the disk"
            )
        if done >= plan.messages and killer.kills >= plan.kills:
            break
    town.enough.set()
    killer.stop()
    for thread in threads:
        thread.join(90)


def _always(town: Town, work: Callable[[random.Random], None], number: int) -> None:
    dice = random.Random(town.plan.seed * 1000 + number)
    while not town.enough.is_set():
        try:
            work(dice)
        except Exception as error:  # noqa: BLE001 - a fault of the town's, told with the rest; its other people go on
            town.ledger.note(f"a citizen stumbled: {type(error).__name__}: {error}"[:200])
            town.enough.wait(1)


def _mailbox(town: Town) -> Callable[[random.Random], None]:
    def some(dice: random.Random) -> None:
        mail.to_the_mailbox(town.dovecot, town.ledger)
        town.enough.wait(dice.uniform(0.5, 1.5))

    return some


def _letters(town: Town) -> Callable[[random.Random], None]:
    gap = town.plan.minutes * 60 / (town.plan.letters + 1)

    def one(_dice: random.Random) -> None:
        letters.post_letter(town.house, town.ledger)
        town.enough.wait(gap)

    return one


def _settle(town: Town, tell: Tell) -> None:
    """Until nothing waits any more, or its time is over; what then still waits is in the account."""
    until, left = time.monotonic() + town.plan.settle_s, {"unknown": 1}
    store = build_store(town.house.settings)
    quiet, told = 0, 0.0
    while time.monotonic() < until and quiet < 3:
        with suppress(ArziError):
            left = {**waiting(store), **_outside(town)}
            quiet = 0 if left else quiet + 1
        if left and time.monotonic() - told > 15:
            told = time.monotonic()
            tell(f"it settles: {left}")
        time.sleep(0.5)
    if left:
        town.ledger.note(f"still waiting at the end: {left}")
    store.close()


def _outside(town: Town) -> dict[str, int]:
    """What lies in the scanner's folder and unread in the mailbox."""
    scans = [file for file in town.house.scans.iterdir() if file.is_file()] if town.house.scans.exists() else []
    with town.dovecot.client() as client:
        client.select_folder("INBOX")
        unread = client.search("UNSEEN")
    return {what: number for what, number in (("scans", len(scans)), ("unread", len(unread))) if number}


def _account(town: Town, killer: Killer, took: float, mounted: bool) -> Account:
    store = build_store(town.house.settings)
    made = account(town.ledger, stored(store), town.provider, town.office)
    store.close()
    verified = town.house.arzi("verify")
    made.row("histories", verified.stderr.strip().splitlines()[-1])
    made.must_be_none("histories that do not verify", verified.stdout.splitlines() if verified.returncode else ())
    left = [note for note in town.ledger.notes if note.startswith(("still waiting", "a citizen stumbled"))]
    made.must_be_none("not done in time", left)
    first = [
        (
            "database",
            f"{town.plan.database}, {'on a disk of its own' if mounted else 'file size limited for a full disk'}",
        ),
        ("dialogue", "Rasa and the plain questions" if town.plan.rasa else "the plain questions"),
        ("minutes of it", f"{took / 60:.1f}"),
        ("kill -9", f"{killer.kills}: " + ", ".join(f"{name} {n}" for name, n in sorted(killer.killed.items()))),
        *((what, str(times)) for what, times in sorted(killer.did.items())),
        ("requests that the provider and the mail server failed", str(town.provider.struck + town.office.struck)),
    ]
    made.rows = [*first, *made.rows, *((what, str(n)) for what, n in sorted(town.ledger.notes.items()))]
    return made
