"""all of a message's text, and what was judged automatic until somebody looked at it

A complaint that an office passed on stands below the note on top of it; and mail that looks like a machine's is shown.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("full_text", "automatic", "judged"):
        op.add_column("messages", sa.Column(name, sa.Text(), nullable=True))
    open_ones = sa.text("automatic IS NOT NULL AND judged IS NULL")
    op.create_index("ix_messages_unjudged", "messages", ["id"], sqlite_where=open_ones, postgresql_where=open_ones)


def downgrade() -> None:
    op.drop_index("ix_messages_unjudged", "messages")
    for name in ("judged", "automatic", "full_text"):
        op.drop_column("messages", name)
