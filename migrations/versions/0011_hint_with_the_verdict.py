"""What was answered for the legal hint is kept with the verdict."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("prequalification", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hint", sa.JSON(), server_default="{}", nullable=False))
    op.execute(
        "UPDATE prequalification SET hint = "
        "(SELECT interview.hint FROM interview WHERE interview.verdict_id = prequalification.id) "
        "WHERE id IN (SELECT verdict_id FROM interview WHERE verdict_id IS NOT NULL)"
    )


def downgrade() -> None:
    with op.batch_alter_table("prequalification", schema=None) as batch_op:
        batch_op.drop_column("hint")
