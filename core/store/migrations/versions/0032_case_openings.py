"""who has a case open in a browser, and the cases that are about somebody of ours

The citizen's page is closed on the server; and whoever is complained about is passed over in every list.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_openings",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("key", name="uq_case_openings_key"),
    )
    op.create_index("ix_case_openings_until", "case_openings", ["until"])
    about = sa.text("against_person IS NOT NULL")
    op.create_index(
        "ix_tickets_against_person", "tickets", ["against_person"], sqlite_where=about, postgresql_where=about
    )


def downgrade() -> None:
    op.drop_index("ix_tickets_against_person", "tickets")
    op.drop_table("case_openings")
