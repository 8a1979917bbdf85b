"""What a page costs staff with few and with very many tickets in the store: the same pages side by side, in turns.

Each page is asked for from the application in this process, as whoever would open it: the time is the page's own,
without a web server's or a network's. Making up 1.2 million tickets takes long; SEEDED_TICKETS names a folder with
what was seeded before (``NUMBER.db``), SEEDED_TICKETS_PG an address with ``{number}`` in it, SEEDED_SIZES other
sizes.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select

from core.errors import Conflict
from core.publishing.cells import LEAST
from core.services.publishing import publish
from core.store.casework.tables import TicketRow
from core.store.staff import staff
from core.ticket import Role
from gateway.bootstrap import build
from gateway.house import House
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from gateway.web.staff.passwords import hash_password
from workbench.bench.place import BenchFailed, Place, temporary_place
from workbench.bench.postgres import cluster, programs
from workbench.bench.results import Measure, Tell, spread

SIZES = (10_000, 100_000, 1_200_000)
GOAL_MS = 100.0
SEEDED, SEEDED_PG, OTHER_SIZES = "SEEDED_TICKETS", "SEEDED_TICKETS_PG", "SEEDED_SIZES"
_PASSWORD = "the bench reads pages"  # noqa: S105 - of a store that lives as long as the bench
_SECRETS = ("ARZI_PRIVACY__", "ARZI_CHANNELS__")
_WARM, _ROUNDS = 3, 40


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and for which office it is opened (None: for all)."""

    name: str
    path: str
    office: str | None = None
    anew: bool = False
    """Asked for as nobody did before: the public pages are kept in memory."""


_CS, _DC = "kp.chief_secretary", "kp.peshawar.peshawar.deputy_commissioner"
_OFFICE = "kp.peshawar.peshawar.power_division"
PAGES = (
    Page("queue, an office", "/desk", _OFFICE),
    Page("queue, a district", "/desk", _DC),
    Page("queue, a province", "/desk", _CS),
    Page("queue, everything", "/desk"),
    Page("queue, everything, late", "/desk?overdue=1"),
    Page("search, Urdu", "/desk/search?q=ٹرانسفارمر"),
    Page("search, Roman", "/desk/search?q=bijli+bill"),
    Page("search, English, a province", "/desk/search?q=drinking+water", _CS),
    Page("search, a district", "/desk/search?q=transformer", _DC),
    Page("dashboard, everything", "/dashboards"),
    Page("dashboard, a province", "/dashboards", _CS),
    Page("dashboard, a division", "/dashboards?area=Khyber+Pakhtunkhwa/Peshawar"),
    Page("dashboard, a district", "/dashboards", _DC),
    Page("dashboard, a department", "/dashboards?department=power"),
    Page("dashboard, an office", "/dashboards", _OFFICE),
    Page("offices compared", "/dashboards/offices?kind=power_subdivision"),
    Page("a minister's page", "/dashboards/one-page"),
    Page("suspicious closings", "/dashboards/closings"),
    Page("public page, the country", "/open", anew=True),
    Page("public page, the country, kept", "/open"),
    Page("public page, districts ranked", "/open/rank/pk", anew=True),
    Page("public page, the country as JSON", "/open/places/pk/figures.json"),
)


@dataclass
class _Side:
    """A house of one size on one database, with somebody signed in for each office."""

    database: str
    size: int
    house: House
    clients: dict[str | None, FlaskClient] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=dict)
    worked: dict[str, list[float]] = field(default_factory=dict)


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """Every page at every size, each beside itself at the smallest."""
    sizes = (200, 600) if quick else tuple(int(one) for one in os.environ.get(OTHER_SIZES, "").split(",") if one)
    with _sides(config, sizes or SIZES, tell) as sides:
        for page in PAGES:
            for turn in range(_WARM + (5 if quick else _ROUNDS)):
                for side in sides:
                    took, worked = _open(side.clients[page.office], page)
                    if turn >= _WARM:
                        side.times.setdefault(page.name, []).append(took)
                        side.worked.setdefault(page.name, []).append(worked)
            told = (f"{side.database} {side.size:,}: {spread(side.worked[page.name]).p50:.0f}" for side in sides)
            tell(f"pages: {page.name}: ms of processor here, {'; '.join(told)}")
        return [_measure(page, side, _smallest(sides, side)) for side in sides for page in PAGES]


