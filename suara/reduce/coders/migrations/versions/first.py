"""The first tables of human codings."""

import sqlalchemy as sa
from alembic import op

revision = "first"
down_revision = None


def upgrade() -> None:
    """Make them. What stands here is never edited: a change is a revision of its own."""
    op.create_table(
        "rounds",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("codes", sa.String, nullable=False),
        sa.Column("coders", sa.String, nullable=False),
        sa.Column("overlap", sa.Integer, nullable=False),
        sa.Column("codebook_version", sa.String, nullable=False),
        sa.Column("drawn", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "units",
        sa.Column("round", sa.String, sa.ForeignKey("rounds.name"), primary_key=True),
        sa.Column("unit", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("platform", sa.String),
        sa.Column("unit_kind", sa.String, nullable=False),
        sa.Column("stratum", sa.String),
        sa.Column("sampling_probability", sa.Float),
    )
    op.create_table(
        "assignments",
        sa.Column("round", sa.String, sa.ForeignKey("rounds.name"), primary_key=True),
        sa.Column("coder", sa.String, primary_key=True),
        sa.Column("unit", sa.String, primary_key=True),
    )
    op.create_table(
        "codings",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("round", sa.String, sa.ForeignKey("rounds.name"), nullable=False, index=True),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("unit_kind", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("coder", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("value", sa.String),
        sa.Column("confidence", sa.Float),
        sa.Column("memo", sa.String),
        sa.Column("codebook_version", sa.String),
        sa.Column("coded_at", sa.DateTime, nullable=False),
        sa.Column("stored_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "locks",
        sa.Column("round", sa.String, sa.ForeignKey("rounds.name"), primary_key=True),
        sa.Column("locked_by", sa.String, nullable=False),
        sa.Column("locked_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("details", sa.String, nullable=False),
    )
