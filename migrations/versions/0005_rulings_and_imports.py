"""Rulings beside debts, imports that go on part by part."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("debt_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ruling_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_debt_line_ruling_id"), ["ruling_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_debt_line_ruling_id_upload"), "upload", ["ruling_id"], ["id"])

    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("orders", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("started_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("started_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("last_line", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_import_batch_started_by_staff_member"), "staff_member", ["started_by"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_import_batch_started_by_staff_member"), type_="foreignkey")
        batch_op.drop_column("last_line")
        batch_op.drop_column("started_by")
        batch_op.drop_column("started_at")
        batch_op.drop_column("orders")

    with op.batch_alter_table("debt_line", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_debt_line_ruling_id_upload"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_debt_line_ruling_id"))
        batch_op.drop_column("ruling_id")
