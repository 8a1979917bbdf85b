"""emergencies that nobody has taken yet"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_alarms_ticket")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_alarms")),
    )
    op.create_index(op.f("ix_alarms_next_at"), "alarms", ["next_at"])


def downgrade() -> None:
    op.drop_table("alarms")
