"""The contact guard's facts and register, promises that move, who holds a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "no_calls",
                "no_messages",
                "no_visits",
                "no_post",
                "represented",
                "bankruptcy",
                "incapacitated",
                "in_hospital",
                "disabled_group_1",
                "third_person_objects",
                name="factkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_contact_fact_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_fact")),
        sa.UniqueConstraint("uid", name=op.f("uq_contact_fact_uid")),
    )
    with op.batch_alter_table("contact_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_fact_party_id"), ["party_id"], unique=False)

    op.create_table(
        "guard_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("override", "breach", name="entrykind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["staff_member.id"], name=op.f("fk_guard_entry_actor_id_staff_member")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["contact_attempt.id"], name=op.f("fk_guard_entry_attempt_id_contact_attempt")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_guard_entry_case_id_case_file")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_guard_entry_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_entry")),
    )
    with op.batch_alter_table("guard_entry", schema=None) as batch_op:
        batch_op.create_index("ix_guard_entry_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_guard_entry_attempt_id"), ["attempt_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guard_entry_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guard_entry_party_id"), ["party_id"], unique=False)

    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("host_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_appointment_host_id"), ["host_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_appointment_host_id_staff_member"), "staff_member", ["host_id"], ["id"]
        )

    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recipient", sa.String(length=16), server_default="client", nullable=False))

    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("staff_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(), nullable=True))
        batch_op.create_index(
            "ix_promise_due",
            ["due_on", "case_id"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NULL AND broken_at IS NULL AND moved_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL AND broken_at IS NULL AND moved_at IS NULL"),
        )
        batch_op.create_index("ix_promise_staff", ["staff_id", "made_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_promise_staff_id_staff_member"), "staff_member", ["staff_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_promise_staff_id_staff_member"), type_="foreignkey")
        batch_op.drop_index("ix_promise_staff")
        batch_op.drop_index(
            "ix_promise_due",
            sqlite_where=sa.text("kept_at IS NULL AND broken_at IS NULL AND moved_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL AND broken_at IS NULL AND moved_at IS NULL"),
        )
        batch_op.drop_column("moved_at")
        batch_op.drop_column("staff_id")

    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.drop_column("recipient")

    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_appointment_host_id_staff_member"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_appointment_host_id"))
        batch_op.drop_column("host_id")

    with op.batch_alter_table("guard_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guard_entry_party_id"))
        batch_op.drop_index(batch_op.f("ix_guard_entry_case_id"))
        batch_op.drop_index(batch_op.f("ix_guard_entry_attempt_id"))
        batch_op.drop_index("ix_guard_entry_at")

    op.drop_table("guard_entry")
    with op.batch_alter_table("contact_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_fact_party_id"))

    op.drop_table("contact_fact")
