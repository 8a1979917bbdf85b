"""/open: pages and files for everybody, from published numbers only."""

import csv
import gzip
import io
import json
import re
import zipfile

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from core.publishing import measures as m
from core.publishing.files import TABLES
from core.store.engine import Store
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.house import TestHouse, make_house
from tests.gateway.web.open.conftest import with_open_data

DISTRICT, DEPARTMENT = "places/kp.mardan.mardan", "places/kp.mardan.mardan/power"
_NAME = {"type": "string", "pattern": "^[a-z0-9._-]+$"}
_FIELD = {
    "type": "object",
    "required": ["name", "type"],
    "properties": {"type": {"enum": ["string", "integer", "date", "yearmonth"]}, "name": {"type": "string"}},
}
_SCHEMA = {
    "type": "object",
    "required": ["fields", "primaryKey", "missingValues"],
    "properties": {"fields": {"type": "array", "minItems": 1, "items": _FIELD}, "missingValues": {"const": [""]}},
}
_RESOURCE = {
    "type": "object",
    "required": ["name", "path", "profile", "schema"],
    "properties": {
        "name": _NAME,
        "profile": {"const": "tabular-data-resource"},
        "path": {"type": "string", "pattern": r"^(?!/|\.\.)[^\\:]+$"},
        "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "schema": _SCHEMA,
    },
}
PACKAGE = {
    "type": "object",
    "required": ["profile", "name", "resources", "licenses"],
    "properties": {
        "profile": {"const": "tabular-data-package"},
        "name": _NAME,
        "created": {"type": "string", "format": "date-time"},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"required": ["name"]}, {"required": ["path"]}]},
        },
        "resources": {"type": "array", "minItems": 1, "items": _RESOURCE},
    },
}
"""What the specification demands (specs.frictionlessdata.io: Tabular Data Package and Resource, Table Schema)."""


@pytest.fixture
def client(published: TestHouse) -> FlaskClient:
    app = create_app(published.house, PublicUrl("https://arzi.example.org"), secret_key="k" * 20, max_body_bytes=10**6)
    return app.test_client()


def get(client: FlaskClient, path: str, **asked: str) -> str:
    answer = client.get(f"/open{path}", query_string=asked)
    assert answer.status_code == 200, f"{path}: {answer.status}"
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "ur", "ps"])
@pytest.mark.parametrize("path", ["", f"/{DISTRICT}", f"/{DEPARTMENT}", "/compare", "/rank/kp", "/data"])
def test_every_page_in_every_language_without_signing_in(client: FlaskClient, path: str, language: str) -> None:
    page = get(client, path, language=language)
    assert f'lang="{language}" dir="{"ltr" if language == "en" else "rtl"}"' in page
    assert "secret words" not in page
    assert not re.search(r'<script(?! src="/static/)|<style|\sstyle=|\son\w+=', page)
    assert "csrf" not in page


def test_what_offices_and_what_citizens_say_comes_first(client: FlaskClient) -> None:
    page = get(client, f"/{DISTRICT}")
    first, then, numbers = (page.index(text) for text in ("Offices say that", "Citizens confirm that", "Received"))
    assert first < then < numbers
    assert "To be read out" in page
    assert re.search(r"Mardan District: of (30|40) complaints, offices say that 0% are solved", page)


def test_few_people_are_not_told_and_look_like_nobody(client: FlaskClient) -> None:
    few, none = client.get("/open/places/kp.mardan.swabi"), client.get("/open/places/kp.mardan.nowhere")
    assert few.status_code == none.status_code == 404
    assert few.data.replace(b"swabi", b"") == none.data.replace(b"nowhere", b"")
    assert "Swabi" not in get(client, "/places/kp.mardan")


