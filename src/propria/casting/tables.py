"""Where briefs and shortlists are kept."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, String, Table

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

brief = Table(
    "casting_brief",
    metadata,
    id_column("id", primary_key=True),
    id_column("creator_id", ForeignKey("parties_creator.id"), index=True),
    Column("project", String(200), nullable=False),
    json_column("title"),
    Column("role", String(200), nullable=False),
    json_column("scope"),
    Column("budget_currency", String(3), nullable=False),
    Column("budget_minor", BigInteger, nullable=False),
    instant_column("made_at"),
    Column("seeks", String(400), nullable=False, server_default=""),
    instant_column("archived_at", nullable=True),
    json_column("access", nullable=True),
    json_column("asks", nullable=True),
)

brief_version = Table(
    "casting_brief_version",
    metadata,
    id_column("brief_id", ForeignKey("casting_brief.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", String(64), nullable=False),
    instant_column("changed_at"),
    json_column("said"),
)

sight = Table(
    "casting_sight",
    metadata,
    id_column("brief_id", ForeignKey("casting_brief.id"), primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), primary_key=True),
    Column("what", String(16), primary_key=True),
    instant_column("first_at"),
    instant_column("last_at"),
    Column("times", BigInteger, nullable=False),
)

folder = Table(
    "casting_folder",
    metadata,
    id_column("id", primary_key=True),
    id_column("brief_id", ForeignKey("casting_brief.id"), index=True),
    Column("name", String(60), nullable=False),
    instant_column("made_at"),
)

shortlisted = Table(
    "casting_shortlisted",
    metadata,
    id_column("brief_id", ForeignKey("casting_brief.id"), primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True),
    instant_column("added_at"),
    Column("folder_id", String(64), nullable=True),
)

plan = Table(
    "casting_plan",
    metadata,
    id_column("creator_id", ForeignKey("parties_creator.id"), primary_key=True),
    Column("project", String(200), primary_key=True),
    json_column("wishes"),
    instant_column("kept_at"),
)

days = Table(
    "casting_days",
    metadata,
    id_column("id", primary_key=True),
    id_column("brief_id", ForeignKey("casting_brief.id"), index=True),
    id_column("creator_id", ForeignKey("parties_creator.id"), index=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    json_column("days"),
    Column("doing", String(16), nullable=False),
    Column("place", String(120), nullable=False),
    instant_column("answer_by"),
    Column("state", String(16), nullable=False),
    instant_column("asked_at"),
    instant_column("pencilled_at", nullable=True),
    Column("statement_id", String(64), nullable=True),
    json_column("hands", nullable=True),
)

away = Table(
    "casting_away",
    metadata,
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True),
    Column("day", String(10), primary_key=True),
)

touched = Table(
    "casting_touched",
    metadata,
    id_column("performer_id", primary_key=True),
    Column("what", String(16), primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),
)

snapshot = Table("casting_snapshot", metadata, Column("token", String(32), primary_key=True))

profile = Table(
    "casting_profile",
    metadata,
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True),
    Column("statement_id", String(64), nullable=False),
    json_column("said"),
    Column("meaning", LargeBinary, nullable=False),
    Column("at_entry", BigInteger, nullable=False, index=True),
)

note = Table(
    "casting_note",
    metadata,
    id_column("brief_id", ForeignKey("casting_brief.id"), primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), primary_key=True),
    Column("text", String(1000), nullable=False),
    Column("person_id", String(64), nullable=False),
    instant_column("noted_at"),
)

share = Table(
    "casting_share",
    metadata,
    id_column("id", primary_key=True),
    id_column("brief_id", ForeignKey("casting_brief.id"), index=True),
    Column("secret_hash", String(64), nullable=False),
    Column("recipient", String(120), nullable=False),
    Column("person_id", String(64), nullable=False),
    instant_column("made_at"),
    instant_column("expires_at"),
    instant_column("ended_at", nullable=True),
)

share_look = Table(
    "casting_share_look",
    metadata,
    id_column("share_id", ForeignKey("casting_share.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    instant_column("seen_at"),
    json_column("performers"),
)

search = Table(
    "casting_search",
    metadata,
    id_column("id", primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), index=True),
    json_column("sought"),
    instant_column("saved_at"),
)

picture = Table(
    "casting_picture",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("subject", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("width", BigInteger, nullable=False),
    Column("height", BigInteger, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    instant_column("kept_at"),
    Column("statement_id", String(64), nullable=True),
    instant_column("shown_until", nullable=True),
    instant_column("sealed_at", nullable=True),
)

call = Table(
    "casting_call",
    metadata,
    id_column("brief_id", ForeignKey("casting_brief.id"), primary_key=True),
    instant_column("until"),
)

submission = Table(
    "casting_submission",
    metadata,
    id_column("id", primary_key=True),
    id_column("brief_id", ForeignKey("casting_brief.id"), index=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    id_column("person_id", ForeignKey("parties_person.id"), index=True),
    Column("note", String(500), nullable=False),
    instant_column("submitted_at"),
    instant_column("ended_at", nullable=True),
    Column("ended_by", String(64), nullable=True),
)

tape = Table(
    "casting_tape",
    metadata,
    id_column("id", primary_key=True),
    id_column("brief_id", ForeignKey("casting_brief.id"), index=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    Column("lines", String(4000), nullable=False),
    instant_column("deadline"),
    instant_column("asked_at"),
    Column("statement_id", String(64), nullable=True),
    instant_column("ended_at", nullable=True),
)

take = Table(
    "casting_take",
    metadata,
    id_column("tape_id", ForeignKey("casting_tape.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(64), nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    instant_column("sent_at"),
    instant_column("destroyed_at", nullable=True),
    instant_column("sealed_at", nullable=True),
)

take_look = Table(
    "casting_take_look",
    metadata,
    id_column("tape_id", ForeignKey("casting_tape.id"), primary_key=True),
    Column("look", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    id_column("person_id", ForeignKey("parties_person.id")),
    instant_column("seen_at"),
)
