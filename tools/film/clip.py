"""A film as a MoviePy clip, for people who go on from there in MoviePy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moviepy import VideoFileClip


def film_clip(path: Path | str) -> VideoFileClip:
    """The film or segment at ``path`` as a ``moviepy.VideoFileClip``; close it after use."""
    from moviepy import VideoFileClip

    return VideoFileClip(str(path))
