"""casework: offices, posts, steps, notices, flags; and nobody changes or deletes what happened

Triggers let events only be added. Words of people may be erased when their time has come (set to {}), because the chain
holds only seals of them (core/casework/history.py); nothing else of an event can be changed by anybody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _offices()
    _work()
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index("ix_tickets_merged_into", ["merged_into"], unique=False)
    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_events_kind_at", ["kind", "at"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _offices() -> None:
    op.create_table(
        "offices",
        sa.Column("id", _ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_ur", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("tehsil", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
        sa.UniqueConstraint("code", name=op.f("uq_offices_code")),
    )
    op.create_index("ix_offices_kind_district", "offices", ["kind", "district"], unique=False)
    op.create_index("ix_offices_parent", "offices", ["parent"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["office"], ["offices.code"], name=op.f("fk_posts_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("office", "title", "since", name=op.f("uq_posts_office_title_since")),
    )


def _work() -> None:
    op.create_table(
        "ticket_steps",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("done_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_ticket_steps_ticket")),
        sa.PrimaryKeyConstraint("ticket", "step", name=op.f("pk_ticket_steps")),
    )
    op.create_table(
        "office_notices",
        sa.Column("id", _ID, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=True),
        sa.Column("seen_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_office_notices_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_notices")),
        sa.UniqueConstraint("cause", name=op.f("uq_office_notices_cause")),
    )
    op.create_index("ix_office_notices_office_id_seen_at", "office_notices", ["office_id", "seen_at"], unique=False)
    op.create_table(
        "flags",
        sa.Column("id", _ID, nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("looked_at", _TIME, nullable=True),
        sa.Column("looked_by", sa.Text(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_flags_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint("ticket", "kind", name=op.f("uq_flags_ticket_kind")),
    )
    op.create_index("ix_flags_office_id", "flags", ["office_id"], unique=False)


_FIXED = ("id", "ticket", "seq", "kind", "at", "actor", "data", "prev_hash", "hash")


def _guard_sqlite() -> None:
    op.execute(
        "CREATE TRIGGER ticket_events_stay BEFORE DELETE ON ticket_events "
        "BEGIN SELECT RAISE(ABORT, 'ticket_events: what happened stays'); END"
    )
    op.execute(
        f"CREATE TRIGGER ticket_events_fixed BEFORE UPDATE OF {', '.join(_FIXED)} ON ticket_events "
        "BEGIN SELECT RAISE(ABORT, 'ticket_events: what happened stays'); END"
    )
    op.execute(
        "CREATE TRIGGER ticket_events_words BEFORE UPDATE OF words ON ticket_events WHEN NEW.words <> '{}' "
        "BEGIN SELECT RAISE(ABORT, 'ticket_events: words can only be erased'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION ticket_events_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.words::text = '{}'
               AND (to_jsonb(NEW) - 'words') = (to_jsonb(OLD) - 'words') THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'ticket_events: what happened stays';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER ticket_events_stay BEFORE UPDATE OR DELETE ON ticket_events "
        "FOR EACH ROW EXECUTE FUNCTION ticket_events_guard()"
    )
    op.execute(
        "CREATE TRIGGER ticket_events_whole BEFORE TRUNCATE ON ticket_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION ticket_events_guard()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("stay", "fixed", "words"):
            op.execute(f"DROP TRIGGER ticket_events_{name}")
    else:
        op.execute("DROP TRIGGER ticket_events_stay ON ticket_events")
        op.execute("DROP TRIGGER ticket_events_whole ON ticket_events")
        op.execute("DROP FUNCTION ticket_events_guard()")
    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_events_kind_at")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index("ix_tickets_merged_into")
    for table in ("flags", "office_notices", "ticket_steps", "posts", "offices"):
        op.drop_table(table)
