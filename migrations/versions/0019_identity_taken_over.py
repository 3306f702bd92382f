"""Identity checks that are taken over from an earlier case."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("identity_check", schema=None) as batch_op:
        batch_op.add_column(sa.Column("valid_until_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("source_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_identity_check_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_identity_check_source_id"), ["source_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_identity_check_source_id_identity_check"), "identity_check", ["source_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("identity_check", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_identity_check_source_id_identity_check"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_identity_check_source_id"))
        batch_op.drop_index(batch_op.f("ix_identity_check_party_id"))
        batch_op.drop_column("source_id")
        batch_op.drop_column("valid_until_on")
