"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "project",
        sa.Column("id", sa.Integer, primary_key=True),
        _text("name"),
        _text("title"),
        _text("brief"),
        sa.Column("head", sa.String),
        _text("created_at"),
    )
    op.create_index("ix_project_name", "project", ["name"], unique=True)
    op.create_table(
        "version",
        sa.Column("id", sa.String, primary_key=True),
        _project(),
        sa.Column("parent", sa.String),
        _text("author"),
        _text("reason"),
        _text("production"),
        _text("created_at"),
    )
    op.create_index("ix_version_project_id", "version", ["project_id"])
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, primary_key=True),
        _project(),
        _text("started_at"),
        sa.Column("finished_at", sa.String),
        _text("outcome"),
        _text("error"),
    )
    op.create_index("ix_run_project_id", "run", ["project_id"])
    op.create_table(
        "product",
        sa.Column("key", sa.String, primary_key=True),
        _text("tool"),
        _text("tool_version"),
        _text("capability"),
        _text("request"),
        _text("product"),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("cost", sa.Float, nullable=False),
        _text("created_at"),
    )
    op.create_index("ix_product_tool", "product", ["tool"])
    op.create_table(
        "usage",
        sa.Column("id", sa.Integer, primary_key=True),
        _project(),
        _run(),
        _text("key"),
        _text("tool"),
        _text("capability"),
        _text("agent"),
        _text("scene"),
        _text("outcome"),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("cost", sa.Float, nullable=False),
        _text("error"),
        _text("at"),
    )
    op.create_index("ix_usage_project_id", "usage", ["project_id"])
    op.create_index("ix_usage_key", "usage", ["key"])
    op.create_table(
        "message",
        sa.Column("id", sa.Integer, primary_key=True),
        _project(),
        _run(),
        _text("key"),
        _text("agent"),
        _text("role"),
        _text("task"),
        _text("scene"),
        _text("answer"),
        _text("at"),
        sa.UniqueConstraint("project_id", "key"),
    )
    op.create_index("ix_message_project_id", "message", ["project_id"])
    op.create_table(
        "critique",
        sa.Column("id", sa.Integer, primary_key=True),
        _project(),
        _run(),
        _text("key"),
        _text("subject"),
        sa.Column("round", sa.Integer, nullable=False),
        _text("critic"),
        sa.Column("overall", sa.Float, nullable=False),
        _text("critique"),
        _text("at"),
        sa.UniqueConstraint("project_id", "key"),
    )
    op.create_index("ix_critique_project_id", "critique", ["project_id"])
    op.create_table(
        "asset",
        sa.Column("hash", sa.String, primary_key=True),
        _text("media_type"),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("key", sa.String),
        _text("source"),
        _text("created_at"),
    )
    op.create_index("ix_asset_key", "asset", ["key"])
    op.create_table(
        "event",
        sa.Column("id", sa.Integer, primary_key=True),
        _run(),
        _text("kind"),
        _text("event"),
        _text("at"),
    )
    op.create_index("ix_event_run_id", "event", ["run_id"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)


def _project() -> sa.Column[int]:
    return sa.Column("project_id", sa.Integer, sa.ForeignKey("project.id", ondelete="CASCADE"), nullable=False)


def _run() -> sa.Column[int]:
    return sa.Column("run_id", sa.Integer, sa.ForeignKey("run.id", ondelete="CASCADE"), nullable=False)
