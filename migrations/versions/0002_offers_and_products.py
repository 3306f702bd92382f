"""Offers and products: terms of simulations, reference rates, sheets of the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reference_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_rate")),
        sa.UniqueConstraint("code", name=op.f("uq_reference_rate_code")),
    )
    op.create_table(
        "reference_rate_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rate_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rate_id"], ["reference_rate.id"], name=op.f("fk_reference_rate_value_rate_id_reference_rate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_rate_value")),
        sa.UniqueConstraint("rate_id", "from_on", name=op.f("uq_reference_rate_value_rate_id_from_on")),
    )
    with op.batch_alter_table("reference_rate_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reference_rate_value_rate_id"), ["rate_id"], unique=False)

    op.create_table(
        "catalogue_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff_member.id"], name=op.f("fk_catalogue_sheet_created_by_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_sheet")),
    )
    with op.batch_alter_table("catalogue_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_catalogue_sheet_created_by"), ["created_by"], unique=False)

    with op.batch_alter_table("institution_product", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reference_rate_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("margin", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("instalment_fee", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("commission_percent", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("documents", sa.JSON(), server_default="[]", nullable=False))
        batch_op.create_index(
            batch_op.f("ix_institution_product_reference_rate_id"), ["reference_rate_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_institution_product_reference_rate_id_reference_rate"),
            "reference_rate",
            ["reference_rate_id"],
            ["id"],
        )

    with op.batch_alter_table("offer_simulation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=8), server_default="loan", nullable=False))
        batch_op.add_column(sa.Column("product_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("advanced_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("residual", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("grace_months", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column(
                "grace_kind",
                sa.Enum("interest_only", "full", name="gracekind", native_enum=False, length=32),
                server_default="interest_only",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("insurance", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("later_rate", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("later_from", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("initial_payment", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("in_advance", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("vat_rate", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_offer_simulation_product_id"), ["product_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_offer_simulation_product_id_institution_product"),
            "institution_product",
            ["product_id"],
            ["id"],
        )

    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.add_column(sa.Column("valid_until_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_column("valid_until_on")

    with op.batch_alter_table("offer_simulation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_offer_simulation_product_id_institution_product"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_offer_simulation_product_id"))
        batch_op.drop_column("vat_rate")
        batch_op.drop_column("in_advance")
        batch_op.drop_column("initial_payment")
        batch_op.drop_column("later_from")
        batch_op.drop_column("later_rate")
        batch_op.drop_column("insurance")
        batch_op.drop_column("grace_kind")
        batch_op.drop_column("grace_months")
        batch_op.drop_column("residual")
        batch_op.drop_column("advanced_on")
        batch_op.drop_column("product_id")
        batch_op.drop_column("kind")

    with op.batch_alter_table("institution_product", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_institution_product_reference_rate_id_reference_rate"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_institution_product_reference_rate_id"))
        batch_op.drop_column("documents")
        batch_op.drop_column("commission_percent")
        batch_op.drop_column("instalment_fee")
        batch_op.drop_column("margin")
        batch_op.drop_column("reference_rate_id")

    with op.batch_alter_table("catalogue_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalogue_sheet_created_by"))

    op.drop_table("catalogue_sheet")
    with op.batch_alter_table("reference_rate_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reference_rate_value_rate_id"))

    op.drop_table("reference_rate_value")
    op.drop_table("reference_rate")
