"""Voices of real people that were cloned, with who consented, when and for what."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "cloned_voice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("voice", sa.String, nullable=False),
        sa.Column("consented_by", sa.String, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("statement", sa.String, nullable=False),
        sa.Column("samples", sa.String, nullable=False),
        sa.Column("consented_at", sa.String, nullable=False),
    )
