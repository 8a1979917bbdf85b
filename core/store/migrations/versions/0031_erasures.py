"""what was erased is remembered by its id, so that a restored backup does not bring it back"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_erasures")),
    )
    op.create_index("ix_erasures_at", "erasures", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("erasures")
