"""The client's page."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "client_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_client_device_link_id_link")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_client_device_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_client_device_token_hash")),
    )
    with op.batch_alter_table("client_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_device_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_device_party_id"), ["party_id"], unique=False)

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("to_client", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reach_from", sa.String(length=5), server_default="", nullable=False))
        batch_op.add_column(sa.Column("reach_to", sa.String(length=5), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_column("reach_to")
        batch_op.drop_column("reach_from")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("to_client")

    with op.batch_alter_table("client_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_device_party_id"))
        batch_op.drop_index(batch_op.f("ix_client_device_link_id"))

    op.drop_table("client_device")
