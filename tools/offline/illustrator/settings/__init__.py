"""The sets: one painter for each setting, each with three layouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from studio.production.vocabulary import Setting
from studio.tools.offline.illustrator.scene import Place, Scene
from studio.tools.offline.illustrator.settings import (
    city,
    coast,
    desert,
    forest,
    lake,
    meadow,
    mountains,
    room,
    sea,
    space,
    village,
    workshop,
)

LAYOUTS = 3

PAINTERS: Mapping[Setting, Callable[[Scene], Place]] = {
    Setting.COAST: coast.paint,
    Setting.SEA: sea.paint,
    Setting.FOREST: forest.paint,
    Setting.MOUNTAINS: mountains.paint,
    Setting.MEADOW: meadow.paint,
    Setting.DESERT: desert.paint,
    Setting.LAKE: lake.paint,
    Setting.VILLAGE: village.paint,
    Setting.CITY: city.paint,
    Setting.SPACE: space.paint,
    Setting.ROOM: room.paint,
    Setting.WORKSHOP: workshop.paint,
}

__all__ = ["LAYOUTS", "PAINTERS"]
