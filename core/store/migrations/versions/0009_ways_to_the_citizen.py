"""casework: slips to print and post, proofs that a case is theirs, evidence erased with the last case that holds it"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_HAS_BLOB = sa.text("blob IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "ticket_persons",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_ticket_persons_ticket")),
        sa.PrimaryKeyConstraint("ticket", "person", name=op.f("pk_ticket_persons")),
    )
    op.create_index("ix_ticket_persons_person", "ticket_persons", ["person"], unique=False)
    op.create_table(
        "proof_tries",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", "slot", name=op.f("pk_proof_tries")),
    )
    op.create_table(
        "slips",
        sa.Column("id", _ID, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("staged_at", _TIME, nullable=False),
        sa.Column("printed_at", _TIME, nullable=True),
        sa.Column("printed_by", sa.Text(), nullable=True),
        sa.Column("posted_at", _TIME, nullable=True),
        sa.Column("posted_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_slips_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
        sa.UniqueConstraint("cause", name=op.f("uq_slips_cause")),
    )
    op.create_index("ix_slips_posted_at", "slips", ["posted_at"], unique=False)
    op.create_index("ix_slips_ticket", "slips", ["ticket"], unique=False)
    op.create_table(
        "blobs_to_erase",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs_to_erase")),
    )
    op.create_index("ix_media_sha256", "media", ["sha256"], unique=False)
    op.create_index("ix_envelopes_blob", "envelopes", ["blob"], sqlite_where=_HAS_BLOB, postgresql_where=_HAS_BLOB)


def downgrade() -> None:
    op.drop_index("ix_envelopes_blob", "envelopes")
    op.drop_index("ix_media_sha256", "media")
    for table in ("blobs_to_erase", "slips", "proof_tries", "ticket_persons"):
        op.drop_table(table)
