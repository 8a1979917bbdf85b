"""the words of events can be sealed, and the search index holds none

The guard of ticket_events lets words be erased, and now be sealed as well: what was kept in clear, and with a new key.
That they are the same words is what the chain proves (core/casework/history.py). The index is made anew by itself.
"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER ticket_events_words")
        _guard_sqlite(" AND (NEW.words NOT LIKE '\"~s1~%' OR OLD.words = '{}')")
    else:
        _guard_postgresql("(NEW.words::text = '{}' OR (NEW.words::text LIKE '\"~s1~%%' AND OLD.words::text <> '{}'))")
    _empty_index()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER ticket_events_words")
        _guard_sqlite("")
    else:
        _guard_postgresql("NEW.words::text = '{}'")
    _empty_index()


def _guard_sqlite(and_not_sealed: str) -> None:
    op.execute(
        f"CREATE TRIGGER ticket_events_words BEFORE UPDATE OF words ON ticket_events WHEN NEW.words <> '{{}}'"
        f"{and_not_sealed} BEGIN SELECT RAISE(ABORT, 'ticket_events: words can only be erased or sealed'); END"
    )


def _guard_postgresql(erased_or_sealed: str) -> None:
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION ticket_events_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND {erased_or_sealed}
               AND (to_jsonb(NEW) - 'words') = (to_jsonb(OLD) - 'words') THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'ticket_events: what happened stays';
        END $$
        """.replace("%%", "%")
    )


def _empty_index() -> None:
    """Made anew rather than emptied: nothing of the words stays behind in its pages."""
    op.execute("DROP TABLE ticket_search")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE ticket_search USING fts5("
            "words, detail='none', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.execute("CREATE TABLE ticket_search (id bigint PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_ticket_search_words ON ticket_search USING gin (words)")
    op.execute("DELETE FROM bookmarks WHERE name IN ('search is of', 'search goes on at')")
