"""the officer's desk: indexes of the queue, full-text search, saved searches, who is looking, texts for answers

The search table is each database's own: FTS5 on SQLite (words only, no places of words), tsvector with GIN on
PostgreSQL. `arzi reindex` fills it for tickets that were there before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_QUEUED = ["office_id", "state", "level", "category", "district", "channel", "owner", "urgent"]


def upgrade() -> None:
    _index("ix_tickets_open_due", ["due_at", "id", *_QUEUED], "closed_at IS NULL")
    _index("ix_tickets_open_office", ["office_id", "due_at", "id", *_QUEUED[1:]], "closed_at IS NULL")
    _index("ix_tickets_ended", ["closed_at", "id", *_QUEUED], "closed_at IS NOT NULL")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE ticket_search USING fts5("
            "words, detail='none', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.execute("CREATE TABLE ticket_search (id bigint PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_ticket_search_words ON ticket_search USING gin (words)")
    op.create_table(
        "saved_searches",
        sa.Column("id", _ID, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_searches_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_saved_searches_staff_id_name")),
    )
    op.create_table(
        "ticket_presence",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ticket_presence_staff_id")),
        sa.PrimaryKeyConstraint("ticket", "staff_id", name=op.f("pk_ticket_presence")),
    )
    op.create_index(op.f("ix_ticket_presence_until"), "ticket_presence", ["until"])
    op.create_table(
        "reply_templates",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_templates")),
        sa.UniqueConstraint("key", "language", name=op.f("uq_reply_templates_key_language")),
    )


def downgrade() -> None:
    for table in ("reply_templates", "ticket_presence", "saved_searches", "ticket_search"):
        op.execute(f"DROP TABLE {table}")
    for index in ("ix_tickets_ended", "ix_tickets_open_office", "ix_tickets_open_due"):
        op.drop_index(index, table_name="tickets")


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "tickets", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
