"""Rate a year of a debt and the day it was agreed."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("debt_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("annual_rate", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("agreed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("debt_line", schema=None) as batch_op:
        batch_op.drop_column("agreed_on")
        batch_op.drop_column("annual_rate")
