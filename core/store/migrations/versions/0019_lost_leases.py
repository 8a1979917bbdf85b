"""how often a line's work ended without an end

Whoever takes a line over from a worker that is gone counts it, so that a message that kills its workers is set aside.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leases", sa.Column("lost", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("leases", "lost")
