"""sessions and second factors of staff, and who they are at the identity provider

Sessions are kept here, so that they can be listed and ended.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff_sessions",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("factor", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.UniqueConstraint("key", name="uq_staff_sessions_key"),
    )
    op.create_index("ix_staff_sessions_staff", "staff_sessions", ["staff", "seen_at"])
    op.create_table(
        "staff_factors",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=True),
        sa.Column("counter", _ID, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME, nullable=True),
        sa.UniqueConstraint("credential", name="uq_staff_factors_credential"),
    )
    op.create_index("ix_staff_factors_staff", "staff_factors", ["staff"])
    op.add_column("staff", sa.Column("subject", sa.Text(), nullable=True))
    op.create_index("uq_staff_subject", "staff", ["subject"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_staff_subject", "staff")
    op.drop_column("staff", "subject")
    op.drop_table("staff_factors")
    op.drop_table("staff_sessions")
