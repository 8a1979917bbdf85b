"""when a virus scanner looked at a file first

The index holds what none has looked at yet: where there is no scanner that is every file, and nothing reads it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_UNLOOKED = sa.text("state = 'stored' AND looked_at IS NULL")


def upgrade() -> None:
    op.add_column("media", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_media_unlooked", "media", ["id"], sqlite_where=_UNLOOKED, postgresql_where=_UNLOOKED)


def downgrade() -> None:
    op.drop_index("ix_media_unlooked", table_name="media")
    op.drop_column("media", "looked_at")
