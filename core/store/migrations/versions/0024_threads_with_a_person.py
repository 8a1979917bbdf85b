"""who has a conversation's thread, answers begun and not sent, and complaints left open

While a person of ours has the thread the assistant is silent. The index holds open conversations by their last word:
what was told half and left is looked for among them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.add_column("conversations", sa.Column("held_by", sa.Integer(), nullable=True))
    op.add_column("conversations", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_conversations_open_last_at", "conversations", ["last_at"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "reply_drafts",
        sa.Column("conversation_id", sa.Text(), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "staff", name="pk_reply_drafts"),
    )


def downgrade() -> None:
    op.drop_table("reply_drafts")
    op.drop_index("ix_conversations_open_last_at", table_name="conversations")
    op.drop_column("conversations", "held_until")
    op.drop_column("conversations", "held_by")
