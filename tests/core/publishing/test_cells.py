"""No published number leads to a person: the three rules, and an attack on all that they publish."""

import random
from collections.abc import Iterator

import pytest

from core.publishing.cells import Cell, Family, Key, Published, Rules, offset, protect, rounded, under_k
from tests.core.publishing.attack import bounds, changes, found

RULES = Rules(10, b"a secret of this test")
W, A, B, C = ("whole", "n"), ("a", "n"), ("b", "n"), ("c", "n")
FAMILY = [Family(W, (A, B, C))]


def cells(*counts: tuple[int, int]) -> dict[Key, Cell]:
    return {key: Cell(*one) for key, one in zip((W, A, B, C), counts, strict=True)}


def kept_back(given: dict[Key, Cell]) -> list[str]:
    return [key[0] for key, number in protect(given, FAMILY, RULES).items() if number is None]


@pytest.mark.parametrize(
    ("given", "back"),
    [
        (cells((60, 10), (20, 10), (20, 10), (20, 10)), []),
        (cells((60, 10), (20, 10), (20, 10), (0, 0)), []),
        (cells((49, 10), (20, 10), (20, 10), (9, 9)), ["c"]),
        (cells((48, 10), (20, 10), (20, 10), (8, 1)), ["c"]),
        (cells((340, 10), (20, 10), (300, 10), (20, 1)), ["a", "c"]),
        (cells((340, 10), (310, 10), (15, 4), (15, 4)), ["a", "b", "c"]),
        (cells((60, 10), (30, 10), (15, 5), (15, 6)), ["b", "c"]),
        (cells((9, 9), (3, 3), (3, 3), (3, 3)), ["whole", "a", "b", "c"]),
        (cells((30, 1), (30, 1), (0, 0), (0, 0)), ["whole", "a"]),
    ],
)
def test_what_is_kept_back(given: dict[Key, Cell], back: list[str]) -> None:
    assert kept_back(given) == back


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 55, 1000])
def test_rounded_near_fair_and_the_same_every_day(count: int) -> None:
    keys = [(f"subject {n}", "n") for n in range(4000)]
    numbers = [rounded(key, count, RULES) for key in keys]
    assert numbers == [rounded(key, count, RULES) for key in keys]
    assert all(number % 10 == 0 and abs(number - count) < 10 for number in numbers)
    assert all((number == 0) == (count == 0) for number in numbers)
    if count >= 10 or not count:
        assert sum(numbers) / len(numbers) == pytest.approx(count, abs=0.5)
    assert {offset(key, RULES) for key in keys} == set(range(10))


def test_another_secret_gives_other_offsets() -> None:
    other = Rules(10, b"another")
    keys = [(f"subject {n}", "n") for n in range(200)]
    assert sum(offset(key, RULES) == offset(key, other) for key in keys) < 60


def _levels() -> tuple[list[str], list[Family], dict[str, list[str]]]:
    """A country of 3 provinces of 4 districts of 3 offices, each office of one of 3 departments; who counts where."""
    families: dict[str, list[str]] = {}
    counts_at: dict[str, list[str]] = {}
    for p in range(3):
        families.setdefault("pk", []).append(f"p{p}")
        for d in range(4):
            families.setdefault(f"p{p}", []).append(f"p{p}d{d}")
            for o in range(3):
                office, department = f"p{p}d{d}o{o}", f"p{p}#{o}"
                families.setdefault(f"p{p}d{d}", []).append(office)
                families.setdefault(department, []).append(office)
                counts_at[office] = [office, f"p{p}d{d}", f"p{p}", "pk", department, f"#{o}"]
    for o in range(3):
        families.setdefault("pk by department", []).append(f"#{o}")
        families[f"#{o}"] = [f"p{p}#{o}" for p in range(3)]
    by_department = families.pop("pk by department")
    made = [Family((w, "n"), [(p, "n") for p in parts]) for w, parts in families.items()]
    made += [Family((f"p{p}", "n"), [(f"p{p}#{o}", "n") for o in range(3)]) for p in range(3)]
    made.append(Family(("pk", "n"), [(one, "n") for one in by_department]))
    return list(counts_at), made, counts_at


OFFICES, FAMILIES, COUNTS_AT = _levels()


def _lives(seed: int, days: int) -> Iterator[dict[Key, Cell]]:
    """Complaints that come from day to day, of offices with few and with many, some of people who never stop."""
    draw = random.Random(seed)
    came: list[tuple[str, str]] = []
    busy = {office: draw.choice([0.2, 0.5, 1, 3, 9]) for office in OFFICES}
    for day in range(days):
        for office in OFFICES:
            for n in range(int(draw.expovariate(1 / (busy[office] * (6 if day == 0 else 1))))):
                often = draw.random() < 0.15
                came.append((office, f"often {office}" if often else f"person {day} {office} {n}"))
        counts: dict[Key, int] = {}
        persons: dict[Key, set[str]] = {}
        for office, person in came:
            for at in COUNTS_AT[office]:
                counts[at, "n"] = counts.get((at, "n"), 0) + 1
                persons.setdefault((at, "n"), set()).add(person)
        yield {key: Cell(count, len(persons[key])) for key, count in counts.items()}


@pytest.mark.parametrize("seed", range(12))
def test_nobody_is_found_by_subtracting_dates_and_levels(seed: int) -> None:
    days = list(_lives(seed, 12))
    rules = Rules(10, str(seed).encode())
    published = [protect(cells, FAMILIES, rules) for cells in days]
    for cells, told in zip(days, published, strict=True):
        assert all(told[key] is None for key in under_k(cells, 10))
        assert all(number is None or number % 10 == 0 for number in told.values())
    known = bounds(published, FAMILIES, 10)
    assert not found(days, known, 10, fewer=4)
    assert not changes(days, known, 10, fewer=4)


def test_the_attack_finds_them_where_only_small_cells_are_left_out() -> None:
    """That the test above can fail: numbers as they are, without what is under k, give people away by the dozen."""
    betrayed = changed = 0
    for seed in range(4):
        days = list(_lives(seed, 12))
        naive: list[Published] = [
            {key: None if cell.persons < 10 else cell.count for key, cell in cells.items()} for cells in days
        ]
        known = bounds(naive, FAMILIES, 10, exact=True)
        betrayed += len(found(days, known, 10, fewer=4))
        changed += len(changes(days, known, 10, fewer=4))
    assert betrayed > 20
    assert changed > 200


def test_the_attack_finds_somebody_who_complains_very_often_behind_rounded_numbers() -> None:
    """And that complementary suppression is needed beside rounding."""
    given = cells((340, 10), (20, 10), (280, 10), (40, 1))
    told: Published = {
        key: None if key in under_k(given, 10) else rounded(key, cell.count, RULES) for key, cell in given.items()
    }
    low, _ = bounds([told], FAMILY, 10)[0, C]
    assert low >= 10, "so many of one person can be seen"
    low, high = bounds([protect(given, FAMILY, RULES)], FAMILY, 10)[0, C]
    assert low == 1
    assert high > 40
