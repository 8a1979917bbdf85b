"""ways out that a provider has shut, reports that came before our own write of an id

Besides: when a message was first tried, and what is amiss with a process that lives.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shut_ways",
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_shut_ways")),
    )
    op.create_table(
        "early_reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_reports")),
    )
    op.create_index(op.f("ix_early_reports_provider_id"), "early_reports", ["provider_id"])
    op.add_column("outbox", sa.Column("first_try_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("beats", sa.Column("trouble", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("beats", "trouble")
    op.drop_column("outbox", "first_try_at")
    op.drop_index(op.f("ix_early_reports_provider_id"), "early_reports")
    op.drop_table("early_reports")
    op.drop_table("shut_ways")
