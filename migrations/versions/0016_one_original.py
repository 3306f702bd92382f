"""One original of a line at a time; when a client was reminded of it; what another case reads."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


DOUBLED = """
    UPDATE original_paper SET returned_at = taken_at, returned_to = '–'
    WHERE returned_at IS NULL AND EXISTS (
        SELECT 1 FROM original_paper AS later
        WHERE later.item_id = original_paper.item_id AND later.returned_at IS NULL AND later.id > original_paper.id
    )
"""
"""Of originals noted twice for one line the last note counts; the ones before it end where they began."""


def upgrade() -> None:
    op.execute(DOUBLED)
    with op.batch_alter_table("checklist_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("original_paper", schema=None) as batch_op:
        batch_op.create_index(
            "uq_original_paper_with_us",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("returned_at IS NULL"),
            postgresql_where=sa.text("returned_at IS NULL"),
        )

    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("read_in_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_stated_fact_read_in_id"), ["read_in_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_stated_fact_read_in_id_case_file"), "case_file", ["read_in_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_stated_fact_read_in_id_case_file"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_stated_fact_read_in_id"))
        batch_op.drop_column("read_in_id")

    with op.batch_alter_table("original_paper", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_original_paper_with_us",
            sqlite_where=sa.text("returned_at IS NULL"),
            postgresql_where=sa.text("returned_at IS NULL"),
        )

    with op.batch_alter_table("checklist_item", schema=None) as batch_op:
        batch_op.drop_column("reminded_at")
