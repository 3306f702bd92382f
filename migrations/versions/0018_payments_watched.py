"""Payments watched, debit authorisations, four answers of a payment call, work done inside the firm."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "debit_authorisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_how", sa.String(length=16), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("shelf", sa.String(length=120), nullable=False),
        sa.Column("revoked_why", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_debit_authorisation_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debit_authorisation")),
        sa.UniqueConstraint("uid", name=op.f("uq_debit_authorisation_uid")),
    )
    with op.batch_alter_table("debit_authorisation", schema=None) as batch_op:
        batch_op.create_index("ix_debit_authorisation_case", ["case_id", "from_on"], unique=False)

    op.create_table(
        "payment_sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_payment_sighting_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["monitoring_duty.id"], name=op.f("fk_payment_sighting_duty_id_monitoring_duty")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_payment_sighting_staff_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_sighting")),
    )
    with op.batch_alter_table("payment_sighting", schema=None) as batch_op:
        batch_op.create_index("ix_payment_sighting_case", ["case_id", "seen_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_sighting_duty_id"), ["duty_id"], unique=False)

    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pay_how", sa.String(length=16), server_default="", nullable=False))
        batch_op.add_column(sa.Column("pay_ready", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("pay_enough", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("pay_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("inside", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_column("inside")

    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.drop_column("pay_at")
        batch_op.drop_column("pay_enough")
        batch_op.drop_column("pay_ready")
        batch_op.drop_column("pay_how")

    with op.batch_alter_table("payment_sighting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_sighting_duty_id"))
        batch_op.drop_index("ix_payment_sighting_case")

    op.drop_table("payment_sighting")
    with op.batch_alter_table("debit_authorisation", schema=None) as batch_op:
        batch_op.drop_index("ix_debit_authorisation_case")

    op.drop_table("debit_authorisation")
