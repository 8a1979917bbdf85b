"""A quiet day: complaints begin on every channel at an even pace, and officers look at them and answer."""

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import requests

from core.store.engine import Store
from core.store.staff import staff
from core.ticket import Role
from gateway.house import House as Composed
from tests.chaos import calls, letters, mail
from tests.chaos.citizens import Citizen
from tests.chaos.storm import Town
from tests.gateway.web.staff.people import HASHED, PASSWORD
from tests.soak.plan import Soak

_SHARES: tuple[tuple[str, float], ...] = (
    ("whatsapp", 0.6),
    ("email", 0.2),
    ("mailbox", 0.08),
    ("call", 0.1),
    ("letter", 0.02),
)
"""Of those who complain."""
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_VERSION = re.compile(r'name="version" value="(\d+)"')
_TICKET = re.compile(r"/desk/(KP-20\d\d-\d{6,}-\d)")
_PATIENCE_S = 30


@dataclass
class Load:
    """Everybody who writes and works until ``town.enough`` is set; ``did`` counts what officers did."""

    town: Town
    plan: Soak
    did: dict[str, int] = field(default_factory=dict)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """One thread that lets complaints begin, and one for each officer."""
        works: list[Callable[[], None]] = [self._begin_complaints]
        works += [partial(self._work, f"officer{number}") for number in range(self.plan.officers)]
        for work in works:
            self._run(work)

    def join(self) -> None:
        """Until all have come to their end, or were waited for long enough."""
        until = time.monotonic() + _PATIENCE_S
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _begin_complaints(self) -> None:
        dice, gap = random.Random(self.plan.seed), 60 / self.plan.complaints
        kinds, shares = zip(*_SHARES, strict=True)
        while not self.town.enough.wait(dice.expovariate(1 / gap)):
            kind = dice.choices(kinds, shares)[0]
            self._threads = [one for one in self._threads if one.is_alive()]
            self._run(partial(self._complain, kind, random.Random(dice.random())))

    def _complain(self, kind: str, dice: random.Random) -> None:
        town = self.town
        try:
            if kind == "whatsapp":
                Citizen(town.house, town.provider, town.ledger, dice, waits=dice.random() < 0.9).complain()
            elif kind == "email":
                mail.correspond(town.house, town.office, town.ledger)
            elif kind == "mailbox":
                mail.to_the_mailbox(town.dovecot, town.ledger)
            elif kind == "call":
                calls.call(town.house, town.provider, town.ledger, dice)
            else:
                letters.post_letter(town.house, town.ledger)
        except Exception as error:  # noqa: BLE001 - a fault of the town's, told at the end
            town.ledger.note(f"a citizen stumbled: {type(error).__name__}: {error}"[:200])

    def _work(self, name: str) -> None:
        dice = random.Random(name)
        with requests.Session() as browser:
            while not self.town.enough.wait(dice.uniform(2, 6)):
                try:
                    self._one_ticket(browser, name, dice)
                except (requests.RequestException, AssertionError) as error:
                    self.town.ledger.note(f"an officer stumbled: {type(error).__name__}: {error}"[:200])

    def _one_ticket(self, browser: requests.Session, name: str, dice: random.Random) -> None:
        """The queue, a ticket of it, and what comes next with it."""
        queue = self._get(browser, "/desk")
        if "/staff/sign-in" in queue.url:
            form = {"csrf_token": _found(_TOKEN, queue.text), "username": name, "password": PASSWORD}
            browser.post(queue.url, data=form, timeout=_PATIENCE_S)
            return
        numbers = sorted(set(_TICKET.findall(queue.text)))
        if not numbers:
            return
        number = dice.choice(numbers)
        page = self._get(browser, f"/desk/{number}")
        form = {"csrf_token": _found(_TOKEN, page.text), "version": _found(_VERSION, page.text)}
        what = "start" if "/do/start" in page.text else dice.choice(("note", "reply", "propose"))
        if f"/do/{what}" not in page.text:
            return
        words = {"words": f"soak {time.time():.0f}: the line was mended"}
        done = browser.post(
            f"{self.town.house.url}/desk/{number}/do/{what}", data={**form, **words}, timeout=_PATIENCE_S
        )
        self.did[f"{what} {done.status_code}"] = self.did.get(f"{what} {done.status_code}", 0) + 1
        assert done.status_code in (200, 409), f"{what}: {done.status_code}"  # 409: somebody else changed it meanwhile

    def _get(self, browser: requests.Session, path: str) -> requests.Response:
        answer = browser.get(self.town.house.url + path, timeout=_PATIENCE_S)
        self.did["pages"] = self.did.get("pages", 0) + 1
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer


def hire(made: Composed, store: Store, officers: int) -> None:
    """Those who work at the province's first office, which sees everything below it."""
    with store.write() as session:
        directory = made.cases.book.directory(session)
        top = next(office for office in directory if office.parent is None and office.province.startswith("Khyber"))
        for number in range(officers):
            name = f"officer{number}"
            now = made.clock.now()
            staff.add(session, name, name.title(), Role.DEPARTMENT_HEAD, top.code, HASHED, now, must_change=False)


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    assert found, f"{pattern.pattern} is not on the page"
    return found[1]
