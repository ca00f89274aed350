"""Where negotiations, their turns, contracts and signatures are kept."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from propria.plumbing.tables import id_column, instant_column, json_column, metadata

deal = Table(
    "deals_deal",
    metadata,
    id_column("id", primary_key=True),
    id_column("brief_id", ForeignKey("casting_brief.id"), index=True),
    id_column("creator_id", ForeignKey("parties_creator.id")),
    id_column("performer_id", ForeignKey("parties_performer.id")),
    Column("state", String(16), nullable=False),
    Column("turns", Integer, nullable=False),
    Column("turn_of", String(16), nullable=False),
    instant_column("opened_at"),
    instant_column("lapses_at"),
    Column("kind", String(16), nullable=False, server_default="licence"),
    Column("root_id", String(64), nullable=True, index=True),
    Column("base_id", String(64), nullable=True),
    Column("ended_by", String(16), nullable=True),
    Column("split_from", String(64), nullable=True),
    instant_column("warned_of", nullable=True),
    Index("ix_deals_deal_due", "state", "lapses_at"),
    Index("ix_deals_deal_of_creator", "creator_id", "opened_at", "id"),
    Index("ix_deals_deal_of_performer", "performer_id", "opened_at", "id"),
)

turn = Table(
    "deals_turn",
    metadata,
    id_column("deal_id", ForeignKey("deals_deal.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("side", String(16), nullable=False),
    id_column("person_id", ForeignKey("parties_person.id")),
    json_column("sheet"),
    instant_column("made_at"),
)

invitation = Table(
    "deals_invitation",
    metadata,
    id_column("id", primary_key=True),
    id_column("performer_id", ForeignKey("parties_performer.id"), index=True),
    instant_column("made_at"),
)

step = Table(
    "deals_step",
    metadata,
    id_column("deal_id", ForeignKey("deals_deal.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("act", String(16), nullable=False),
    Column("turn_number", Integer, nullable=False),
    Column("side", String(16), nullable=True),
    Column("person_id", String(64), ForeignKey("parties_person.id"), nullable=True),
    Column("standing", String(16), nullable=True),
    Column("mandate_id", String(64), nullable=True),
    instant_column("made_at"),
)

note = Table(
    "deals_note",
    metadata,
    id_column("deal_id", ForeignKey("deals_deal.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("turn_number", Integer, nullable=False),
    Column("side", String(16), nullable=False),
    id_column("person_id", ForeignKey("parties_person.id")),
    Column("pin", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("is_private", Boolean, nullable=False),
    instant_column("made_at"),
)

contract = Table(
    "deals_contract",
    metadata,
    id_column("id", primary_key=True),
    id_column("deal_id", ForeignKey("deals_deal.id"), index=True),
    Column("turn_number", Integer, nullable=False),
    json_column("paper"),
    Column("pdf_digest", String(64), nullable=False),
    Column("terms_digest", String(64), nullable=False),
    Column("overrides_terms", Boolean, nullable=False),
    instant_column("made_at"),
)

signature = Table(
    "deals_signature",
    metadata,
    id_column("contract_id", ForeignKey("deals_contract.id"), primary_key=True),
    Column("side", String(16), primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id")),
    id_column("statement_id"),
    Column("digest", String(64), nullable=False),
    Column("mandate_id", String(64), nullable=True),
    Column("entry_index", BigInteger, nullable=False),
    instant_column("signed_at"),
)

brought = Table(
    "deals_brought",
    metadata,
    id_column("deal_id", ForeignKey("deals_deal.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("size_bytes", Integer, nullable=False),
    Column("side", String(16), nullable=False),
    id_column("person_id", ForeignKey("parties_person.id")),
    instant_column("brought_at"),
)

hand = Table(
    "deals_hand",
    metadata,
    id_column("contract_id", ForeignKey("deals_contract.id"), primary_key=True),
    id_column("person_id", ForeignKey("parties_person.id"), primary_key=True),
    Column("capacity", String(16), primary_key=True),
    id_column("statement_id"),
    Column("digest", String(64), nullable=False),
    Column("mandate_id", String(64), nullable=True),
    Column("entry_index", BigInteger, nullable=False),
    instant_column("signed_at"),
)
