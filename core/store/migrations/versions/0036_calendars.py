"""versions of the office calendar, and by which one a case's times were counted"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendars",
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
    )
    op.add_column("tickets", sa.Column("calendar", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("tickets", "calendar")
    op.drop_table("calendars")
