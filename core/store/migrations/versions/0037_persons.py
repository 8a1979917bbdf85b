"""which addresses are one person's

Today's keys stay the names of persons; an address without a row is a person of its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "person_addresses",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("proven", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("apart", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.UniqueConstraint("address", name="uq_person_addresses_address"),
    )
    op.create_index("ix_person_addresses_person", "person_addresses", ["person"])


def downgrade() -> None:
    op.drop_table("person_addresses")
