"""what was sent to visitors of the web app is found by the person"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_WEB = sa.text("channel = 'web'")


def upgrade() -> None:
    op.create_index("ix_outbox_web", "outbox", ["person", "id"], sqlite_where=_WEB, postgresql_where=_WEB)


def downgrade() -> None:
    op.drop_index("ix_outbox_web", "outbox")
