"""what is unusual in how somebody opens cases, for their supervisor"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "unusual",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("looked_at", _TIME, nullable=True),
        sa.Column("looked_by", sa.Text(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.UniqueConstraint("staff", "kind", "day", name="uq_unusual_staff_kind_day"),
    )
    op.create_index("ix_looks_at", "looks", ["at"])


def downgrade() -> None:
    op.drop_index("ix_looks_at", "looks")
    op.drop_table("unusual")
