"""Discounts that a manager refuses with a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("discount_asked_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("discount_refused_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("discount_refused_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("discount_refused_why", sa.Text(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_engagement_discount_asked_by_staff_member"), "staff_member", ["discount_asked_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_engagement_discount_refused_by_staff_member"),
            "staff_member",
            ["discount_refused_by"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_engagement_discount_refused_by_staff_member"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_engagement_discount_asked_by_staff_member"), type_="foreignkey")
        batch_op.drop_column("discount_refused_why")
        batch_op.drop_column("discount_refused_at")
        batch_op.drop_column("discount_refused_by")
        batch_op.drop_column("discount_asked_by")
