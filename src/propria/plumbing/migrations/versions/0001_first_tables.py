"""The first tables, as Alembic wrote them from the declared ones, and what keeps the ledger append-only."""

import sqlalchemy as sa
from alembic import op

from propria.plumbing import tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("royalties_transfer", "royalties_use")


def append_only(table: str, dialect: str) -> tuple[str, ...]:
    """The statements that make the database itself refuse to change or delete rows of `table`."""
    refuse = f"{table}_refuse"
    if dialect == "postgresql":
        return (
            f"CREATE OR REPLACE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append only' USING ERRCODE = 'restrict_violation'; END $$",
            f"CREATE TRIGGER {refuse}_rows BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {refuse}()",
            f"CREATE TRIGGER {refuse}_all BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {refuse}()",
        )
    return tuple(
        f"CREATE TRIGGER {refuse}_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
        for verb in ("UPDATE", "DELETE")
    )


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "parties_challenge",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", tables.InstantText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties_challenge")),
    )
    op.create_table(
        "parties_person",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("demo_name", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties_person")),
        sa.UniqueConstraint("demo_name", name=op.f("uq_parties_person_demo_name")),
        sa.UniqueConstraint("subject", name=op.f("uq_parties_person_subject")),
    )
    op.create_table(
        "plumbing_job",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("arguments", tables.json_type(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=100), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(length=100), nullable=True),
        sa.Column("executor", sa.String(length=64), nullable=False),
        sa.Column("leased_until", tables.InstantText(), nullable=False),
        sa.Column("enqueued_at", tables.InstantText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plumbing_job")),
    )
    with op.batch_alter_table("plumbing_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plumbing_job_state"), ["state"], unique=False)

    op.create_table(
        "plumbing_job_step",
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=100), nullable=False),
        sa.Column("result", tables.json_type(), nullable=True),
        sa.PrimaryKeyConstraint("job_id", "step", name=op.f("pk_plumbing_job_step")),
    )
    op.create_table(
        "plumbing_rate_bucket",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("tokens_micro", sa.BigInteger(), nullable=False),
        sa.Column("refilled_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_plumbing_rate_bucket")),
    )
    op.create_table(
        "record_checkpoint",
        sa.Column(
            "size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("map_root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", tables.InstantText(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_record_checkpoint")),
    )
    op.create_table(
        "record_leaf_state",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("subject", "thing", name=op.f("pk_record_leaf_state")),
    )
    op.create_table(
        "record_listed_name",
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("public_id", sa.String(length=64), nullable=False),
        sa.Column("isni", sa.String(length=16), nullable=False),
        sa.Column("domain", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("folded", "public_id", name=op.f("pk_record_listed_name")),
    )
    op.create_table(
        "record_log_entry",
        sa.Column(
            "entry_index",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("facts", tables.json_type(), nullable=True),
        sa.Column("logged_at", tables.InstantText(), nullable=False),
        sa.PrimaryKeyConstraint("entry_index", name=op.f("pk_record_log_entry")),
    )
    with op.batch_alter_table("record_log_entry", schema=None) as batch_op:
        batch_op.create_index("ix_record_log_entry_subject", ["subject", "entry_index"], unique=False)

    op.create_table(
        "record_log_head",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_log_head")),
    )
    op.create_table(
        "record_log_node",
        sa.Column("level", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("node_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "node_index", name=op.f("pk_record_log_node")),
    )
    op.create_table(
        "record_map_dirty",
        sa.Column("domain", sa.String(length=8), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("domain", "item", name=op.f("pk_record_map_dirty")),
    )
    op.create_table(
        "record_map_node",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("encoding", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_record_map_node")),
    )
    op.create_table(
        "record_signing_request",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("sheet", tables.json_type(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("return_url", sa.String(length=500), nullable=False),
        sa.Column("expires_at", tables.InstantText(), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_signing_request")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_record_signing_request_statement_id")),
    )
    with op.batch_alter_table("record_signing_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_signing_request_person_id"), ["person_id"], unique=False)

    op.create_table(
        "record_subject_chain",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_record_subject_chain")),
    )
    op.create_table(
        "royalties_account",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("side", sa.String(length=1), nullable=False),
        sa.Column("debits_minor", sa.BigInteger(), nullable=False),
        sa.Column("credits_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "side = 'E' OR side = 'C' OR debits_minor >= credits_minor",
            name=op.f("ck_royalties_account_debit_side"),
        ),
        sa.CheckConstraint(
            "side = 'E' OR side = 'D' OR credits_minor >= debits_minor",
            name=op.f("ck_royalties_account_credit_side"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_royalties_account")),
    )
    op.create_table(
        "royalties_clause_total",
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("terms", sa.String(length=32), nullable=False),
        sa.Column("clause", sa.String(length=100), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("quantity_micro", sa.BigInteger(), nullable=False),
        sa.Column("charged_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("licence_id", "terms", "clause", name=op.f("pk_royalties_clause_total")),
    )
    op.create_table(
        "royalties_transfer",
        sa.Column(
            "ordinal",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("debit", sa.String(length=100), nullable=False),
        sa.Column("credit", sa.String(length=100), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("at", tables.InstantText(), nullable=False),
        sa.Column("licence_id", sa.String(length=64), nullable=True),
        sa.Column("use_id", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("clause", sa.String(length=100), nullable=True),
        sa.Column("reverses", sa.String(length=64), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_royalties_transfer_amount_above_zero")),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_royalties_transfer_two_accounts")),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_royalties_transfer")),
        sa.UniqueConstraint("id", name=op.f("uq_royalties_transfer_id")),
    )
    with op.batch_alter_table("royalties_transfer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_royalties_transfer_credit"), ["credit"], unique=False)
        batch_op.create_index(batch_op.f("ix_royalties_transfer_debit"), ["debit"], unique=False)
        batch_op.create_index(batch_op.f("ix_royalties_transfer_use_id"), ["use_id"], unique=False)

    op.create_table(
        "royalties_use",
        sa.Column("use_id", sa.String(length=64), nullable=False),
        sa.Column("clause", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("project_zh", sa.String(length=200), nullable=False),
        sa.Column("project_en", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("quantity_micro", sa.BigInteger(), nullable=False),
        sa.Column("used_at", tables.InstantText(), nullable=False),
        sa.Column("output_id", sa.String(length=64), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("change_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("compensation", tables.json_type(), nullable=False),
        sa.Column("posted_at", tables.InstantText(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("use_id", "clause", "revision", name=op.f("pk_royalties_use")),
    )
    with op.batch_alter_table("royalties_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_royalties_use_licence_id"), ["licence_id"], unique=False)

    op.create_table(
        "parties_creator",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("domain", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_creator_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties_creator")),
        sa.UniqueConstraint("person_id", name=op.f("uq_parties_creator_person_id")),
    )
    op.create_table(
        "parties_passkey",
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_passkey_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_parties_passkey")),
    )
    op.create_table(
        "parties_performer",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("domain", sa.String(length=300), nullable=True),
        sa.Column("claim_token", sa.String(length=64), nullable=True),
        sa.Column("evidenced_at", tables.InstantText(), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("imported_at", tables.InstantText(), nullable=True),
        sa.Column("import_expires_at", tables.InstantText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_performer_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties_performer")),
        sa.UniqueConstraint("person_id", name=op.f("uq_parties_performer_person_id")),
        sa.UniqueConstraint("subject", name=op.f("uq_parties_performer_subject")),
    )
    op.create_table(
        "parties_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("expires_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_session_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_parties_session")),
    )
    op.create_table(
        "parties_signing_key",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=True),
        sa.Column("rp_id", sa.String(length=253), nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("is_bound", sa.Boolean(), nullable=False),
        sa.Column("bound_by", sa.String(length=64), nullable=True),
        sa.Column("attested_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_parties_signing_key_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties_signing_key")),
    )
    with op.batch_alter_table("parties_signing_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_signing_key_person_id"), ["person_id"], unique=False)

    op.create_table(
        "record_statement",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("signature", tables.json_type(), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("entry_index", sa.BigInteger(), nullable=False),
        sa.Column("logged_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_index"],
            ["record_log_entry.entry_index"],
            name=op.f("fk_record_statement_entry_index_record_log_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_statement")),
        sa.UniqueConstraint("entry_index", name=op.f("uq_record_statement_entry_index")),
    )
    with op.batch_alter_table("record_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_statement_subject"), ["subject"], unique=False)

    op.create_table(
        "casting_brief",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("project", sa.String(length=200), nullable=False),
        sa.Column("title", tables.json_type(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("scope", tables.json_type(), nullable=False),
        sa.Column("budget_currency", sa.String(length=3), nullable=False),
        sa.Column("budget_minor", sa.BigInteger(), nullable=False),
        sa.Column("made_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["creator_id"], ["parties_creator.id"], name=op.f("fk_casting_brief_creator_id_parties_creator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casting_brief")),
    )
    with op.batch_alter_table("casting_brief", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_casting_brief_creator_id"), ["creator_id"], unique=False)

    op.create_table(
        "consent_grant",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("retained_until", tables.InstantText(), nullable=False),
        sa.Column("given_at_entry", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("withdrawn_at_entry", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_consent_grant_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_grant")),
    )
    with op.batch_alter_table("consent_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_grant_performer_id"), ["performer_id"], unique=False)

    op.create_table(
        "consent_openness",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("terms", tables.json_type(), nullable=False),
        sa.Column("floor_currency", sa.String(length=3), nullable=False),
        sa.Column("floor_minor", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", tables.InstantText(), nullable=False),
        sa.Column("ends_at", tables.InstantText(), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("given_at_entry", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("withdrawn_at_entry", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_consent_openness_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_openness")),
    )
    with op.batch_alter_table("consent_openness", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_openness_performer_id"), ["performer_id"], unique=False)

    op.create_table(
        "parties_mandate",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("representative_id", sa.String(length=64), nullable=False),
        sa.Column("powers", tables.json_type(), nullable=False),
        sa.Column("scopes", tables.json_type(), nullable=False),
        sa.Column("starts_at", tables.InstantText(), nullable=False),
        sa.Column("ends_at", tables.InstantText(), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("revoked_at_entry", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_parties_mandate_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["parties_person.id"],
            name=op.f("fk_parties_mandate_representative_id_parties_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties_mandate")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_parties_mandate_statement_id")),
    )
    with op.batch_alter_table("parties_mandate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_mandate_performer_id"), ["performer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_parties_mandate_representative_id"), ["representative_id"], unique=False
        )

    op.create_table(
        "replicas_replica",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("begun_at", tables.InstantText(), nullable=False),
        sa.Column("cancelled_at", tables.InstantText(), nullable=True),
        sa.Column("because", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_replicas_replica_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replicas_replica")),
    )
    with op.batch_alter_table("replicas_replica", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replicas_replica_performer_id"), ["performer_id"], unique=False)

    op.create_table(
        "casting_shortlisted",
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("added_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_casting_shortlisted_brief_id_casting_brief")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_casting_shortlisted_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("brief_id", "performer_id", name=op.f("pk_casting_shortlisted")),
    )
    op.create_table(
        "deals_deal",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("brief_id", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("turn_of", sa.String(length=16), nullable=False),
        sa.Column("opened_at", tables.InstantText(), nullable=False),
        sa.Column("lapses_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["casting_brief.id"], name=op.f("fk_deals_deal_brief_id_casting_brief")
        ),
        sa.ForeignKeyConstraint(
            ["creator_id"], ["parties_creator.id"], name=op.f("fk_deals_deal_creator_id_parties_creator")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_deals_deal_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_deal")),
    )
    with op.batch_alter_table("deals_deal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_deal_brief_id"), ["brief_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_deal_creator_id"), ["creator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_deal_performer_id"), ["performer_id"], unique=False)

    op.create_table(
        "likeness_capture",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("consent_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("begun_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent_grant.id"], name=op.f("fk_likeness_capture_consent_id_consent_grant")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_likeness_capture_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_capture")),
    )
    with op.batch_alter_table("likeness_capture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_likeness_capture_performer_id"), ["performer_id"], unique=False)

    op.create_table(
        "replicas_version",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("replica_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("capture_consent", sa.String(length=64), nullable=False),
        sa.Column("build_consent", sa.String(length=64), nullable=False),
        sa.Column("begun_at", tables.InstantText(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("step_done", sa.Integer(), nullable=False),
        sa.Column("step_total", sa.Integer(), nullable=False),
        sa.Column("engine", tables.json_type(), nullable=False),
        sa.Column("failure", sa.String(length=100), nullable=True),
        sa.Column("built_at", tables.InstantText(), nullable=True),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("approved_at", tables.InstantText(), nullable=True),
        sa.Column("ended_at", tables.InstantText(), nullable=True),
        sa.Column("because", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["build_consent"],
            ["consent_grant.id"],
            name=op.f("fk_replicas_version_build_consent_consent_grant"),
        ),
        sa.ForeignKeyConstraint(
            ["capture_consent"],
            ["consent_grant.id"],
            name=op.f("fk_replicas_version_capture_consent_consent_grant"),
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_replicas_version_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["replica_id"],
            ["replicas_replica.id"],
            name=op.f("fk_replicas_version_replica_id_replicas_replica"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replicas_version")),
    )
    with op.batch_alter_table("replicas_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_replicas_version_build_consent"), ["build_consent"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_replicas_version_performer_id"), ["performer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_replicas_version_replica_id"), ["replica_id"], unique=False)

    op.create_table(
        "deals_contract",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("deal_id", sa.String(length=64), nullable=False),
        sa.Column("turn_number", sa.Integer(), nullable=False),
        sa.Column("paper", tables.json_type(), nullable=False),
        sa.Column("pdf_digest", sa.String(length=64), nullable=False),
        sa.Column("terms_digest", sa.String(length=64), nullable=False),
        sa.Column("overrides_terms", sa.Boolean(), nullable=False),
        sa.Column("made_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_contract_deal_id_deals_deal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_contract")),
    )
    with op.batch_alter_table("deals_contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_contract_deal_id"), ["deal_id"], unique=False)

    op.create_table(
        "deals_turn",
        sa.Column("deal_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("sheet", tables.json_type(), nullable=False),
        sa.Column("made_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_turn_deal_id_deals_deal")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_deals_turn_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("deal_id", "number", name=op.f("pk_deals_turn")),
    )
    op.create_table(
        "likeness_asset",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("capture_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("line", sa.String(length=1000), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stored_at", tables.InstantText(), nullable=False),
        sa.Column("retained_until", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_id"],
            ["likeness_capture.id"],
            name=op.f("fk_likeness_asset_capture_id_likeness_capture"),
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_likeness_asset_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_asset")),
    )
    with op.batch_alter_table("likeness_asset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_likeness_asset_capture_id"), ["capture_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_likeness_asset_performer_id"), ["performer_id"], unique=False)

    op.create_table(
        "replicas_artefact",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["replicas_version.id"],
            name=op.f("fk_replicas_artefact_version_id_replicas_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replicas_artefact")),
    )
    with op.batch_alter_table("replicas_artefact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replicas_artefact_version_id"), ["version_id"], unique=False)

    op.create_table(
        "replicas_receipt",
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(length=32), nullable=False),
        sa.Column("destroyed_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["replicas_version.id"],
            name=op.f("fk_replicas_receipt_version_id_replicas_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_replicas_receipt")),
    )
    op.create_table(
        "deals_signature",
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("statement_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("mandate_id", sa.String(length=64), nullable=True),
        sa.Column("entry_index", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["deals_contract.id"], name=op.f("fk_deals_signature_contract_id_deals_contract")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["parties_person.id"], name=op.f("fk_deals_signature_person_id_parties_person")
        ),
        sa.PrimaryKeyConstraint("contract_id", "side", name=op.f("pk_deals_signature")),
    )
    op.create_table(
        "licences_licence",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("contract_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("project", sa.String(length=200), nullable=False),
        sa.Column("project_title", tables.json_type(), nullable=False),
        sa.Column("scope", tables.json_type(), nullable=False),
        sa.Column("starts_at", tables.InstantText(), nullable=False),
        sa.Column("ends_at", tables.InstantText(), nullable=False),
        sa.Column("notice_ends_at", tables.InstantText(), nullable=False),
        sa.Column("funds_currency", sa.String(length=3), nullable=False),
        sa.Column("funds_minor", sa.BigInteger(), nullable=False),
        sa.Column("funds_held_at", tables.InstantText(), nullable=True),
        sa.Column("shown_by_performer", sa.Boolean(), nullable=False),
        sa.Column("shown_by_creator", sa.Boolean(), nullable=False),
        sa.Column("signed_at_entry", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", tables.InstantText(), nullable=False),
        sa.Column("withdrawn_at_entry", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", tables.InstantText(), nullable=True),
        sa.Column("held_at_entry", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["deals_contract.id"],
            name=op.f("fk_licences_licence_contract_id_deals_contract"),
        ),
        sa.ForeignKeyConstraint(
            ["creator_id"],
            ["parties_creator.id"],
            name=op.f("fk_licences_licence_creator_id_parties_creator"),
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_licences_licence_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licences_licence")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_licences_licence_contract_id")),
    )
    with op.batch_alter_table("licences_licence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_licences_licence_creator_id"), ["creator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_licences_licence_performer_id"), ["performer_id"], unique=False)

    op.create_table(
        "likeness_access",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("asset_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("opened_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["likeness_asset.id"], name=op.f("fk_likeness_access_asset_id_likeness_asset")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_likeness_access")),
    )
    with op.batch_alter_table("likeness_access", schema=None) as batch_op:
        batch_op.create_index("ix_likeness_access_asset", ["asset_id", "number"], unique=False)

    op.create_table(
        "likeness_receipt",
        sa.Column("asset_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("destroyed_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["likeness_asset.id"], name=op.f("fk_likeness_receipt_asset_id_likeness_asset")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_likeness_receipt_performer_id_parties_performer"),
        ),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_likeness_receipt")),
    )
    with op.batch_alter_table("likeness_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_likeness_receipt_performer_id"), ["performer_id"], unique=False)

    op.create_table(
        "replicas_source",
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("asset_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["likeness_asset.id"], name=op.f("fk_replicas_source_asset_id_likeness_asset")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["replicas_version.id"],
            name=op.f("fk_replicas_source_version_id_replicas_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "asset_id", name=op.f("pk_replicas_source")),
    )
    with op.batch_alter_table("replicas_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replicas_source_asset_id"), ["asset_id"], unique=False)

    op.create_table(
        "licences_permit",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("use", tables.json_type(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("reserved_at", tables.InstantText(), nullable=False),
        sa.Column("at_entry", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["creator_id"], ["parties_creator.id"], name=op.f("fk_licences_permit_creator_id_parties_creator")
        ),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["licences_licence.id"],
            name=op.f("fk_licences_permit_licence_id_licences_licence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licences_permit")),
        sa.UniqueConstraint("licence_id", "nonce", name=op.f("uq_licences_permit_licence_id_nonce")),
    )
    with op.batch_alter_table("licences_permit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_licences_permit_licence_id"), ["licence_id"], unique=False)

    op.create_table(
        "licences_used",
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licences_licence.id"], name=op.f("fk_licences_used_licence_id_licences_licence")
        ),
        sa.PrimaryKeyConstraint("licence_id", "unit", name=op.f("pk_licences_used")),
    )
    op.create_table(
        "provenance_passport",
        sa.Column("output_id", sa.String(length=64), nullable=False),
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("permit_id", sa.String(length=64), nullable=False),
        sa.Column("facts", tables.json_type(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("label_digest", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=True),
        sa.Column("statement_id", sa.String(length=64), nullable=True),
        sa.Column("sealed_index", sa.BigInteger(), nullable=True),
        sa.Column("sealed_at", tables.InstantText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["licences_licence.id"],
            name=op.f("fk_provenance_passport_licence_id_licences_licence"),
        ),
        sa.ForeignKeyConstraint(
            ["permit_id"],
            ["licences_permit.id"],
            name=op.f("fk_provenance_passport_permit_id_licences_permit"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["replicas_version.id"],
            name=op.f("fk_provenance_passport_version_id_replicas_version"),
        ),
        sa.PrimaryKeyConstraint("output_id", name=op.f("pk_provenance_passport")),
        sa.UniqueConstraint("permit_id", name=op.f("uq_provenance_passport_permit_id")),
    )
    with op.batch_alter_table("provenance_passport", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provenance_passport_licence_id"), ["licence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_provenance_passport_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_provenance_passport_version_id"), ["version_id"], unique=False)

    op.create_table(
        "usage_render",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("permit_id", sa.String(length=64), nullable=False),
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("creator_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("wanted", tables.json_type(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("output_id", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("facts", tables.json_type(), nullable=True),
        sa.Column("measured", tables.json_type(), nullable=True),
        sa.Column("asked_at", tables.InstantText(), nullable=False),
        sa.Column("released_at", tables.InstantText(), nullable=True),
        sa.Column("failed_code", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["creator_id"], ["parties_creator.id"], name=op.f("fk_usage_render_creator_id_parties_creator")
        ),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licences_licence.id"], name=op.f("fk_usage_render_licence_id_licences_licence")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"],
            ["parties_performer.id"],
            name=op.f("fk_usage_render_performer_id_parties_performer"),
        ),
        sa.ForeignKeyConstraint(
            ["permit_id"], ["licences_permit.id"], name=op.f("fk_usage_render_permit_id_licences_permit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_render")),
        sa.UniqueConstraint("output_id", name=op.f("uq_usage_render_output_id")),
        sa.UniqueConstraint("permit_id", name=op.f("uq_usage_render_permit_id")),
    )
    with op.batch_alter_table("usage_render", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_render_creator_id"), ["creator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_usage_render_licence_id"), ["licence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_usage_render_performer_id"), ["performer_id"], unique=False)

    op.create_table(
        "provenance_mark",
        sa.Column("output_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("bits", sa.String(length=16), nullable=False),
        sa.Column("telling", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["output_id"],
            ["provenance_passport.output_id"],
            name=op.f("fk_provenance_mark_output_id_provenance_passport"),
        ),
        sa.PrimaryKeyConstraint("output_id", "number", name=op.f("pk_provenance_mark")),
    )
    op.create_table(
        "usage_metered",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("render_id", sa.String(length=64), nullable=False),
        sa.Column("permit_id", sa.String(length=64), nullable=False),
        sa.Column("licence_id", sa.String(length=64), nullable=False),
        sa.Column("output_id", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("takes", sa.Integer(), nullable=False),
        sa.Column("titles", sa.Integer(), nullable=False),
        sa.Column("metered_at", tables.InstantText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licences_licence.id"], name=op.f("fk_usage_metered_licence_id_licences_licence")
        ),
        sa.ForeignKeyConstraint(
            ["output_id"],
            ["provenance_passport.output_id"],
            name=op.f("fk_usage_metered_output_id_provenance_passport"),
        ),
        sa.ForeignKeyConstraint(
            ["permit_id"], ["licences_permit.id"], name=op.f("fk_usage_metered_permit_id_licences_permit")
        ),
        sa.ForeignKeyConstraint(
            ["render_id"], ["usage_render.id"], name=op.f("fk_usage_metered_render_id_usage_render")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_metered")),
        sa.UniqueConstraint("output_id", name=op.f("uq_usage_metered_output_id")),
        sa.UniqueConstraint("permit_id", name=op.f("uq_usage_metered_permit_id")),
        sa.UniqueConstraint("render_id", name=op.f("uq_usage_metered_render_id")),
    )
    with op.batch_alter_table("usage_metered", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_metered_licence_id"), ["licence_id"], unique=False)
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        for statement in append_only(table, dialect):
            op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("usage_metered", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_metered_licence_id"))

    op.drop_table("usage_metered")
    op.drop_table("provenance_mark")
    with op.batch_alter_table("usage_render", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_render_performer_id"))
        batch_op.drop_index(batch_op.f("ix_usage_render_licence_id"))
        batch_op.drop_index(batch_op.f("ix_usage_render_creator_id"))

    op.drop_table("usage_render")
    with op.batch_alter_table("provenance_passport", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provenance_passport_version_id"))
        batch_op.drop_index(batch_op.f("ix_provenance_passport_sha256"))
        batch_op.drop_index(batch_op.f("ix_provenance_passport_licence_id"))

    op.drop_table("provenance_passport")
    op.drop_table("licences_used")
    with op.batch_alter_table("licences_permit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_licences_permit_licence_id"))

    op.drop_table("licences_permit")
    with op.batch_alter_table("replicas_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replicas_source_asset_id"))

    op.drop_table("replicas_source")
    with op.batch_alter_table("likeness_receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likeness_receipt_performer_id"))

    op.drop_table("likeness_receipt")
    with op.batch_alter_table("likeness_access", schema=None) as batch_op:
        batch_op.drop_index("ix_likeness_access_asset")

    op.drop_table("likeness_access")
    with op.batch_alter_table("licences_licence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_licences_licence_performer_id"))
        batch_op.drop_index(batch_op.f("ix_licences_licence_creator_id"))

    op.drop_table("licences_licence")
    op.drop_table("deals_signature")
    op.drop_table("replicas_receipt")
    with op.batch_alter_table("replicas_artefact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replicas_artefact_version_id"))

    op.drop_table("replicas_artefact")
    with op.batch_alter_table("likeness_asset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likeness_asset_performer_id"))
        batch_op.drop_index(batch_op.f("ix_likeness_asset_capture_id"))

    op.drop_table("likeness_asset")
    op.drop_table("deals_turn")
    with op.batch_alter_table("deals_contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_contract_deal_id"))

    op.drop_table("deals_contract")
    with op.batch_alter_table("replicas_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replicas_version_replica_id"))
        batch_op.drop_index(batch_op.f("ix_replicas_version_performer_id"))
        batch_op.drop_index(batch_op.f("ix_replicas_version_build_consent"))

    op.drop_table("replicas_version")
    with op.batch_alter_table("likeness_capture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likeness_capture_performer_id"))

    op.drop_table("likeness_capture")
    with op.batch_alter_table("deals_deal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_deal_performer_id"))
        batch_op.drop_index(batch_op.f("ix_deals_deal_creator_id"))
        batch_op.drop_index(batch_op.f("ix_deals_deal_brief_id"))

    op.drop_table("deals_deal")
    op.drop_table("casting_shortlisted")
    with op.batch_alter_table("replicas_replica", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replicas_replica_performer_id"))

    op.drop_table("replicas_replica")
    with op.batch_alter_table("parties_mandate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parties_mandate_representative_id"))
        batch_op.drop_index(batch_op.f("ix_parties_mandate_performer_id"))

    op.drop_table("parties_mandate")
    with op.batch_alter_table("consent_openness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_openness_performer_id"))

    op.drop_table("consent_openness")
    with op.batch_alter_table("consent_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_grant_performer_id"))

    op.drop_table("consent_grant")
    with op.batch_alter_table("casting_brief", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_casting_brief_creator_id"))

    op.drop_table("casting_brief")
    with op.batch_alter_table("record_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_statement_subject"))

    op.drop_table("record_statement")
    with op.batch_alter_table("parties_signing_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parties_signing_key_person_id"))

    op.drop_table("parties_signing_key")
    op.drop_table("parties_session")
    op.drop_table("parties_performer")
    op.drop_table("parties_passkey")
    op.drop_table("parties_creator")
    with op.batch_alter_table("royalties_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_royalties_use_licence_id"))

    op.drop_table("royalties_use")
    with op.batch_alter_table("royalties_transfer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_royalties_transfer_use_id"))
        batch_op.drop_index(batch_op.f("ix_royalties_transfer_debit"))
        batch_op.drop_index(batch_op.f("ix_royalties_transfer_credit"))

    op.drop_table("royalties_transfer")
    op.drop_table("royalties_clause_total")
    op.drop_table("royalties_account")
    op.drop_table("record_subject_chain")
    with op.batch_alter_table("record_signing_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_signing_request_person_id"))

    op.drop_table("record_signing_request")
    op.drop_table("record_map_node")
    op.drop_table("record_map_dirty")
    op.drop_table("record_log_node")
    op.drop_table("record_log_head")
    with op.batch_alter_table("record_log_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_record_log_entry_subject")

    op.drop_table("record_log_entry")
    op.drop_table("record_listed_name")
    op.drop_table("record_leaf_state")
    op.drop_table("record_checkpoint")
    op.drop_table("plumbing_rate_bucket")
    op.drop_table("plumbing_job_step")
    with op.batch_alter_table("plumbing_job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plumbing_job_state"))

    op.drop_table("plumbing_job")
    op.drop_table("parties_person")
    op.drop_table("parties_challenge")
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_refuse()")
