"""What requests were submitted as to services that work on them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("tool", sa.String, nullable=False),
        sa.Column("job", sa.String, nullable=False),
        sa.Column("use_id", sa.Integer, sa.ForeignKey("usage.id", ondelete="SET NULL")),
        sa.Column("created_at", sa.String, nullable=False),
    )
    op.create_index("ix_job_use_id", "job", ["use_id"])