def _open(client: FlaskClient, page: Page) -> tuple[float, float]:
    """Seconds until it was there, and of the processor in this process (without PostgreSQL's)."""
    path = f"{page.path}?n={time.perf_counter_ns()}" if page.anew else page.path
    began, worked = time.perf_counter(), time.thread_time()
    answer = client.get(path)
    took, worked = time.perf_counter() - began, time.thread_time() - worked
    if answer.status_code != 200:
        raise BenchFailed(f"{page.path} answered {answer.status_code}")
    return took, worked


def _measure(page: Page, side: _Side, least: _Side) -> Measure:
    ours, limit = spread(side.times[page.name]), spread(least.times[page.name])
    pairs = zip(side.times[page.name], least.times[page.name], strict=True)
    return Measure(
        name=f"{page.name}, {side.size:,} tickets, {side.database}",
        ours=ours.p95,
        limit=limit.p95,
        unit="ms p95",
        limit_is=f"the same page with {least.size:,} tickets",
        goal=f"below {GOAL_MS:.0f} ms, and 1",
        ours_ms=ours,
        limit_ms=limit,
        rounds=tuple(one / other for one, other in pairs),
    )


def _smallest(sides: Sequence[_Side], side: _Side) -> _Side:
    return min((one for one in sides if one.database == side.database), key=lambda one: one.size)


@contextmanager
def _sides(config: Path, sizes: Sequence[int], tell: Tell) -> Iterator[list[_Side]]:
    """A house for each size on each database that there is."""
    with ExitStack() as ends:
        sides = []
        for size in sizes:
            made = Path(os.environ.get(SEEDED, "")) / f"{size}.db"
            given = {"ARZI_DATABASE__URL": f"sqlite:///{made}"} if SEEDED in os.environ and made.is_file() else {}
            sides.append(_side(ends, config, "SQLite", size, given, tell))
        binaries = programs()
        if SEEDED_PG in os.environ:
            for size in sizes:
                given = {"ARZI_DATABASE__URL": os.environ[SEEDED_PG].format(number=size)}
                sides.append(_side(ends, config, "PostgreSQL", size, given, tell))
        elif binaries is not None:
            database = ends.enter_context(cluster(binaries))
            for size in sizes:
                given = {"ARZI_DATABASE__URL": database()}
                sides.append(_side(ends, config, "PostgreSQL", size, given, tell))
        else:
            tell("PostgreSQL is not installed here (apt-get install postgresql): only SQLite is measured")
        yield sides
        for side in sides:
            side.house.store.close()


def _side(ends: ExitStack, config: Path, database: str, size: int, given: dict[str, str], tell: Tell) -> _Side:
    secrets = {name: value for name, value in os.environ.items() if name.startswith(_SECRETS)}
    place = ends.enter_context(temporary_place(config, **secrets, **given))
    place.migrate()
    house = build(place.settings)
    side = _Side(database, size, house)
    if _empty(house):
        tell(f"pages: making up {size:,} tickets on {database}")
        _fill(place, size)
    _publish(house, size, database, tell)
    app = create_app(house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=1_000_000)
    for office in dict.fromkeys(page.office for page in PAGES):
        username = f"bench of {office or 'all'}"
        try:
            with house.store.write() as session:
                staff.add(
                    session,
                    username,
                    "Bench",
                    Role.SUPERVISOR,
                    office,
                    hash_password(_PASSWORD),
                    house.clock.now(),
                    must_change=False,
                )
        except Conflict:
            tell(f"pages: {username} was here before")
        side.clients[office] = _signed_in(app.test_client(), username)
    return side


def _publish(house: House, size: int, database: str, tell: Tell) -> None:
    """What the public pages show; how long that took is told."""
    began, worked = time.perf_counter(), time.thread_time()
    with house.store.read() as session:
        directory = house.cases.book.directory(session)
    publish(house.store, directory, house.clock.now, LEAST)
    took, worked = time.perf_counter() - began, time.thread_time() - worked
    tell(f"pages: published {size:,} tickets on {database} in {took:.0f} s, {worked:.0f} s of processor here")


def _empty(house: House) -> bool:
    with house.store.read() as session:
        return session.scalar(select(TicketRow.id).limit(1)) is None


def _fill(place: Place, size: int) -> None:
    command = [sys.executable, "-m", "gateway", "seed", "--tickets", str(size)]
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BenchFailed(f"arzi seed: {done.stderr[-500:]}")


def _signed_in(client: FlaskClient, username: str) -> FlaskClient:
    page = client.get("/staff/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    sent = {"username": username, "password": _PASSWORD, "csrf_token": token[1] if token else ""}
    if client.post("/staff/sign-in", data=sent).status_code != 302:
        raise BenchFailed(f"{username} could not sign in")
    return client
