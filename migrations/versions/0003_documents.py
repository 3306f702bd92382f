"""The firm's own catalogue, stated facts, originals, forms, bundles of photos; files that serve a second case."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "house_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("issued_by", sa.String(length=120), nullable=False),
        sa.Column("validity_days", sa.Integer(), nullable=True),
        sa.Column("form", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff_member.id"], name=op.f("fk_house_paper_changed_by_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_paper")),
        sa.UniqueConstraint("code", name=op.f("uq_house_paper_code")),
    )
    op.create_table(
        "house_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("product", sa.String(length=40), nullable=False),
        sa.Column("client_type", sa.String(length=40), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("asking", sa.Enum("must", "may", "off", name="asking", native_enum=False, length=12), nullable=False),
        sa.Column(
            "needed_by",
            sa.Enum("signing", "filing", "disbursement", name="neededby", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("ordered_by", sa.String(length=24), nullable=False),
        sa.Column(
            "whom",
            sa.Enum(
                "client",
                "applicants",
                "guarantors",
                "everybody",
                "representative",
                name="whom",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "wanted_as",
            sa.Enum("scan", "original", "copy", name="wantedas", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff_member.id"], name=op.f("fk_house_term_changed_by_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_house_term_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_term")),
    )
    with op.batch_alter_table("house_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_house_term_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index("ix_house_term_product", ["product", "client_type"], unique=False)

    op.create_table(
        "checklist_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_checklist_plan_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_checklist_plan_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_plan")),
        sa.UniqueConstraint("case_id", name=op.f("uq_checklist_plan_case_id")),
    )
    with op.batch_alter_table("checklist_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checklist_plan_institution_id"), ["institution_id"], unique=False)

    op.create_table(
        "prepared_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_prepared_form_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff_member.id"], name=op.f("fk_prepared_form_changed_by_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_form")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("uq_prepared_form_case_id_kind")),
        sa.UniqueConstraint("uid", name=op.f("uq_prepared_form_uid")),
    )
    op.create_table(
        "original_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("shelf", sa.String(length=120), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("returned_at", sa.DateTime(), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("returned_to", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_original_paper_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["checklist_item.id"], name=op.f("fk_original_paper_item_id_checklist_item")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by"], ["staff_member.id"], name=op.f("fk_original_paper_returned_by_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["staff_member.id"], name=op.f("fk_original_paper_taken_by_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_original_paper")),
    )
    with op.batch_alter_table("original_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_original_paper_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_original_paper_item_id"), ["item_id"], unique=False)

    op.create_table(
        "photo_bundle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "busy", "done", "failed", name="bundlestate", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.Column("brought_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("failed", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["brought_by"], ["staff_member.id"], name=op.f("fk_photo_bundle_brought_by_staff_member")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_photo_bundle_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["checklist_item.id"], name=op.f("fk_photo_bundle_item_id_checklist_item")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_photo_bundle_party_id_party")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_photo_bundle_upload_id_upload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_bundle")),
    )
    with op.batch_alter_table("photo_bundle", schema=None) as batch_op:
        batch_op.create_index("ix_photo_bundle_case", ["case_id", "item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_bundle_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_bundle_party_id"), ["party_id"], unique=False)
        batch_op.create_index("ix_photo_bundle_state", ["state", "leased_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_bundle_upload_id"), ["upload_id"], unique=False)

    op.create_table(
        "stated_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "name",
                "address",
                "employer",
                "income",
                "amount",
                "pesel",
                "nip",
                "regon",
                "krs",
                "inn",
                "snils",
                "ogrn",
                "iban",
                "id_card",
                name="factkind",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("explanation", sa.LargeBinary(), nullable=True),
        sa.Column("explained_mark", sa.String(length=64), nullable=False),
        sa.Column("stated_at", sa.DateTime(), nullable=False),
        sa.Column("stated_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_stated_fact_case_id_case_file")),
        sa.ForeignKeyConstraint(["item_id"], ["checklist_item.id"], name=op.f("fk_stated_fact_item_id_checklist_item")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_stated_fact_party_id_party")),
        sa.ForeignKeyConstraint(["stated_by"], ["staff_member.id"], name=op.f("fk_stated_fact_stated_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_fact")),
        sa.UniqueConstraint("uid", name=op.f("uq_stated_fact_uid")),
    )
    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stated_fact_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stated_fact_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stated_fact_party_id"), ["party_id"], unique=False)

    op.create_table(
        "upload_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_upload_use_case_id_case_file")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_use_upload_id_upload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_use")),
        sa.UniqueConstraint("upload_id", "case_id", name=op.f("uq_upload_use_upload_id_case_id")),
    )
    with op.batch_alter_table("upload_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_use_case_id"), ["case_id"], unique=False)

    op.create_table(
        "photo_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bundle_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_uid", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["photo_bundle.id"], name=op.f("fk_photo_page_bundle_id_photo_bundle")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_photo_page_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_page")),
        sa.UniqueConstraint("file_uid", name=op.f("uq_photo_page_file_uid")),
    )
    with op.batch_alter_table("photo_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_page_bundle_id"), ["bundle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_page_party_id"), ["party_id"], unique=False)

    with op.batch_alter_table("checklist_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("months", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column(
                "wanted_as",
                sa.Enum("scan", "original", "copy", name="wantedas", native_enum=False, length=12),
                server_default="scan",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("by_hand", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("stale_for_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("held_from_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("change_reason", sa.String(length=200), server_default="", nullable=False))
        batch_op.create_index("ix_checklist_item_party", ["party_id", "document"], unique=False)
        batch_op.create_index(batch_op.f("ix_checklist_item_held_from_id"), ["held_from_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_checklist_item_held_from_id_checklist_item"), "checklist_item", ["held_from_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("checklist_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_checklist_item_held_from_id_checklist_item"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_checklist_item_held_from_id"))
        batch_op.drop_index("ix_checklist_item_party")
        batch_op.drop_column("change_reason")
        batch_op.drop_column("held_from_id")
        batch_op.drop_column("stale_for_on")
        batch_op.drop_column("by_hand")
        batch_op.drop_column("wanted_as")
        batch_op.drop_column("months")

    with op.batch_alter_table("photo_page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_page_party_id"))
        batch_op.drop_index(batch_op.f("ix_photo_page_bundle_id"))

    op.drop_table("photo_page")
    with op.batch_alter_table("upload_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_use_case_id"))

    op.drop_table("upload_use")
    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stated_fact_party_id"))
        batch_op.drop_index(batch_op.f("ix_stated_fact_item_id"))
        batch_op.drop_index(batch_op.f("ix_stated_fact_case_id"))

    op.drop_table("stated_fact")
    with op.batch_alter_table("photo_bundle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_bundle_upload_id"))
        batch_op.drop_index("ix_photo_bundle_state")
        batch_op.drop_index(batch_op.f("ix_photo_bundle_party_id"))
        batch_op.drop_index(batch_op.f("ix_photo_bundle_item_id"))
        batch_op.drop_index("ix_photo_bundle_case")

    op.drop_table("photo_bundle")
    with op.batch_alter_table("original_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_original_paper_item_id"))
        batch_op.drop_index(batch_op.f("ix_original_paper_case_id"))

    op.drop_table("original_paper")
    op.drop_table("prepared_form")
    with op.batch_alter_table("checklist_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checklist_plan_institution_id"))

    op.drop_table("checklist_plan")
    with op.batch_alter_table("house_term", schema=None) as batch_op:
        batch_op.drop_index("ix_house_term_product")
        batch_op.drop_index(batch_op.f("ix_house_term_institution_id"))

    op.drop_table("house_term")
    op.drop_table("house_paper")
