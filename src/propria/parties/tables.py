"""Where people, profiles, keys, evidence, mandates and sign-ins are kept."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

person = Table(
    "parties_person",
    metadata,
    id_column("id", primary_key=True),
    Column("name_zh", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("subject", String(64), nullable=False, unique=True),
    Column("demo_name", String(40), nullable=True, unique=True),
    Column("flagged_by", String(64), nullable=True),
)

passkey = Table(
    "parties_passkey",
    metadata,
    Column("credential_id", LargeBinary, primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id")),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
)

challenge = Table(
    "parties_challenge",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person_id", String(64), nullable=True),
    Column("challenge", LargeBinary, nullable=False),
    instant_column("expires_at"),
)

session = Table(
    "parties_session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id")),
    instant_column("expires_at"),
)

performer = Table(
    "parties_performer",
    metadata,
    id_column("id", primary_key=True),
    Column("subject", String(64), nullable=False, unique=True),
    Column("name_zh", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("person_id", String(64), ForeignKey("parties_person.id"), nullable=True, unique=True),
    Column("domain", String(300), nullable=True),
    instant_column("evidenced_at", nullable=True),
    Column("contact", String(200), nullable=True),
    instant_column("imported_at", nullable=True),
    instant_column("import_expires_at", nullable=True),
    Column("contest", String(16), nullable=False, server_default="none"),
    instant_column("hides_at", nullable=True),
    Column("folded_zh", String(400), nullable=False, server_default="", index=True),
    Column("folded_en", String(400), nullable=False, server_default="", index=True),
    Column("by_operator", Boolean, nullable=False, server_default="0"),
    Index("ix_parties_performer_counted", "contest", "by_operator", "evidenced_at", "id"),
)

creator = Table(
    "parties_creator",
    metadata,
    id_column("id", primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), unique=True),
    Column("name_zh", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
)

colleague = Table(
    "parties_colleague",
    metadata,
    id_column("person_id", ForeignKey("parties_person.id"), primary_key=True),
    id_column("creator_id", ForeignKey("parties_creator.id"), index=True),
    json_column("rights"),
    Column("given_by", String(64), nullable=True),
    Column("ended_by", String(64), nullable=True),
)

signing_key = Table(
    "parties_signing_key",
    metadata,
    id_column("id", primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), index=True),
    Column("kind", String(16), nullable=False),
    Column("public", LargeBinary, nullable=False),
    Column("credential_id", LargeBinary, nullable=True),
    Column("rp_id", String(253), nullable=False),
    Column("origin", String(300), nullable=False),
    Column("is_bound", Boolean, nullable=False),
    Column("bound_by", String(64), nullable=True),
    Column("attested_by", String(64), nullable=True),
    Column("revoked_by", String(64), nullable=True),
    Column("name", String(80), nullable=False, server_default=""),
    instant_column("added_at", nullable=True),
    instant_column("barred_until", nullable=True),
)

mandate = Table(
    "parties_mandate",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    id_column("representative_id", ForeignKey("parties_person.id"), index=True),
    json_column("powers"),
    json_column("scopes"),
    instant_column("starts_at"),
    instant_column("ends_at"),
    Column("statement_id", String(64), nullable=False, unique=True),
    Column("revoked_at_entry", BigInteger, nullable=True),
    Column("parent_id", String(64), nullable=True),
    json_column("floor", nullable=True),
)

guardians = Table(
    "parties_guardians",
    metadata,
    id_column("person_id", ForeignKey("parties_person.id"), primary_key=True),
    json_column("guardians"),
    Column("needed", Integer, nullable=False),
    Column("statement_id", String(64), nullable=False, unique=True),
)

recovery = Table(
    "parties_recovery",
    metadata,
    id_column("id", primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), index=True),
    id_column("key_id", ForeignKey("parties_signing_key.id"), unique=True),
    Column("state", String(16), nullable=False, index=True),
    json_column("guardians"),
    Column("needed", Integer, nullable=False),
    Column("route", String(16), nullable=True),
    instant_column("begun_at"),
    instant_column("due_at", nullable=True),
)

voucher = Table(
    "parties_voucher",
    metadata,
    id_column("recovery_id", ForeignKey("parties_recovery.id"), primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), primary_key=True),
    Column("statement_id", String(64), nullable=False, unique=True),
)

claimant = Table(
    "parties_claimant",
    metadata,
    id_column("statement_id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    id_column("person_id", ForeignKey("parties_person.id")),
    Column("state", String(16), nullable=False),
    Column("at_entry", BigInteger, nullable=False),
)

birth = Table(
    "parties_birth",
    metadata,
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True),
    Column("born_on", String(10), nullable=False),
    Column("salt", String(64), nullable=False),
    Column("statement_id", String(64), nullable=False),
)

ward = Table(
    "parties_ward",
    metadata,
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True),
    id_column("guardian_id", ForeignKey("parties_person.id"), primary_key=True),
    Column("stated_by", String(64), nullable=False),
    Column("attested_by", String(64), nullable=True),
)

seen = Table(
    "parties_seen",
    metadata,
    Column("what", String(160), primary_key=True),
    id_column("operator_id", ForeignKey("parties_person.id"), primary_key=True),
    Column("value", String(64), nullable=False),
    instant_column("seen_at"),
)

guild = Table(
    "parties_guild",
    metadata,
    id_column("id", primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), unique=True),
    Column("name_zh", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("attested_by", String(64), nullable=False),
)

membership = Table(
    "parties_membership",
    metadata,
    id_column("guild_id", ForeignKey("parties_guild.id"), primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True, index=True),
    Column("joined_by", String(64), nullable=True),
)

suspension = Table(
    "parties_suspension",
    metadata,
    id_column("statement_id", primary_key=True),
    id_column("guild_id", ForeignKey("parties_guild.id"), index=True),
    json_column("scope"),
    Column("at_entry", BigInteger, nullable=False),
    Column("lifted_at_entry", BigInteger, nullable=True),
)

death = Table(
    "parties_death",
    metadata,
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True),
    Column("died_on", String(10), nullable=False),
    Column("statement_id", String(64), nullable=False),
    Column("at_entry", BigInteger, nullable=False),
    instant_column("attested_at"),
)

heir = Table(
    "parties_heir",
    metadata,
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), primary_key=True, index=True),
    Column("share", Integer, nullable=False),
    Column("attested_by", String(64), nullable=False),
)

guild_floor = Table(
    "parties_guild_floor",
    metadata,
    id_column("statement_id", primary_key=True),
    id_column("guild_id", ForeignKey("parties_guild.id"), index=True),
    json_column("scope"),
    json_column("floor"),
    Column("at_entry", BigInteger, nullable=False),
    Column("lifted_at_entry", BigInteger, nullable=True),
)

domain_claim = Table(
    "parties_domain_claim",
    metadata,
    id_column("party_id", primary_key=True),
    Column("domain", String(300), nullable=False),
    Column("token", String(64), nullable=False),
)

evidence = Table(
    "parties_evidence",
    metadata,
    id_column("party_id", primary_key=True),
    Column("route", String(24), primary_key=True),
    Column("by", String(300), nullable=False),
    Column("reference", String(64), nullable=False, index=True),
    instant_column("seen_at"),
    json_column("seen_by"),
)

oidc_login = Table(
    "parties_oidc_login",
    metadata,
    Column("state", String(64), primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id")),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    instant_column("expires_at"),
)

member = Table(
    "parties_member",
    metadata,
    id_column("group_id", ForeignKey("parties_performer.id"), primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True, index=True),
    Column("joined_by", String(64), nullable=True),
)
