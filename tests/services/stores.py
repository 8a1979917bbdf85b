"""A store on each database that we promise: every test that asks for ``store`` runs on both.

The tables are made once a session and copied for each test: migrating takes longer than most tests. PostgreSQL's copies
are emptied and used again (tests/services/emptied.py).
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from core.store.casework import offices
from core.store.engine import Store, open_engine, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.migrate import migrate
from core.store.sealing.vault import Vault
from tests.fakes.parts import START
from tests.services.emptied import Emptied, copy_database, drop_database
from tests.services.postgres import OWNER, admin

_TEMPLATE = "template_arzi"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store with the present tables."""
    url = request.getfixturevalue(f"migrated_{request.param}")
    opened = open_store(url, FileBlobs(tmp_path / "blobs"), vault=Vault(["the secret of the tests"]))
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_with_offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store that has the offices of the reference files: fifteen thousand, which take a second to write."""
    url = request.getfixturevalue(f"{request.param}_with_offices")
    opened = open_store(url, FileBlobs(tmp_path / "blobs"), vault=Vault(["the secret of the tests"]))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "arzi.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def migrated_sqlite(_sqlite_template: Path, tmp_path: Path) -> str:
    """SQLAlchemy's URL of a SQLite file with the present tables."""
    shutil.copy(_sqlite_template, tmp_path / "arzi.db")
    return f"sqlite:///{tmp_path}/arzi.db"


@pytest.fixture(scope="session")
def _sqlite_offices_template(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "offices.db"
    shutil.copy(_sqlite_template, file)
    _fill_offices(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_with_offices(_sqlite_offices_template: Path, tmp_path: Path) -> str:
    """SQLAlchemy's URL of a SQLite file with the present tables and the offices."""
    shutil.copy(_sqlite_offices_template, tmp_path / "offices.db")
    return f"sqlite:///{tmp_path}/offices.db"


@pytest.fixture(scope="session")
def _postgres_template(postgres_cluster: Path) -> str:
    with admin(postgres_cluster) as connection:
        connection.execute(f'CREATE DATABASE "{_TEMPLATE}"')
    _migrate(f"postgresql+psycopg://{OWNER}@/{_TEMPLATE}?host={postgres_cluster}")
    return _TEMPLATE


@pytest.fixture(scope="session")
def _postgres_offices_template(postgres_cluster: Path, _postgres_template: str) -> str:
    name = f"{_TEMPLATE}_offices"
    copy_database(postgres_cluster, _postgres_template, name)
    _fill_offices(f"postgresql+psycopg://{OWNER}@/{name}?host={postgres_cluster}")
    return name


@pytest.fixture(scope="session")
def _postgres_copies(postgres_cluster: Path, _postgres_template: str) -> Emptied:
    return Emptied(postgres_cluster, _postgres_template)


@pytest.fixture
def migrated_postgresql(_postgres_copies: Emptied) -> Iterator[str]:
    """SQLAlchemy's URL of a PostgreSQL database with the present tables."""
    with _postgres_copies.one() as name:
        yield f"postgresql+psycopg://{OWNER}@/{name}?host={_postgres_copies.cluster}"


@pytest.fixture
def postgresql_with_offices(postgres_cluster: Path, _postgres_offices_template: str) -> Iterator[str]:
    """SQLAlchemy's URL of a PostgreSQL database with the present tables and the offices."""
    name = "with_offices"
    copy_database(postgres_cluster, _postgres_offices_template, name)
    yield f"postgresql+psycopg://{OWNER}@/{name}?host={postgres_cluster}"
    drop_database(postgres_cluster, name)


def _fill_offices(url: str) -> None:
    engine = open_engine(url)
    with Session(engine) as session, session.begin():
        offices.fill_if_empty(session, START)
    engine.dispose()


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
