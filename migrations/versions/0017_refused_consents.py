"""A client's no to a consent is kept like a yes: with channel, wording and who told."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


KEPT = """
INSERT INTO consent_refusal (party_id, case_id, purpose, channel, wording_version, source, refused_at,
                             withdrawn_channel, withdrawn_by)
SELECT case_file.client_id, case_file.id, 'partial_write_off', '', '', '', interview.partial_declined_at, '', ''
FROM interview JOIN case_file ON case_file.id = interview.case_id
WHERE interview.partial_declined_at IS NOT NULL
"""
BACK = """
UPDATE interview SET partial_declined_at = (
    SELECT max(refused_at) FROM consent_refusal
    WHERE consent_refusal.case_id = interview.case_id AND consent_refusal.withdrawn_at IS NULL
)
"""


def upgrade() -> None:
    op.create_table(
        "consent_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "privacy_notice",
                "data_processing",
                "marketing",
                "share_with_partner",
                "third_person",
                "partial_write_off",
                name="consentpurpose",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("wording_version", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("refused_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_channel", sa.String(length=16), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_consent_refusal_case_id_case_file")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_consent_refusal_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_refusal")),
    )
    with op.batch_alter_table("consent_refusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_refusal_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_refusal_party_id"), ["party_id"], unique=False)

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_channel", sa.String(length=16), server_default="", nullable=False))
        batch_op.add_column(sa.Column("withdrawn_by", sa.String(length=200), server_default="", nullable=False))

    op.execute(KEPT)
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.drop_column("partial_declined_at")


def downgrade() -> None:
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partial_declined_at", sa.DateTime(), nullable=True))
    op.execute(BACK)

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_by")
        batch_op.drop_column("withdrawn_channel")

    with op.batch_alter_table("consent_refusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_refusal_party_id"))
        batch_op.drop_index(batch_op.f("ix_consent_refusal_case_id"))

    op.drop_table("consent_refusal")
