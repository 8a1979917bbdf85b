"""a person's envelopes in their order, to count how many came lately"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_envelopes_person_id", "envelopes", ["person", "id"])


def downgrade() -> None:
    op.drop_index("ix_envelopes_person_id", "envelopes")
