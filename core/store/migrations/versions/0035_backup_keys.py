"""a key for each case, with which backups seal what is of it, and which erasing destroys"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_keys",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_backup_keys")),
    )


def downgrade() -> None:
    op.drop_table("backup_keys")
