"""/track: the right number with the right proof, and nothing for anything else."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from core.casework.proof import code_for
from core.services.cases import Cases
from core.store.casework import tickets
from core.store.engine import Store
from core.text.tracking import tracking_number
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.house import TestHouse, make_house

SECRET = "x" * 32


@pytest.fixture
def house(store: Store) -> TestHouse:
    made = make_house(store)
    made.house = replace(made.house, cases=Cases(secret=SECRET))
    made.hear("done", id="M1", sender="+923001234567")
    made.work()
    return made


@pytest.fixture
def client(house: TestHouse) -> FlaskClient:
    return create_app(house.house, PublicUrl(""), secret_key=SECRET, max_body_bytes=10_000).test_client()


@pytest.fixture
def number(house: TestHouse) -> str:
    with house.house.store.read() as session:
        return tickets.of_person(session, "tel:+923001234567")[0].number


def look(client: FlaskClient, number: str, proof: str, language: str = "en") -> tuple[int, str]:
    answer = client.post(f"/track?language={language}", data={"number": number, "proof": proof}, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "state", "direction"),
    [
        ("en", "sent to the office", "ltr"),
        ("ur", "دفتر کو بھیج دی گئی ہے", "rtl"),
        ("ps", "دفتر ته لېږل شوی", "rtl"),
        ("roman_ur", "daftar ko bhej", "ltr"),
    ],
)
def test_the_state_in_the_language_of_choice(
    client: FlaskClient, number: str, language: str, state: str, direction: str
) -> None:
    status, page = look(client, number, "4567", language)
    assert status == 200
    assert state in page
    assert f'dir="{direction}"' in page


@pytest.mark.parametrize("write", [str.lower, lambda n: re.sub(r"\D", "", n), lambda n: f" {n} "])
def test_the_number_however_it_is_written(client: FlaskClient, number: str, write: object) -> None:
    assert look(client, write(number), "4567")[0] == 200  # type: ignore[operator]


def test_native_digits(client: FlaskClient, number: str) -> None:
    native = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    assert look(client, number.translate(native), "4567".translate(native))[0] == 200


@pytest.mark.parametrize("proof", ["", "4568", "0000", "234567", "' OR 1=1 --"])
def test_a_wrong_proof_looks_like_a_wrong_number(client: FlaskClient, number: str, proof: str) -> None:
    nobodys = tracking_number(2026, 999_999)
    wrong, unknown = look(client, number, proof), look(client, nobodys, proof)
    assert (wrong[0], unknown[0]) == (404, 404)
    assert "sent to the office" not in wrong[1]
    assert wrong[1].replace(number, "") == unknown[1].replace(nobodys, "")


def test_a_wrong_digit_is_said(client: FlaskClient, number: str) -> None:
    slip = number[:-1] + str((int(number[-1]) + 1) % 10)
    status, page = look(client, slip, "4567")
    assert status == 400
    assert "seems to be wrong" in page


def test_guessing_is_slow(client: FlaskClient, number: str) -> None:
    statuses = [look(client, number, f"{guess:04d}")[0] for guess in range(30)]
    assert statuses[:20] == [404] * 20
    assert statuses[20:] == [429] * 10


def test_guessing_one_number_from_many_addresses_is_slow_too(client: FlaskClient, number: str) -> None:
    def guess(n: int) -> int:
        sent = {"number": number, "proof": f"{n:04d}"}
        return client.post("/track", data=sent, environ_base={"REMOTE_ADDR": f"203.0.113.{n}"}).status_code

    assert [guess(n) for n in range(30)] == [404] * 20 + [429] * 10


def test_the_honest_behind_one_operators_address_are_not_counted(client: FlaskClient, number: str) -> None:
    assert [look(client, number, "4567")[0] for _ in range(30)] == [200] * 30


def test_where_too_many_guess_digits_do_not_count_and_a_code_does(
    client: FlaskClient, house: TestHouse, number: str
) -> None:
    for guess in range(20):
        look(client, number, f"{guess:04d}")
    assert look(client, number, "4567")[0] == 429
    assert look(client, number, code_for(SECRET, number, house.clock.now()))[0] == 200


def test_guessing_over_many_numbers_from_one_block_is_slow(client: FlaskClient, house: TestHouse, number: str) -> None:
    for serial in range(100):
        sent = {"number": tracking_number(2026, 500_000 + serial), "proof": "4567"}
        client.post("/track", data=sent, environ_base={"REMOTE_ADDR": f"203.0.113.{serial}"})
    other = {"number": number, "proof": "4567"}
    assert client.post("/track", data=other, environ_base={"REMOTE_ADDR": "203.0.113.200"}).status_code == 429
    assert client.post("/track", data=other, environ_base={"REMOTE_ADDR": "198.51.100.1"}).status_code == 303
    house.clock.pass_(minutes=31)
    assert client.post("/track", data=other, environ_base={"REMOTE_ADDR": "203.0.113.200"}).status_code == 303


def test_wrong_tries_are_counted_for_all_processes(house: TestHouse, number: str) -> None:
    def fresh() -> FlaskClient:
        return create_app(house.house, PublicUrl(""), secret_key=SECRET, max_body_bytes=10_000).test_client()

    assert [look(fresh(), number, f"{guess:04d}")[0] for guess in range(22)] == [404] * 20 + [429] * 2


def test_an_emailed_code_is_a_proof_for_half_an_hour(client: FlaskClient, house: TestHouse, number: str) -> None:
    code = code_for(SECRET, number, house.clock.now())
    assert look(client, number, code)[0] == 200
    house.clock.pass_(minutes=90)
    assert look(client, number, code)[0] == 404


def test_many_tries_in_a_day_leave_only_codes_and_the_citizen_hears_of_them(
    client: FlaskClient, house: TestHouse, number: str
) -> None:
    before = len(house.said)
    for half_hour in range(4):
        for guess in range(20):
            look(client, number, f"{half_hour}{guess:03d}")
        house.clock.pass_(minutes=31)
    assert look(client, number, "4567")[0] == 429
    assert look(client, number, code_for(SECRET, number, house.clock.now()))[0] == 200
    house.sweep()
    house.work()
    assert [number in said for said in house.said[before:]] == [True]
    house.clock.pass_(minutes=60 * 25)
    assert look(client, number, "4567")[0] == 200


def test_what_is_written_does_not_become_markup(client: FlaskClient) -> None:
    _, page = look(client, '"><script>alert(1)</script>', "4567")
    assert "<script>" not in page


def test_it_is_small_and_needs_no_script(client: FlaskClient) -> None:
    page = client.get("/track").data
    style = client.get("/static/page.css").data
    assert len(page) + len(style) < 60_000
    assert b"<script" not in page


def test_a_code_goes_to_where_the_case_was_told_from_and_opens(
    client: FlaskClient, house: TestHouse, number: str
) -> None:
    before = len(house.said)
    for _ in range(2):
        assert client.post("/track", data={"number": number, "send_code": "1"}).status_code == 200
    house.work()
    [told] = house.said[before:]
    assert house.channel.sent[-1].to == "+923001234567"
    code = re.findall(r"\b\d{4} \d{4}\b", told.replace(number, ""))[0]
    assert look(client, number, code)[0] == 200


def test_asking_for_a_code_says_the_same_of_a_number_that_is_none(client: FlaskClient, number: str) -> None:
    pages = [
        client.post("/track", data={"number": asked, "send_code": "1"}).get_data(as_text=True).replace(asked, "")
        for asked in (number, tracking_number(2026, 999_999))
    ]
    assert pages[0] == pages[1]
