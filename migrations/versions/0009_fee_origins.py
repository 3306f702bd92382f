"""What an expected fee comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("fee_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(length=40), nullable=True))
        batch_op.create_index("ix_fee_entry_origin", ["case_id", "origin"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("fee_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_fee_entry_origin")
        batch_op.drop_column("origin")
