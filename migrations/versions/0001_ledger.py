"""The ledger

Revision: 0001
After:
"""

# ruff: noqa: E501 - one column a line, one statement a string
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The database itself refuses to change or thin out the trail; the texts of that day, not of today's code.
SQLITE_GUARDS = (
    "CREATE TRIGGER trail_entry_no_update BEFORE UPDATE ON trail_entry BEGIN SELECT RAISE(ABORT, 'trail_entry is append-only'); END",
    "CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry BEGIN SELECT RAISE(ABORT, 'trail_entry is append-only'); END",
    "CREATE TRIGGER trail_entry_no_gap BEFORE INSERT ON trail_entry WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail_entry) BEGIN SELECT RAISE(ABORT, 'trail_entry is gapless'); END",
)
POSTGRES_GUARDS = (
    "CREATE OR REPLACE FUNCTION trail_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trail_entry is append-only'; END $$",
    "CREATE TRIGGER trail_entry_no_change BEFORE UPDATE OR DELETE ON trail_entry FOR EACH ROW EXECUTE FUNCTION trail_entry_refuse()",
    "CREATE TRIGGER trail_entry_no_truncate BEFORE TRUNCATE ON trail_entry FOR EACH STATEMENT EXECUTE FUNCTION trail_entry_refuse()",
)
POSTGRES_DROP = ("DROP FUNCTION IF EXISTS trail_entry_refuse() CASCADE",)


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "brake",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(), nullable=False),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_brake")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "firm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("tax_id", sa.String(length=32), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("languages", sa.String(length=40), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_type", sa.String(length=40), nullable=False),
        sa.Column("silence_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
    )
    op.create_table(
        "firm_key",
        sa.Column("seal_key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_key")),
    )
    op.create_table(
        "form_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_key")),
    )
    with op.batch_alter_table("form_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_key_at"), ["at"], unique=False)

    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "bank",
                "lessor",
                "grant_body",
                "court",
                "mfc",
                "other",
                name="institutionkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("name", name=op.f("uq_institution_name")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Enum("person", "company", name="partykind", native_enum=False, length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("phone_more", sa.String(length=32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("preferred_channel", sa.String(length=16), nullable=False),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("channel_verified_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("seal_key", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("erased_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["party.id"], name=op.f("fk_party_merged_into_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("uid", name=op.f("uq_party_uid")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index("ix_party_email", ["email"], unique=False)
        batch_op.create_index("ix_party_phone", ["phone"], unique=False)
        batch_op.create_index(
            "ix_party_search",
            ["search_text"],
            unique=False,
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        )

    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "trail_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_trail_entry")),
    )
    with op.batch_alter_table("trail_entry", schema=None) as batch_op:
        batch_op.create_index("ix_trail_entry_actor", ["actor_id", "seq"], unique=False)
        batch_op.create_index("ix_trail_entry_case", ["case_id", "seq"], unique=False)
        batch_op.create_index("ix_trail_entry_party", ["party_id", "seq"], unique=False)
        batch_op.create_index("ix_trail_entry_verb", ["verb", "seq"], unique=False)

    op.create_table(
        "trail_value",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_trail_value")),
    )
    with op.batch_alter_table("trail_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trail_value_party_id"), ["party_id"], unique=False)

    op.create_table(
        "institution_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_institution_person_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_person")),
    )
    with op.batch_alter_table("institution_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_person_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_institution_person_phone"), ["phone"], unique=False)

    op.create_table(
        "institution_product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_min", sa.BigInteger(), nullable=True),
        sa.Column("amount_max", sa.BigInteger(), nullable=True),
        sa.Column("months_min", sa.Integer(), nullable=True),
        sa.Column("months_max", sa.Integer(), nullable=True),
        sa.Column("annual_rate", sa.Text(), nullable=True),
        sa.Column("upfront_fee_percent", sa.Text(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("decision_days", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_institution_product_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_product")),
    )
    with op.batch_alter_table("institution_product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_product_institution_id"), ["institution_id"], unique=False)

    op.create_table(
        "party_identifier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("blind_index", sa.LargeBinary(), nullable=False),
        sa.Column("masked", sa.String(length=40), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_identifier_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_identifier")),
        sa.UniqueConstraint("party_id", "kind", name=op.f("uq_party_identifier_party_id_kind")),
        sa.UniqueConstraint("uid", name=op.f("uq_party_identifier_uid")),
    )
    with op.batch_alter_table("party_identifier", schema=None) as batch_op:
        batch_op.create_index("ix_party_identifier_blind", ["blind_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_identifier_party_id"), ["party_id"], unique=False)

    op.create_table(
        "staff_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.String(length=120), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("discount_limit", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.Column("password_changed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_staff_member_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_member_email")),
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column(
            "profile", sa.Enum("financing", "debt_relief", name="profile", native_enum=False, length=32), nullable=False
        ),
        sa.Column("product", sa.String(length=40), nullable=False),
        sa.Column("client_type", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "website",
                "client_referral",
                "marketing",
                "partner_referral",
                "media",
                "returning",
                "walk_in",
                name="source",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("referrer_id", sa.Integer(), nullable=True),
        sa.Column("campaign", sa.String(length=80), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "contact",
                "meeting",
                "analysis",
                "offer",
                "contract",
                "documents",
                "submission",
                "tracking",
                "decision",
                "monitoring",
                "support",
                "referrals",
                name="stagekey",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("active", "on_hold", "closed", name="status", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "completed",
                "refused",
                "declined",
                "rejected",
                "unreachable",
                "duplicate",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("closing_reason", sa.String(length=40), nullable=False),
        sa.Column("process_version", sa.Integer(), nullable=False),
        sa.Column("planned_filing_on", sa.Date(), nullable=True),
        sa.Column("next_action", sa.Text(), nullable=False),
        sa.Column("next_action_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("stage_since_at", sa.DateTime(), nullable=False),
        sa.Column("last_contact_at", sa.DateTime(), nullable=True),
        sa.Column("held_until_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("referred_to", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["party.id"], name=op.f("fk_case_file_client_id_party")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff_member.id"], name=op.f("fk_case_file_owner_id_staff_member")),
        sa.ForeignKeyConstraint(["referrer_id"], ["party.id"], name=op.f("fk_case_file_referrer_id_party")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_case_file_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("number", name=op.f("uq_case_file_number")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index("ix_case_client", ["client_id"], unique=False)
        batch_op.create_index(
            "ix_case_closed",
            ["closed_at", "owner_id", "team_id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.create_index("ix_case_next", ["status", "next_action_at", "owner_id", "team_id"], unique=False)
        batch_op.create_index(
            "ix_case_owner", ["owner_id", "status", "stage", "next_action_at", "currency", "amount"], unique=False
        )
        batch_op.create_index(
            "ix_case_owner_closed",
            ["owner_id", "closed_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.create_index("ix_case_owner_next", ["owner_id", "status", "next_action_at"], unique=False)
        batch_op.create_index("ix_case_owner_opened", ["owner_id", "opened_at"], unique=False)
        batch_op.create_index(
            "ix_case_stage",
            ["status", "stage", "next_action_at", "owner_id", "team_id", "currency", "amount"],
            unique=False,
        )

    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("encoding", sa.String(length=24), nullable=False),
        sa.Column("separator", sa.String(length=2), nullable=False),
        sa.Column(
            "state",
            sa.Enum("preview", "done", "undone", name="batchstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("rows_good", sa.Integer(), nullable=False),
        sa.Column("rows_bad", sa.Integer(), nullable=False),
        sa.Column("rows_duplicate", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff_member.id"], name=op.f("fk_import_batch_created_by_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_sha256"), ["sha256"], unique=False)

    op.create_table(
        "party_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("merged_at", sa.DateTime(), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["gone_id"], ["party.id"], name=op.f("fk_party_merge_gone_id_party")),
        sa.ForeignKeyConstraint(["kept_id"], ["party.id"], name=op.f("fk_party_merge_kept_id_party")),
        sa.ForeignKeyConstraint(["merged_by"], ["staff_member.id"], name=op.f("fk_party_merge_merged_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_merge")),
    )
    op.create_table(
        "rule_pack_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("restated", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("activated_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff_member.id"], name=op.f("fk_rule_pack_version_author_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_pack_version")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_rule_pack_version_key_number")),
    )
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["staff_member.id"], name=op.f("fk_substitution_owner_id_staff_member")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["staff_member.id"], name=op.f("fk_substitution_substitute_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    with op.batch_alter_table("substitution", schema=None) as batch_op:
        batch_op.create_index("ix_substitution_substitute", ["substitute_id", "to_on"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_web_session_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_web_session_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            sa.Enum("client", "office", "phone", "online", name="place", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("where_at", sa.Text(), nullable=False),
        sa.Column("walk_in", sa.Boolean(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("free_said_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.Column(
            "result",
            sa.Enum("held", "no_show", "moved", "cancelled", name="result", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("result_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("booked_at", sa.DateTime(), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.Column("booked_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["booked_by"], ["staff_member.id"], name=op.f("fk_appointment_booked_by_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_appointment_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("uid", name=op.f("uq_appointment_uid")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index("ix_appointment_at", ["at"], unique=False)
        batch_op.create_index("ix_appointment_case", ["case_id", "id"], unique=False)

    op.create_table(
        "case_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("substitute", "mentor", "shared", name="accessrole", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_access_case_id_case_file")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_case_access_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_access")),
    )
    with op.batch_alter_table("case_access", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_access_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_case_access_staff", ["staff_id", "to_on"], unique=False)

    op.create_table(
        "case_lane",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "contact",
                "meeting",
                "analysis",
                "offer",
                "contract",
                "documents",
                "submission",
                "tracking",
                "decision",
                "monitoring",
                "support",
                "referrals",
                name="stagekey",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_lane_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_lane")),
        sa.UniqueConstraint("case_id", "stage", name=op.f("uq_case_lane_case_id_stage")),
    )
    op.create_table(
        "case_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "client",
                "applicant",
                "co_applicant",
                "spouse",
                "guarantor",
                "representative",
                "referrer",
                name="partyrole",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_party_case_id_case_file")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_case_party_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_party")),
        sa.UniqueConstraint(
            "case_id", "party_id", "role", "from_on", name=op.f("uq_case_party_case_id_party_id_role_from_on")
        ),
    )
    with op.batch_alter_table("case_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_party_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_party_party_id"), ["party_id"], unique=False)

    op.create_table(
        "checklist_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_checklist_answer_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_answer")),
        sa.UniqueConstraint("case_id", "question", name=op.f("uq_checklist_answer_case_id_question")),
    )
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "needed_by",
            sa.Enum("signing", "filing", "disbursement", name="neededby", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("form", sa.Boolean(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("ordered_by", sa.String(length=24), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("limit_reason", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "needed",
                "requested",
                "received",
                "accepted",
                "rejected",
                "waived",
                "expired",
                name="itemstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason_code", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("client_note", sa.Text(), nullable=False),
        sa.Column("shelf", sa.String(length=120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.Column("requested_at", sa.DateTime(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("judged_at", sa.DateTime(), nullable=True),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_checklist_item_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["judged_by"], ["staff_member.id"], name=op.f("fk_checklist_item_judged_by_staff_member")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_checklist_item_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
    )
    with op.batch_alter_table("checklist_item", schema=None) as batch_op:
        batch_op.create_index("ix_checklist_item_case", ["case_id", "position"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
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
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_consent_case_id_case_file")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_consent_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_party_id"), ["party_id"], unique=False)

    op.create_table(
        "contact_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("outgoing", sa.Boolean(), nullable=False),
        sa.Column("human", sa.Boolean(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "call",
                "meeting",
                "email",
                "sms",
                "messenger",
                "post",
                "portal",
                name="contactchannel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "result",
            sa.Enum(
                "reached",
                "no_answer",
                "left_message",
                "wrong_number",
                "call_back",
                "sent",
                name="contactresult",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=40), nullable=False),
        sa.Column("identity_confirmed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_contact_attempt_case_id_case_file")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_contact_attempt_party_id_party")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_contact_attempt_staff_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempt")),
        sa.UniqueConstraint("uid", name=op.f("uq_contact_attempt_uid")),
    )
    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_contact_attempt_case", ["case_id", "at"], unique=False)
        batch_op.create_index("ix_contact_attempt_party", ["party_id"], unique=False)

    op.create_table(
        "debt_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("creditor", sa.LargeBinary(), nullable=True),
        sa.Column("in_credit_report", sa.Boolean(), nullable=False),
        sa.Column(
            "collateral",
            sa.Enum(
                "held",
                "sold",
                "lost",
                "realised_by_creditor",
                "unknown",
                name="collateral",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("bank_notified", sa.Boolean(), nullable=True),
        sa.Column("proceeds_to_loan", sa.Boolean(), nullable=True),
        sa.Column(
            "fine_for",
            sa.Enum("public_order", "state_harm", name="finefor", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("deal_invalid", sa.Boolean(), nullable=True),
        sa.Column("payment_ordered", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_debt_line_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debt_line")),
        sa.UniqueConstraint("uid", name=op.f("uq_debt_line_uid")),
    )
    with op.batch_alter_table("debt_line", schema=None) as batch_op:
        batch_op.create_index("ix_debt_line_case", ["case_id", "position"], unique=False)

    op.create_table(
        "fee_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("fee", "commission", name="feekind", native_enum=False, length=32), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("advisor_share", sa.Text(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("invoice_number", sa.String(length=60), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("waived_on", sa.Date(), nullable=True),
        sa.Column("waived_why", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_fee_entry_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_fee_entry_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_entry")),
    )
    with op.batch_alter_table("fee_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fee_entry_case_id"), ["case_id"], unique=False)

    op.create_table(
        "identity_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=24), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["staff_member.id"], name=op.f("fk_identity_check_by_id_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_identity_check_case_id_case_file")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_identity_check_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_check")),
    )
    with op.batch_alter_table("identity_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_check_case_id"), ["case_id"], unique=False)

    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("party_created", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id_import_batch")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_import_row_case_id_case_file")),
        sa.ForeignKeyConstraint(["duplicate_of"], ["party.id"], name=op.f("fk_import_row_duplicate_of_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index("ix_import_row_batch", ["batch_id", "line"], unique=False)

    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("client_page", "password_reset", "calendar", name="linkpurpose", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("first_opened_at", sa.DateTime(), nullable=True),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("code_expires_at", sa.DateTime(), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_link_case_id_case_file")),
        sa.ForeignKeyConstraint(["created_by"], ["staff_member.id"], name=op.f("fk_link_created_by_staff_member")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_link_party_id_party")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_link_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_link_token_hash")),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_case_id"), ["case_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("for_staff_id", sa.Integer(), nullable=True),
        sa.Column("from_name", sa.String(length=200), nullable=False),
        sa.Column("from_client", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_message_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["for_staff_id"], ["staff_member.id"], name=op.f("fk_message_for_staff_id_staff_member")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_message_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("uid", name=op.f("uq_message_uid")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_message_for", ["for_staff_id", "read_at"], unique=False)

    op.create_table(
        "needs_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("talk_at", sa.DateTime(), nullable=True),
        sa.Column(
            "talk_channel",
            sa.Enum(
                "call",
                "meeting",
                "email",
                "sms",
                "messenger",
                "post",
                "portal",
                name="contactchannel",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("minutes", sa.LargeBinary(), nullable=True),
        sa.Column("income", sa.BigInteger(), nullable=True),
        sa.Column("living_costs", sa.BigInteger(), nullable=True),
        sa.Column("obligations", sa.BigInteger(), nullable=True),
        sa.Column("instalment", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("conduct", sa.JSON(), nullable=False),
        sa.Column("no_route", sa.LargeBinary(), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_needs_profile_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff_member.id"], name=op.f("fk_needs_profile_changed_by_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_profile")),
        sa.UniqueConstraint("case_id", name=op.f("uq_needs_profile_case_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_needs_profile_uid")),
    )
    op.create_table(
        "needs_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("not_relevant", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_needs_topic_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_topic")),
        sa.UniqueConstraint("case_id", "key", name=op.f("uq_needs_topic_case_id_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_needs_topic_uid")),
    )
    op.create_table(
        "negotiation_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column("asked_by", sa.String(length=8), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["staff_member.id"], name=op.f("fk_negotiation_entry_by_id_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_negotiation_entry_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_entry")),
    )
    with op.batch_alter_table("negotiation_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_negotiation_entry_case_id"), ["case_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("fee_fixed", sa.BigInteger(), nullable=True),
        sa.Column("fee_percent", sa.Text(), nullable=True),
        sa.Column("fee_basis", sa.Text(), nullable=False),
        sa.Column("commission_none", sa.Boolean(), nullable=False),
        sa.Column("commission_basis", sa.Text(), nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("no_simulation_because", sa.Text(), nullable=False),
        sa.Column("plan_why", sa.Text(), nullable=False),
        sa.Column("step_days", sa.JSON(), nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_offer_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("case_id", name=op.f("uq_offer_case_id")),
    )
    op.create_table(
        "offer_simulation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("annual_rate", sa.Text(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("rate_kind", sa.String(length=24), nullable=False),
        sa.Column("upfront_fee", sa.BigInteger(), nullable=False),
        sa.Column("instalment_fee", sa.BigInteger(), nullable=False),
        sa.Column(
            "day_count",
            sa.Enum("equal_months", "act_365", "act_act", "30_360", name="daycount", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("commission", sa.BigInteger(), nullable=True),
        sa.Column("commission_basis", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_offer_simulation_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_offer_simulation_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_simulation")),
    )
    with op.batch_alter_table("offer_simulation", schema=None) as batch_op:
        batch_op.create_index("ix_offer_simulation_case", ["case_id", "position"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("checklist", "offer", "statement", "alternatives", name="paperkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("file_uid", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_paper_case_id_case_file")),
        sa.ForeignKeyConstraint(["issued_by"], ["staff_member.id"], name=op.f("fk_paper_issued_by_staff_member")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_paper_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_number")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index("ix_paper_case", ["case_id", "kind"], unique=False)

    op.create_table(
        "possible_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "bank",
                "lessor",
                "grant_body",
                "court",
                "mfc",
                "other",
                name="institutionkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_possible_route_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_possible_route_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_possible_route")),
    )
    with op.batch_alter_table("possible_route", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_possible_route_case_id"), ["case_id"], unique=False)

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "promiser",
            sa.Enum("client", "institution", "us", name="promiser", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "contact",
                "meeting",
                "analysis",
                "offer",
                "contract",
                "documents",
                "submission",
                "tracking",
                "decision",
                "monitoring",
                "support",
                "referrals",
                name="stagekey",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=True),
        sa.Column("broken_at", sa.DateTime(), nullable=True),
        sa.Column("moved_from_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_promise_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index("ix_promise_case", ["case_id", "due_on"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("new_case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_referral_case_id_case_file")),
        sa.ForeignKeyConstraint(["new_case_id"], ["case_file.id"], name=op.f("fk_referral_new_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("new_case_id", name=op.f("uq_referral_new_case_id")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_case_id"), ["case_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "contact",
                "meeting",
                "analysis",
                "offer",
                "contract",
                "documents",
                "submission",
                "tracking",
                "decision",
                "monitoring",
                "support",
                "referrals",
                name="stagekey",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("anchor_at", sa.DateTime(), nullable=True),
        sa.Column("offset_days", sa.Integer(), nullable=True),
        sa.Column("slot", sa.String(length=5), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "rung", "done", "cancelled", name="reminderstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("snoozed", sa.Integer(), nullable=False),
        sa.Column("rung_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("cancelled_why", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["staff_member.id"], name=op.f("fk_reminder_assignee_id_staff_member")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_reminder_case_id_case_file")),
        sa.ForeignKeyConstraint(["done_by"], ["staff_member.id"], name=op.f("fk_reminder_done_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("message_id", name=op.f("uq_reminder_message_id")),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index("ix_reminder_case", ["case_id", "state"], unique=False)
        batch_op.create_index("ix_reminder_done", ["done_by", "done_at"], unique=False)
        batch_op.create_index("ix_reminder_due", ["state", "due_at"], unique=False)
        batch_op.create_index(
            "ix_reminder_open",
            ["assignee_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND cancelled_at IS NULL"),
        )

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "operator",
                "advisor",
                "manager",
                "underwriter",
                "editor",
                "auditor",
                "admin",
                name="role",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_name", sa.String(length=200), nullable=False),
        sa.Column(
            "answer", sa.Enum("approved", "declined", name="answer", native_enum=False, length=32), nullable=True
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_name", sa.String(length=200), nullable=False),
        sa.Column("moot_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["staff_member.id"], name=op.f("fk_review_answered_by_staff_member")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff_member.id"], name=op.f("fk_review_asked_by_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_review_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_review_waiting", ["role", "answer", "asked_at"], unique=False)

    op.create_table(
        "service_end",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("ended_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_service_end_case_id_case_file")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_service_end")),
    )
    op.create_table(
        "stage_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened",
                "moved",
                "returned",
                "skipped",
                "undone",
                "held",
                "resumed",
                "closed",
                "reopened",
                "imported",
                name="eventkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "contact",
                "meeting",
                "analysis",
                "offer",
                "contract",
                "documents",
                "submission",
                "tracking",
                "decision",
                "monitoring",
                "support",
                "referrals",
                name="stagekey",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "target",
            sa.Enum(
                "contact",
                "meeting",
                "analysis",
                "offer",
                "contract",
                "documents",
                "submission",
                "tracking",
                "decision",
                "monitoring",
                "support",
                "referrals",
                name="stagekey",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("sitting", sa.String(length=32), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["staff_member.id"], name=op.f("fk_stage_event_actor_id_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_stage_event_case_id_case_file")),
        sa.ForeignKeyConstraint(["undoes_id"], ["stage_event.id"], name=op.f("fk_stage_event_undoes_id_stage_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_event")),
    )
    with op.batch_alter_table("stage_event", schema=None) as batch_op:
        batch_op.create_index("ix_stage_event_at", ["at"], unique=False)
        batch_op.create_index("ix_stage_event_case", ["case_id", "id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("clerk_name", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending", "approved", "refused", "withdrawn", name="submissionstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("frozen_sha256", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_submission_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["clerk_id"], ["institution_person.id"], name=op.f("fk_submission_clerk_id_institution_person")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_submission_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_submission_reference", ["reference"], unique=False)

    op.create_table(
        "submission_signing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_submission_signing_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_signing")),
    )
    with op.batch_alter_table("submission_signing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_signing_case_id"), ["case_id"], unique=False)

    op.create_table(
        "support_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "contact",
                "meeting",
                "analysis",
                "offer",
                "contract",
                "documents",
                "submission",
                "tracking",
                "decision",
                "monitoring",
                "support",
                "referrals",
                name="stagekey",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_support_ticket_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_ticket")),
        sa.UniqueConstraint("uid", name=op.f("uq_support_ticket_uid")),
    )
    with op.batch_alter_table("support_ticket", schema=None) as batch_op:
        batch_op.create_index("ix_support_ticket_case", ["case_id", "closed_at"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("file_uid", sa.String(length=32), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_upload_case_id_case_file")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_upload_party_id_party")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["staff_member.id"], name=op.f("fk_upload_uploaded_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("file_uid", name=op.f("uq_upload_file_uid")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index("ix_upload_case", ["case_id"], unique=False)
        batch_op.create_index("ix_upload_sha256", ["sha256"], unique=False)

    op.create_table(
        "affordability_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("income", sa.BigInteger(), nullable=True),
        sa.Column("obligations", sa.BigInteger(), nullable=True),
        sa.Column("instalment", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column(
            "outcome", sa.Enum("fits", "warn", "refer", name="carrying", native_enum=False, length=32), nullable=False
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("burden", sa.Text(), nullable=True),
        sa.Column("pack_key", sa.String(length=40), nullable=False),
        sa.Column("pack_version", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_member.id"], name=op.f("fk_affordability_check_by_id_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_affordability_check_case_id_case_file")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_affordability_check_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affordability_check")),
    )
    with op.batch_alter_table("affordability_check", schema=None) as batch_op:
        batch_op.create_index("ix_affordability_check_case", ["case_id", "id"], unique=False)

    op.create_table(
        "checklist_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["checklist_item.id"], name=op.f("fk_checklist_file_item_id_checklist_item")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_checklist_file_upload_id_upload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_file")),
        sa.UniqueConstraint("item_id", "upload_id", name=op.f("uq_checklist_file_item_id_upload_id")),
    )
    with op.batch_alter_table("checklist_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checklist_file_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_checklist_file_upload_id"), ["upload_id"], unique=False)

    op.create_table(
        "client_relation",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("opinion", sa.String(length=16), nullable=False),
        sa.Column("opinion_on", sa.Date(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("opinion_words", sa.LargeBinary(), nullable=True),
        sa.Column("recommendation", sa.String(length=16), nullable=False),
        sa.Column("recommendation_on", sa.Date(), nullable=True),
        sa.Column("recommendation_words", sa.Text(), nullable=False),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("next_contact_why", sa.Text(), nullable=False),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_client_relation_case_id_case_file")),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"], name=op.f("fk_client_relation_reminder_id_reminder")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_client_relation")),
        sa.UniqueConstraint("uid", name=op.f("uq_client_relation_uid")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("annual_rate", sa.Text(), nullable=True),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.Column("next_procedure", sa.String(length=20), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.String(length=200), nullable=False),
        sa.Column(
            "told_channel",
            sa.Enum(
                "call",
                "meeting",
                "email",
                "sms",
                "messenger",
                "post",
                "portal",
                name="contactchannel",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_words", sa.Text(), nullable=False),
        sa.Column("contract_on", sa.Date(), nullable=True),
        sa.Column("contract_number", sa.String(length=80), nullable=False),
        sa.Column("no_remedy", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_decision_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_decision_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_decision_submission_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_decision_uid")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_case_id"), ["case_id"], unique=False)

    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("fee_fixed", sa.BigInteger(), nullable=True),
        sa.Column("fee_percent", sa.Text(), nullable=True),
        sa.Column("fee_basis", sa.Text(), nullable=False),
        sa.Column("listed_fixed", sa.BigInteger(), nullable=True),
        sa.Column("listed_percent", sa.Text(), nullable=True),
        sa.Column("discount_approved_by", sa.Integer(), nullable=True),
        sa.Column("discount_approved_at", sa.DateTime(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_how", sa.String(length=16), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("shelf", sa.String(length=120), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("mandate_from_on", sa.Date(), nullable=True),
        sa.Column("mandate_until_on", sa.Date(), nullable=True),
        sa.Column("mandate_ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_engagement_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["discount_approved_by"], ["staff_member.id"], name=op.f("fk_engagement_discount_approved_by_staff_member")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_engagement_upload_id_upload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("case_id", name=op.f("uq_engagement_case_id")),
    )
    op.create_table(
        "gate_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "contact",
                "meeting",
                "analysis",
                "offer",
                "contract",
                "documents",
                "submission",
                "tracking",
                "decision",
                "monitoring",
                "support",
                "referrals",
                name="stagekey",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["staff_member.id"], name=op.f("fk_gate_override_actor_id_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_gate_override_case_id_case_file")),
        sa.ForeignKeyConstraint(["event_id"], ["stage_event.id"], name=op.f("fk_gate_override_event_id_stage_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_override")),
    )
    with op.batch_alter_table("gate_override", schema=None) as batch_op:
        batch_op.create_index("ix_gate_override_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_gate_override_case_id"), ["case_id"], unique=False)

    op.create_table(
        "institution_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("outgoing", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("clerk_name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_institution_call_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_institution_call_staff_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_institution_call_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_call")),
        sa.UniqueConstraint("uid", name=op.f("uq_institution_call_uid")),
    )
    with op.batch_alter_table("institution_call", schema=None) as batch_op:
        batch_op.create_index("ix_institution_call_case", ["case_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_institution_call_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "institution_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_institution_question_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_institution_question_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_question")),
        sa.UniqueConstraint("uid", name=op.f("uq_institution_question_uid")),
    )
    with op.batch_alter_table("institution_question", schema=None) as batch_op:
        batch_op.create_index("ix_institution_question_case", ["case_id", "answered_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_institution_question_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "monitoring_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=400), nullable=False),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("dropped_why", sa.Text(), nullable=False),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_monitoring_duty_case_id_case_file")),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"], name=op.f("fk_monitoring_duty_reminder_id_reminder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_duty")),
    )
    with op.batch_alter_table("monitoring_duty", schema=None) as batch_op:
        batch_op.create_index("ix_monitoring_duty_case", ["case_id", "due_on"], unique=False)

    op.create_table(
        "offer_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_offer_answer_case_id_case_file")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_offer_answer_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_answer")),
    )
    with op.batch_alter_table("offer_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_answer_case_id"), ["case_id"], unique=False)

    op.create_table(
        "offer_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=120), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["staff_member.id"], name=op.f("fk_offer_handover_by_id_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_offer_handover_case_id_case_file")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_offer_handover_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_handover")),
    )
    with op.batch_alter_table("offer_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_handover_case_id"), ["case_id"], unique=False)

    op.create_table(
        "outbox_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column(
            "audience", sa.Enum("staff", "client", name="audience", native_enum=False, length=32), nullable=False
        ),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "leased", "sent", "failed", "cancelled", name="letterstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_outbox_letter_case_id_case_file")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outbox_letter_party_id_party")),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"], name=op.f("fk_outbox_letter_reminder_id_reminder")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_outbox_letter_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_letter_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_letter_message_id")),
    )
    with op.batch_alter_table("outbox_letter", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_letter_case", ["case_id"], unique=False)
        batch_op.create_index("ix_outbox_letter_due", ["state", "next_try_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_letter_reminder_id"), ["reminder_id"], unique=False)

    op.create_table(
        "paper_source",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_source_paper_id_paper")),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_paper_source")),
    )
    op.create_table(
        "prequalification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "qualified",
                "qualified_partial",
                "awaiting_consent",
                "refer",
                "refused",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("written_off", sa.BigInteger(), nullable=False),
        sa.Column("not_written_off", sa.BigInteger(), nullable=False),
        sa.Column("disputed", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("mixed", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("pack_key", sa.String(length=40), nullable=False),
        sa.Column("pack_version", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_member.id"], name=op.f("fk_prequalification_by_id_staff_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_prequalification_case_id_case_file")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_prequalification_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prequalification")),
    )
    with op.batch_alter_table("prequalification", schema=None) as batch_op:
        batch_op.create_index("ix_prequalification_case", ["case_id", "id"], unique=False)

    op.create_table(
        "decision_remedy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_decision_remedy_case_id_case_file")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_remedy_decision_id_decision")),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"], name=op.f("fk_decision_remedy_reminder_id_reminder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_remedy")),
    )
    with op.batch_alter_table("decision_remedy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_remedy_case_id"), ["case_id"], unique=False)

    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("mortgage", sa.Boolean(), nullable=True),
        sa.Column("budget", sa.LargeBinary(), nullable=True),
        sa.Column("timing", sa.LargeBinary(), nullable=True),
        sa.Column("task", sa.LargeBinary(), nullable=True),
        sa.Column("hint", sa.JSON(), nullable=False),
        sa.Column("partial_declined_at", sa.DateTime(), nullable=True),
        sa.Column("verdict_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_interview_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["prequalification.id"], name=op.f("fk_interview_verdict_id_prequalification")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("case_id", name=op.f("uq_interview_case_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_interview_uid")),
    )
    for statement in POSTGRES_GUARDS if postgres else SQLITE_GUARDS:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRES_DROP:
            op.execute(statement)
    op.drop_table("interview")
    with op.batch_alter_table("decision_remedy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_remedy_case_id"))

    op.drop_table("decision_remedy")
    with op.batch_alter_table("prequalification", schema=None) as batch_op:
        batch_op.drop_index("ix_prequalification_case")

    op.drop_table("prequalification")
    op.drop_table("paper_source")
    with op.batch_alter_table("outbox_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_letter_reminder_id"))
        batch_op.drop_index("ix_outbox_letter_due")
        batch_op.drop_index("ix_outbox_letter_case")

    op.drop_table("outbox_letter")
    with op.batch_alter_table("offer_handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_handover_case_id"))

    op.drop_table("offer_handover")
    with op.batch_alter_table("offer_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_answer_case_id"))

    op.drop_table("offer_answer")
    with op.batch_alter_table("monitoring_duty", schema=None) as batch_op:
        batch_op.drop_index("ix_monitoring_duty_case")

    op.drop_table("monitoring_duty")
    with op.batch_alter_table("institution_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_question_submission_id"))
        batch_op.drop_index("ix_institution_question_case")

    op.drop_table("institution_question")
    with op.batch_alter_table("institution_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_call_submission_id"))
        batch_op.drop_index("ix_institution_call_case")

    op.drop_table("institution_call")
    with op.batch_alter_table("gate_override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gate_override_case_id"))
        batch_op.drop_index("ix_gate_override_at")

    op.drop_table("gate_override")
    op.drop_table("engagement")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_case_id"))

    op.drop_table("decision")
    op.drop_table("client_relation")
    with op.batch_alter_table("checklist_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checklist_file_upload_id"))
        batch_op.drop_index(batch_op.f("ix_checklist_file_item_id"))

    op.drop_table("checklist_file")
    with op.batch_alter_table("affordability_check", schema=None) as batch_op:
        batch_op.drop_index("ix_affordability_check_case")

    op.drop_table("affordability_check")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index("ix_upload_sha256")
        batch_op.drop_index("ix_upload_case")

    op.drop_table("upload")
    with op.batch_alter_table("support_ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_support_ticket_case")

    op.drop_table("support_ticket")
    with op.batch_alter_table("submission_signing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_signing_case_id"))

    op.drop_table("submission_signing")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index("ix_submission_reference")
        batch_op.drop_index(batch_op.f("ix_submission_case_id"))

    op.drop_table("submission")
    with op.batch_alter_table("stage_event", schema=None) as batch_op:
        batch_op.drop_index("ix_stage_event_case")
        batch_op.drop_index("ix_stage_event_at")

    op.drop_table("stage_event")
    op.drop_table("service_end")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index("ix_review_waiting")
        batch_op.drop_index(batch_op.f("ix_review_case_id"))

    op.drop_table("review")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reminder_open",
            sqlite_where=sa.text("done_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND cancelled_at IS NULL"),
        )
        batch_op.drop_index("ix_reminder_due")
        batch_op.drop_index("ix_reminder_done")
        batch_op.drop_index("ix_reminder_case")

    op.drop_table("reminder")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_case_id"))

    op.drop_table("referral")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index("ix_promise_case")

    op.drop_table("promise")
    with op.batch_alter_table("possible_route", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_possible_route_case_id"))

    op.drop_table("possible_route")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index("ix_paper_case")

    op.drop_table("paper")
    with op.batch_alter_table("offer_simulation", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_simulation_case")

    op.drop_table("offer_simulation")
    op.drop_table("offer")
    with op.batch_alter_table("negotiation_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_negotiation_entry_case_id"))

    op.drop_table("negotiation_entry")
    op.drop_table("needs_topic")
    op.drop_table("needs_profile")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_for")
        batch_op.drop_index(batch_op.f("ix_message_case_id"))

    op.drop_table("message")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_case_id"))

    op.drop_table("link")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index("ix_import_row_batch")

    op.drop_table("import_row")
    with op.batch_alter_table("identity_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_check_case_id"))

    op.drop_table("identity_check")
    with op.batch_alter_table("fee_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fee_entry_case_id"))

    op.drop_table("fee_entry")
    with op.batch_alter_table("debt_line", schema=None) as batch_op:
        batch_op.drop_index("ix_debt_line_case")

    op.drop_table("debt_line")
    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_attempt_party")
        batch_op.drop_index("ix_contact_attempt_case")

    op.drop_table("contact_attempt")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_party_id"))
        batch_op.drop_index(batch_op.f("ix_consent_case_id"))

    op.drop_table("consent")
    with op.batch_alter_table("checklist_item", schema=None) as batch_op:
        batch_op.drop_index("ix_checklist_item_case")

    op.drop_table("checklist_item")
    op.drop_table("checklist_answer")
    with op.batch_alter_table("case_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_party_party_id"))
        batch_op.drop_index(batch_op.f("ix_case_party_case_id"))

    op.drop_table("case_party")
    op.drop_table("case_lane")
    with op.batch_alter_table("case_access", schema=None) as batch_op:
        batch_op.drop_index("ix_case_access_staff")
        batch_op.drop_index(batch_op.f("ix_case_access_case_id"))

    op.drop_table("case_access")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_case")
        batch_op.drop_index("ix_appointment_at")

    op.drop_table("appointment")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_session_staff_id"))
        batch_op.drop_index(batch_op.f("ix_web_session_expires_at"))

    op.drop_table("web_session")
    with op.batch_alter_table("substitution", schema=None) as batch_op:
        batch_op.drop_index("ix_substitution_substitute")

    op.drop_table("substitution")
    op.drop_table("rule_pack_version")
    op.drop_table("party_merge")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_sha256"))

    op.drop_table("import_batch")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index("ix_case_stage")
        batch_op.drop_index("ix_case_owner_opened")
        batch_op.drop_index("ix_case_owner_next")
        batch_op.drop_index(
            "ix_case_owner_closed",
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_case_owner")
        batch_op.drop_index("ix_case_next")
        batch_op.drop_index(
            "ix_case_closed",
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_case_client")

    op.drop_table("case_file")
    op.drop_table("staff_member")
    with op.batch_alter_table("party_identifier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_identifier_party_id"))
        batch_op.drop_index("ix_party_identifier_blind")

    op.drop_table("party_identifier")
    with op.batch_alter_table("institution_product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_product_institution_id"))

    op.drop_table("institution_product")
    with op.batch_alter_table("institution_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_person_phone"))
        batch_op.drop_index(batch_op.f("ix_institution_person_institution_id"))

    op.drop_table("institution_person")
    with op.batch_alter_table("trail_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trail_value_party_id"))

    op.drop_table("trail_value")
    with op.batch_alter_table("trail_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_trail_entry_verb")
        batch_op.drop_index("ix_trail_entry_party")
        batch_op.drop_index("ix_trail_entry_case")
        batch_op.drop_index("ix_trail_entry_actor")

    op.drop_table("trail_entry")
    op.drop_table("team")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index("ix_party_search", postgresql_using="gin", postgresql_ops={"search_text": "gin_trgm_ops"})
        batch_op.drop_index("ix_party_phone")
        batch_op.drop_index("ix_party_email")

    op.drop_table("party")
    op.drop_table("lease")
    op.drop_table("institution")
    with op.batch_alter_table("form_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_key_at"))

    op.drop_table("form_key")
    op.drop_table("firm_key")
    op.drop_table("firm")
    op.drop_table("counter")
    op.drop_table("brake")
