"""what was published for everybody"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "open_days",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_open_days")),
    )
    op.create_table(
        "open_files",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", _Id, nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", "name", name=op.f("pk_open_files")),
    )
    op.create_table(
        "open_records",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("received", _Id, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day", "id", name=op.f("pk_open_records")),
    )
    op.create_index("ix_open_records_parent", "open_records", ["day", "parent", "kind"])
    op.create_index("ix_open_records_place", "open_records", ["day", "place", "kind"])


def downgrade() -> None:
    op.drop_table("open_records")
    op.drop_table("open_files")
    op.drop_table("open_days")
