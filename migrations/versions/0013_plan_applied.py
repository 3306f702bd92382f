"""An edition of a plan is applied to what waits, once."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("follow_plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("applied_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE follow_plan SET applied_at = made_at")  # older editions held for new events only


def downgrade() -> None:
    with op.batch_alter_table("follow_plan", schema=None) as batch_op:
        batch_op.drop_column("applied_at")
