"""complaints that were begun and left"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unfinished",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seen_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("serious", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_unfinished_conversation_id")),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_unfinished")),
    )
    op.create_index("ix_unfinished_seen_from", "unfinished", ["ended_at", "seen_from"])
    op.create_index("ix_conversations_state_last_at", "conversations", ["state", "last_at"])


def downgrade() -> None:
    op.drop_index("ix_conversations_state_last_at", table_name="conversations")
    op.drop_table("unfinished")
