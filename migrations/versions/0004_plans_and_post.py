"""Follow-up plans, wording of letters, wishes, receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["staff_member.id"], name=op.f("fk_follow_plan_made_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_plan")),
    )
    with op.batch_alter_table("follow_plan", schema=None) as batch_op:
        batch_op.create_index("ix_follow_plan_key", ["key", "from_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_plan_made_by"), ["made_by"], unique=False)

    op.create_table(
        "letter_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff_member.id"], name=op.f("fk_letter_wording_made_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_wording")),
    )
    with op.batch_alter_table("letter_wording", schema=None) as batch_op:
        batch_op.create_index("ix_letter_wording_kind", ["kind", "language", "retired_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_wording_made_by"), ["made_by"], unique=False)

    op.create_table(
        "plan_deviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("later_days", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff_member.id"], name=op.f("fk_plan_deviation_made_by_staff_member")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_plan_deviation_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_deviation")),
    )
    with op.batch_alter_table("plan_deviation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_deviation_made_by"), ["made_by"], unique=False)
        batch_op.create_index("ix_plan_deviation_party", ["party_id", "ended_at"], unique=False)

    op.create_table(
        "post_wish",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("digest_at", sa.String(length=5), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.Column("feed_hash", sa.String(length=64), nullable=True),
        sa.Column("feed_made_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_post_wish_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_post_wish")),
        sa.UniqueConstraint("feed_hash", name=op.f("uq_post_wish_feed_hash")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar_uid", sa.String(length=32), server_default="", nullable=False))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("outbox_letter", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "channel",
                sa.Enum("email", "sms", "messenger", "bell", name="channel", native_enum=False, length=16),
                server_default="email",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("fallback", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("purpose", sa.String(length=40), server_default="service", nullable=False))
        batch_op.add_column(sa.Column("unsubscribe", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("ics", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("delivered_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("cancelled_why", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("read_at", sa.DateTime(), nullable=True))
        batch_op.create_index("ix_outbox_letter_unread", ["staff_id", "read_at"], unique=False)
        batch_op.create_index("ix_outbox_letter_created", ["created_at"], unique=False)
        batch_op.create_index("ix_outbox_letter_party", ["party_id"], unique=False)
    op.execute("UPDATE outbox_letter SET read_at = created_at")  # the bell begins with what is new

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("working", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("every", sa.String(length=8), server_default="", nullable=False))
        batch_op.add_column(sa.Column("nth", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column(
                "audience",
                sa.Enum("staff", "client", name="audience", native_enum=False, length=16),
                server_default="staff",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("channels", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("letter", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("held_why", sa.String(length=60), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_column("held_why")
        batch_op.drop_column("letter")
        batch_op.drop_column("channels")
        batch_op.drop_column("audience")
        batch_op.drop_column("nth")
        batch_op.drop_column("every")
        batch_op.drop_column("working")

    with op.batch_alter_table("outbox_letter", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_letter_party")
        batch_op.drop_index("ix_outbox_letter_created")
        batch_op.drop_index("ix_outbox_letter_unread")
        batch_op.drop_column("read_at")
        batch_op.drop_column("cancelled_why")
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("delivered_at")
        batch_op.drop_column("ics")
        batch_op.drop_column("unsubscribe")
        batch_op.drop_column("purpose")
        batch_op.drop_column("fallback")
        batch_op.drop_column("channel")

    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_column("sequence")
        batch_op.drop_column("calendar_uid")

    op.drop_table("post_wish")
    with op.batch_alter_table("plan_deviation", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_deviation_party")
        batch_op.drop_index(batch_op.f("ix_plan_deviation_made_by"))

    op.drop_table("plan_deviation")
    with op.batch_alter_table("letter_wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_wording_made_by"))
        batch_op.drop_index("ix_letter_wording_kind")

    op.drop_table("letter_wording")
    with op.batch_alter_table("follow_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_plan_made_by"))
        batch_op.drop_index("ix_follow_plan_key")

    op.drop_table("follow_plan")
