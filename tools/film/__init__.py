"""The film engine."""
