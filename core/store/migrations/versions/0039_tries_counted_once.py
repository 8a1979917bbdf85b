"""wrong codes are counted with all other wrong proofs"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("proof_tries")


def downgrade() -> None:
    op.create_table(
        "proof_tries",
        sa.Column("ticket", sa.String(), primary_key=True),
        sa.Column("slot", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("tries", sa.Integer(), nullable=False),
    )