@pytest.mark.parametrize(
    "path", ["", f"/{DISTRICT}", "/data", "/data/v1/latest/figures.csv", f"/{DISTRICT}/figures.json"]
)
def test_for_caches_on_the_way(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/open{path}", query_string={"language": "ur"})
    assert answer.cache_control.public
    assert answer.cache_control.max_age == 300
    assert answer.last_modified is not None
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    etag = answer.headers["ETag"]
    again = client.get(f"/open{path}", query_string={"language": "ur"}, headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_a_days_own_file_may_be_kept_for_good_and_is_the_same_as_gzip(client: FlaskClient) -> None:
    day = json.loads(get(client, "/data/v1/latest/datapackage.json"))["version"]
    plain = client.get(f"/open/data/v1/{day}/figures.csv")
    small = client.get(f"/open/data/v1/{day}/figures.csv", headers={"Accept-Encoding": "gzip"})
    assert plain.cache_control.max_age == 365 * 86400
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert plain.headers["ETag"] != small.headers["ETag"]
    assert client.get("/open/data/v1/2020-01-01/figures.csv").status_code == 404
    for wrong in ("../figures.csv", "figures.txt", "x.csv-metadata.json", "figures"):
        assert client.get(f"/open/data/v1/{day}/{wrong}").status_code == 404, wrong


def test_files_of_a_subject_are_the_lines_of_the_whole_file(client: FlaskClient) -> None:
    whole = {row["id"]: row for row in csv.DictReader(io.StringIO(get(client, "/data/v1/latest/figures.csv")))}
    (own,) = csv.DictReader(io.StringIO(get(client, f"/{DISTRICT}/figures.csv")))
    assert own == whole[DISTRICT]
    as_json = json.loads(get(client, f"/{DISTRICT}/figures.json"))
    for measure in m.FIGURES:
        assert str(as_json[measure] if as_json[measure] is not None else "") == own[measure]
    months = list(csv.DictReader(io.StringIO(get(client, f"/{DISTRICT}/figures.csv", table="months"))))
    assert {row["id"] for row in months} == {DISTRICT}


@pytest.mark.parametrize("wrong", ["\x00", "a" * 5000, "'; --", "پشاور", "%00", "..", "KP"])
def test_what_is_no_id_is_not_there(client: FlaskClient, wrong: str) -> None:
    for path in (f"/open/places/{wrong}", f"/open/offices/{wrong}/figures.csv", f"/open/rank/{wrong}"):
        assert client.get(path).status_code == 404, path
    assert client.get("/open/compare", query_string={"with": wrong}).status_code == 200
    assert client.get(f"/open/data/v1/{wrong}/figures.csv").status_code == 404


def test_what_is_compared_and_ranked_as_files(client: FlaskClient) -> None:
    page = get(client, "/compare", **{"with": DISTRICT})
    for path in ("/compare/figures", "/rank/kp/figures"):
        asked = {"with": DISTRICT} if "compare" in path else {}
        rows = list(csv.DictReader(io.StringIO(get(client, f"{path}.csv", **asked))))
        lines = json.loads(get(client, f"{path}.json", **asked))["lines"]
        assert [row["id"] for row in rows] == [line["id"] for line in lines] == [DISTRICT], path
    assert "/open/compare/figures.csv?with=places/" in page.replace("%2F", "/")
    assert client.get("/open/rank/kp/figures.exe").status_code == 404
    assert client.get("/open/rank/nowhere/figures.csv").status_code == 404


def test_no_more_than_five_are_compared(client: FlaskClient) -> None:
    wanted = [
        "places/pk",
        "places/kp",
        "places/kp.mardan",
        DISTRICT,
        DEPARTMENT,
        "places/kp/power",
        "nothing",
        "x" * 900,
    ]
    page = client.get("/open/compare", query_string={"with": wanted}).get_data(as_text=True)
    assert page.count('class="n">') // page.count("<tr>") <= 5
    assert page.count('<section><h2><a href="') == 5


def test_the_archive_holds_all_files(client: FlaskClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(client.get("/open/data/v1/latest/all.zip").data))
    assert sorted(archive.namelist()) == ["categories.csv", "dictionary.csv", "figures.csv", "months.csv"]
    for table in TABLES:
        assert archive.read(table.name) == client.get(f"/open/data/v1/latest/{table.name}").data
    meanings = csv.DictReader(io.StringIO(archive.read("dictionary.csv").decode()))
    told = {(row["file"], row["column"]) for row in meanings}
    assert told == {(table.name, column.name) for table in TABLES for column in table.columns}


def test_the_data_package_is_valid_and_says_what_the_files_hold(client: FlaskClient) -> None:
    package = json.loads(get(client, "/data/v1/latest/datapackage.json"))
    jsonschema_rs.validator_for(PACKAGE).validate(package)
    for resource in package["resources"]:
        assert set(resource["schema"]["primaryKey"]) <= {field["name"] for field in resource["schema"]["fields"]}
        content = client.get(f"/open/data/v1/latest/{resource['path']}").data
        heading = next(csv.reader(io.StringIO(content.decode())))
        assert [field["name"] for field in resource["schema"]["fields"]] == heading
        assert resource["bytes"] == len(content)
        metadata = json.loads(get(client, f"/data/v1/latest/{resource['path']}-metadata.json"))
        assert [column["name"] for column in metadata["tableSchema"]["columns"]] == heading


def test_the_catalogue_names_addresses_that_lead_somewhere(client: FlaskClient) -> None:
    catalog = json.loads(get(client, "/data/catalog.jsonld"))
    assert catalog["@type"] == "dcat:Catalog"
    for needed in ("dct:title", "dct:description", "dct:publisher", "dcat:dataset"):
        assert catalog[needed], needed
    addresses = [one["dcat:accessURL"]["@id"] for set in catalog["dcat:dataset"] for one in set["dcat:distribution"]]
    assert len(addresses) == len(TABLES)
    for address in addresses:
        get(client, address.removeprefix("https://arzi.example.org/open"))


def test_before_the_first_day_and_where_it_is_switched_off(store: Store) -> None:
    house = with_open_data(store)
    app = create_app(house.house, PublicUrl("https://arzi.example.org"), secret_key="k" * 20, max_body_bytes=10**6)
    assert app.test_client().get("/open").status_code == 404
    assert app.test_client().get("/open/data").status_code == 200
    off = create_app(
        make_house(store).house, PublicUrl("https://arzi.example.org"), secret_key="k" * 20, max_body_bytes=10**6
    )
    assert off.test_client().get("/open").status_code == 404
