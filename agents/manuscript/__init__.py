"""The person's text: its language, its form, and its own scenes word for word."""

from studio.agents.manuscript.form import detect_form
from studio.agents.manuscript.language import detect_language
from studio.agents.manuscript.split import own_scenes, speakers

__all__ = ["detect_form", "detect_language", "own_scenes", "speakers"]
