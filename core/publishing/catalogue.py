"""What says to other programs which files there are: a Frictionless data package, CSVW metadata of each file, and a
DCAT-AP catalogue of all days. All made of ``files.TABLES``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.publishing.files import TABLES, Column, Table

TITLE = "Complaints of citizens and what became of them"
TOLD = (
    "Numbers of complaints by place, department, office, month and category: received, open, late, solved as offices "
    "say, confirmed by citizens, denied, unconfirmed. No number has fewer than k persons behind it; all are rounded to "
    "multiples of k, so they do not add up exactly. An empty field is a number that is not told."
)
_DATATYPES = {"yearmonth": "gYearMonth"}
_EUROPE = "http://publications.europa.eu/resource/authority"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose data they are. ``base`` is the address under which the days are, without a slash at its end; ``licence`` an
    SPDX name."""

    base: str
    publisher: str
    licence: str
    licence_url: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that there is. ``size`` in bytes."""

    name: str
    sha256: str
    size: int


def data_package(issuer: Issuer, day: str, files: Mapping[str, Listed]) -> dict[str, Any]:
    """datapackage.json of a day: Frictionless Data Package 1, profile tabular-data-package."""
    return {
        "profile": "tabular-data-package",
        "name": "arzi-complaints",
        "title": TITLE,
        "description": TOLD,
        "version": day,
        "created": f"{day}T00:00:00+05:00",
        "homepage": issuer.base,
        "licenses": [{"name": issuer.licence, "path": issuer.licence_url}],
        "sources": [{"title": issuer.publisher}],
        "resources": [_resource(table, files[table.name]) for table in TABLES if table.name in files],
    }


def _resource(table: Table, file: Listed) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name.removesuffix(".csv"),
        "title": table.title,
        "path": table.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column.name, "type": column.kind, "description": column.told}
    constraints: dict[str, Any] = {"required": True} if column.needed else {}
    if column.kind == "integer":
        constraints["minimum"] = 0
    return made | ({"constraints": constraints} if constraints else {})


def csvw(table: Table, issuer: Issuer) -> dict[str, Any]:
    """NAME.csv-metadata.json: CSV on the Web (W3C, 2015), beside its file."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": table.name,
        "dc:title": table.title,
        "dc:description": TOLD,
        "dc:publisher": issuer.publisher,
        "dc:license": {"@id": issuer.licence_url},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:description": column.told,
                    "datatype": _DATATYPES.get(column.kind, column.kind),
                    "required": column.needed,
                    "null": "",
                }
                for column in table.columns
            ],
            "primaryKey": list(table.key),
        },
    }


def dcat(issuer: Issuer, days: Sequence[tuple[str, Mapping[str, Listed]]]) -> dict[str, Any]:
    """The catalogue as JSON-LD: DCAT-AP 3. ``days`` with their files, the latest first: each day is a dataset of the
    series' history, the latest also under its own stable address."""
    publisher = {"@id": f"{issuer.base}#publisher", "@type": "foaf:Agent", "foaf:name": _en(issuer.publisher)}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{issuer.base}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _en(TITLE),
        "dct:description": _en(TOLD),
        "dct:publisher": publisher,
        "dct:license": {"@id": issuer.licence_url, "@type": "dct:LicenseDocument"},
        "dcat:dataset": [_dataset(issuer, day, files) for day, files in days],
    }


def _dataset(issuer: Issuer, day: str, files: Mapping[str, Listed]) -> dict[str, Any]:
    here = f"{issuer.base}/v1/{day}"
    return {
        "@id": here,
        "@type": "dcat:Dataset",
        "dct:title": _en(f"{TITLE}, {day}"),
        "dct:description": _en(TOLD),
        "dct:publisher": {"@id": f"{issuer.base}#publisher"},
        "dct:issued": {"@value": day, "@type": "xsd:date"},
        "dct:accrualPeriodicity": {"@id": f"{_EUROPE}/frequency/DAILY", "@type": "dct:Frequency"},
        "dcat:keyword": [_en("complaints"), _en("government"), _en("accountability")],
        "dcat:distribution": [
            _distribution(issuer, here, table, files[table.name]) for table in TABLES if table.name in files
        ],
    }


def _distribution(issuer: Issuer, here: str, table: Table, file: Listed) -> dict[str, Any]:
    address = f"{here}/{table.name}"
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _en(table.title),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "dcat:mediaType": {"@id": "http://www.iana.org/assignments/media-types/text/csv", "@type": "dct:MediaType"},
        "dct:format": {"@id": f"{_EUROPE}/file-type/CSV", "@type": "dct:MediaTypeOrExtent"},
        "dct:license": {"@id": issuer.licence_url},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _en(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}
