"""the blind index: a ticket is found by phone, email or CNIC, none of which stands in it"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ticket_keys",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("blind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_ticket_keys_ticket")),
        sa.PrimaryKeyConstraint("ticket", "kind", name=op.f("pk_ticket_keys")),
    )
    op.create_index("ix_ticket_keys_blind", "ticket_keys", ["blind"], unique=False)


def downgrade() -> None:
    op.drop_table("ticket_keys")
