"""running sums for dashboards, and the changes that are not in them yet

`arzi recount` fills them for tickets that were there before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MEASURES = (
    "came",
    "working",
    "waiting",
    "proposed",
    "satisfied",
    "unconfirmed",
    "rejected",
    "merged",
    "late",
    "said_solved",
    "denied",
    "forwarded",
    "escalated",
    "seconds",
)


def upgrade() -> None:
    op.create_table(
        "sums",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("dim", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        *(sa.Column(measure, _ID, nullable=False) for measure in _MEASURES),
        sa.PrimaryKeyConstraint("generation", "node", "dim", "key", name=op.f("pk_sums")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sum_changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("difference", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sum_changes")),
    )


def downgrade() -> None:
    for table in ("sum_changes", "sums"):
        op.drop_table(table)
