"""letters: which one another was joined to, whose writer is asked or was not reached, how far the reading is"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_REREAD = sa.text("reread_in IS NOT NULL")


def upgrade() -> None:
    op.add_column("letters", sa.Column("joined_to", sa.Integer(), nullable=True))
    for column in ("asked_at", "unreached_at"):
        op.add_column("letters", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_letters_reread", "letters", ["id"], sqlite_where=_REREAD, postgresql_where=_REREAD)
    op.create_table(
        "letter_progress",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_letter_progress")),
    )


def downgrade() -> None:
    op.drop_table("letter_progress")
    op.drop_index("ix_letters_reread", "letters")
    for column in ("joined_to", "asked_at", "unreached_at"):
        op.drop_column("letters", column)
