"""What the light of a scene does to a figure or a thing that stands in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Light:
    """``ambient`` is mixed into every local colour by ``ambient_share`` (0..1).

    ``rim`` is the colour of the bright edge on the side that the light comes from (``from_left``), with
    ``rim_strength`` 0..1; ``shadow`` the colour of cast shadows. ``outline`` is the line colour of styles that
    draw outlines (ink, neon), ``outline_width`` its width in the drawing's units; None draws none.
    """

    ambient: str
    ambient_share: float
    rim: str
    rim_strength: float
    from_left: bool
    shadow: str
    outline: str | None = None
    outline_width: float = 0.0
