"""Pictures to compare: two of nearly the same, and one of something else."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw

from studio.production.assets import Asset
from studio.testing import FolderBench


def picture(folder: Path, ground: str, colour: str, *, tall: bool = False, moved: int = 0) -> Asset:
    """A figure of a colour before a ground."""
    drawn = Image.new("RGB", (96, 72), ground)
    box = (40 + moved, 10, 56 + moved, 66) if tall else (20 + moved, 40, 76 + moved, 60)
    ImageDraw.Draw(drawn).ellipse(box, fill=colour)
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG")
    return FolderBench(folder).add(buffer.getvalue(), "image/png")


def three(folder: Path) -> tuple[Asset, Asset, Asset]:
    """A lighthouse at night, the same a step to the left, and a boat by day."""
    return (
        picture(folder, "#1c2b52", "#f1e6c8", tall=True),
        picture(folder, "#20305a", "#efe2c0", tall=True, moved=-5),
        picture(folder, "#86bfe6", "#c8202a"),
    )
