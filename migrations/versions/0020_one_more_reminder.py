"""One more reminder, so many days earlier, for one client."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan_deviation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("earlier_days", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("plan_deviation", schema=None) as batch_op:
        batch_op.drop_column("earlier_days")
