"""Money in whole micro-dollars, and the settings that a project is made with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("project", sa.Column("settings", sa.String, nullable=False, server_default="{}"))
    for table in ("product", "usage"):
        op.add_column(table, sa.Column("micros", sa.Integer))
        op.execute(f"UPDATE {table} SET micros = CAST(ROUND(cost * 1000000) AS INTEGER)")  # noqa: S608 - our names
        op.drop_column(table, "cost")
