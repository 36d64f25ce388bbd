"""The ordered steps from an empty file to today's tables, run by Alembic; each is one transaction."""
