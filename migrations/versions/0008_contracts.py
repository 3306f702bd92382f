"""Contracts from clauses, their wordings, points of the analysis."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clause_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("contract", "mandate", name="clausepaper", native_enum=False, length=16), nullable=False
        ),
        sa.Column(
            "profile", sa.Enum("financing", "debt_relief", name="profile", native_enum=False, length=16), nullable=False
        ),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["staff_member.id"], name=op.f("fk_clause_edition_made_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_edition")),
        sa.UniqueConstraint(
            "kind", "profile", "language", "number", name=op.f("uq_clause_edition_kind_profile_language_number")
        ),
    )
    with op.batch_alter_table("clause_edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clause_edition_made_by"), ["made_by"], unique=False)

    op.create_table(
        "needs_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("monthly", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_needs_line_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_line")),
    )
    with op.batch_alter_table("needs_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_line_case_id"), ["case_id"], unique=False)

    op.create_table(
        "points_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("edition_on", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_member.id"], name=op.f("fk_points_count_by_id_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_points_count_case_id_case_file")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_points_count_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_count")),
    )
    with op.batch_alter_table("points_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_points_count_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_points_count_review_id"), ["review_id"], unique=False)

    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fee_parts", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("fee_first_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("clauses", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("wording_no", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("terms_no", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("discount_asked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("signed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("declined_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("contract_paper_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("copy_paper_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("mandate_paper_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("mandate_months", sa.Integer(), server_default="12", nullable=False))
        batch_op.create_index(batch_op.f("ix_engagement_contract_paper_id"), ["contract_paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagement_copy_paper_id"), ["copy_paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagement_mandate_paper_id"), ["mandate_paper_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_engagement_copy_paper_id_paper"), "paper", ["copy_paper_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_engagement_mandate_paper_id_paper"), "paper", ["mandate_paper_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_engagement_contract_paper_id_paper"), "paper", ["contract_paper_id"], ["id"]
        )

    with op.batch_alter_table("firm", schema=None) as batch_op:
        batch_op.add_column(sa.Column("discount_limit", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("needs_profile", schema=None) as batch_op:
        batch_op.add_column(sa.Column("company", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("controls", sa.JSON(), server_default="{}", nullable=False))

    with op.batch_alter_table("negotiation_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("terms_no", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("negotiation_entry", schema=None) as batch_op:
        batch_op.drop_column("terms_no")

    with op.batch_alter_table("needs_profile", schema=None) as batch_op:
        batch_op.drop_column("controls")
        batch_op.drop_column("company")

    with op.batch_alter_table("firm", schema=None) as batch_op:
        batch_op.drop_column("discount_limit")

    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_engagement_contract_paper_id_paper"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_engagement_mandate_paper_id_paper"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_engagement_copy_paper_id_paper"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_engagement_mandate_paper_id"))
        batch_op.drop_index(batch_op.f("ix_engagement_copy_paper_id"))
        batch_op.drop_index(batch_op.f("ix_engagement_contract_paper_id"))
        batch_op.drop_column("mandate_months")
        batch_op.drop_column("mandate_paper_id")
        batch_op.drop_column("copy_paper_id")
        batch_op.drop_column("contract_paper_id")
        batch_op.drop_column("declined_at")
        batch_op.drop_column("signed_at")
        batch_op.drop_column("discount_asked_at")
        batch_op.drop_column("terms_no")
        batch_op.drop_column("wording_no")
        batch_op.drop_column("clauses")
        batch_op.drop_column("fee_first_on")
        batch_op.drop_column("fee_parts")

    with op.batch_alter_table("points_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_points_count_review_id"))
        batch_op.drop_index(batch_op.f("ix_points_count_case_id"))

    op.drop_table("points_count")
    with op.batch_alter_table("needs_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_needs_line_case_id"))

    op.drop_table("needs_line")
    with op.batch_alter_table("clause_edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clause_edition_made_by"))

    op.drop_table("clause_edition")
