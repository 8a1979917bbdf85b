"""Is all evidence that rows name there, and can it be opened?"""

from collections.abc import Iterator

from sqlalchemy import select

from core.errors import ConfigInvalid, NotFound, StoreUnavailable
from core.store.casework.erasing_blobs import holders
from core.store.engine import Store
from core.store.mailroom.tables import LetterLayoutRow


def check(store: Store) -> Iterator[tuple[str, str | None]]:
    """Each piece of evidence by name, and what is wrong with it. Opens every one: it takes as long as reading all."""
    for name in sorted(_named(store)):
        try:
            store.blobs.get(name)
        except NotFound:
            yield name, "is missing"
        except ConfigInvalid:
            yield name, "is sealed with another key, or damaged"
        except StoreUnavailable as error:
            yield name, error.detail
        else:
            yield name, None


def _named(store: Store) -> set[str]:
    with store.read() as session:
        found = {name for column in holders() for name in session.scalars(select(column).distinct()) if name}
        for pages in session.scalars(select(LetterLayoutRow.pages)):
            found |= {page["sha256"] for page in pages.get("pages", ()) if page.get("sha256")}
    return found
