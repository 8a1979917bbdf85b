"""the helpline's desk: what waits for an agent, who saw a number, and calls that we made"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_GOING_ON = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "helpline_tasks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("open_key", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("due_at", _TIME, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("locked_by", sa.Integer(), nullable=True),
        sa.Column("locked_until", _TIME, nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_helpline_tasks_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpline_tasks")),
        sa.UniqueConstraint("open_key", name=op.f("uq_helpline_tasks_open_key")),
        sa.UniqueConstraint("cause", name=op.f("uq_helpline_tasks_cause")),
    )
    op.create_index("ix_helpline_tasks_state_kind", "helpline_tasks", ["state", "kind", "due_at"])
    for column in ("conversation_id", "done_at", "ticket"):
        op.create_index(op.f(f"ix_helpline_tasks_{column}"), "helpline_tasks", [column])
    op.create_table(
        "helpline_looks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("task", _ID, nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["task"], ["helpline_tasks.id"], name=op.f("fk_helpline_looks_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpline_looks")),
    )
    op.create_index("ix_helpline_looks_task", "helpline_looks", ["task", "staff"])
    op.add_column("calls", sa.Column("task", sa.Integer(), nullable=True))
    op.create_index("ix_calls_going_on", "calls", ["last_at"], sqlite_where=_GOING_ON, postgresql_where=_GOING_ON)


def downgrade() -> None:
    op.drop_index("ix_calls_going_on", "calls")
    op.drop_column("calls", "task")
    op.drop_table("helpline_looks")
    op.drop_table("helpline_tasks")
