"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "project",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("brief", sa.String, nullable=False),
        sa.Column("head", sa.String),
        sa.Column("created_at", sa.String, nullable=False),
    )
    op.create_index("ix_project_name", "project", ["name"], unique=True)
    op.create_table(
        "version",
        sa.Column("id", sa.String, primary_key=True),
        _project(),
        sa.Column("parent", sa.String),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("production", sa.String, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
    )
    op.create_index("ix_version_project_id", "version", ["project_id"])
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, primary_key=True),
        _project(),
        sa.Column("started_at", sa.String, nullable=False),
        sa.Column("finished_at", sa.String),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("error", sa.String, nullable=False),
    )
    op.create_index("ix_run_project_id", "run", ["project_id"])
    op.create_table(
        "product",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("tool", sa.String, nullable=False),
        sa.Column("tool_version", sa.String, nullable=False),
        sa.Column("capability", sa.String, nullable=False),
        sa.Column("request", sa.String, nullable=False),
        sa.Column("product", sa.String, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("cost", sa.Float, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
    )
    op.create_index("ix_product_tool", "product", ["tool"])
    op.create_table(
        "usage",
        sa.Column("id", sa.Integer, primary_key=True),
        _project(),
        _run(),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("tool", sa.String, nullable=False),
        sa.Column("capability", sa.String, nullable=False),
        sa.Column("agent", sa.String, nullable=False),
        sa.Column("scene", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("cost", sa.Float, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_index("ix_usage_project_id", "usage", ["project_id"])
    op.create_index("ix_usage_key", "usage", ["key"])
    op.create_table(
        "message",
        sa.Column("id", sa.Integer, primary_key=True),
        _project(),
        _run(),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("agent", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("task", sa.String, nullable=False),
        sa.Column("scene", sa.String, nullable=False),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.UniqueConstraint("project_id", "key"),
    )
    op.create_index("ix_message_project_id", "message", ["project_id"])
    op.create_table(
        "critique",
        sa.Column("id", sa.Integer, primary_key=True),
        _project(),
        _run(),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("critic", sa.String, nullable=False),
        sa.Column("overall", sa.Float, nullable=False),
        sa.Column("critique", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.UniqueConstraint("project_id", "key"),
    )
    op.create_index("ix_critique_project_id", "critique", ["project_id"])
    op.create_table(
        "asset",
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("key", sa.String),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
    )
    op.create_index("ix_asset_key", "asset", ["key"])
    op.create_table(
        "event",
        sa.Column("id", sa.Integer, primary_key=True),
        _run(),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_index("ix_event_run_id", "event", ["run_id"])


def _project() -> sa.Column[int]:
    return sa.Column("project_id", sa.Integer, sa.ForeignKey("project.id", ondelete="CASCADE"), nullable=False)


def _run() -> sa.Column[int]:
    return sa.Column("run_id", sa.Integer, sa.ForeignKey("run.id", ondelete="CASCADE"), nullable=False)
