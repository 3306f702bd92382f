"""Whose clients were not spoken to for long: an index for the list of calls."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_case_owner_spoken", "case_file", ["owner_id", "status", "last_contact_at", "opened_at"])


def downgrade() -> None:
    op.drop_index("ix_case_owner_spoken", table_name="case_file")
