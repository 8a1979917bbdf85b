"""telephone calls, and what was answered to each of their requests"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("last_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("sid", name=op.f("pk_calls")),
    )
    op.create_index("ix_calls_person_started_at", "calls", ["person", "started_at"])
    op.create_table(
        "call_answers",
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("heard", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["sid"], ["calls.sid"], name=op.f("fk_call_answers_sid")),
        sa.PrimaryKeyConstraint("sid", "turn", name=op.f("pk_call_answers")),
    )


def downgrade() -> None:
    op.drop_table("call_answers")
    op.drop_index("ix_calls_person_started_at", "calls")
    op.drop_table("calls")
