"""the queue's indexes hold all that a queue asks, and the one that grows with closed tickets goes

SQLite goes to the table for closed_at unless the index has it; and it chose the old index by office, in which all
closed tickets are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_at IS NULL")
_QUEUED = ["state", "level", "category", "district", "channel", "owner", "urgent"]


def upgrade() -> None:
    _drop()
    _make("closed_at")
    op.drop_index("ix_tickets_office_id_state_due_at", table_name="tickets")


def downgrade() -> None:
    op.create_index("ix_tickets_office_id_state_due_at", "tickets", ["office_id", "state", "due_at"])
    _drop()
    _make()


def _drop() -> None:
    op.drop_index("ix_tickets_open_due", table_name="tickets")
    op.drop_index("ix_tickets_open_office", table_name="tickets")


def _make(*more: str) -> None:
    for name, columns in (
        ("ix_tickets_open_due", ["due_at", "id", "office_id", *_QUEUED, *more]),
        ("ix_tickets_open_office", ["office_id", "due_at", "id", *_QUEUED, *more]),
    ):
        op.create_index(name, "tickets", columns, sqlite_where=_OPEN, postgresql_where=_OPEN)
