"""Landmarks: the one large thing that a place is known by.

Knows nothing of settings: it is handed a site and the height of an adult there.
"""

from __future__ import annotations

from studio.production.vocabulary import Landmark
from studio.tools.offline.illustrator.scene import Place, Scene


def add_landmark(scene: Scene, place: Place, landmark: Landmark) -> Place:
    """Put ``landmark`` where it can stand in this set; returns the place with the ground that it leaves."""
    return place
