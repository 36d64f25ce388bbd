"""The illustrator's figures: people, animals, robot, spirits and products as vector drawings.

``draw_figure`` and ``draw_product`` know light and appearance; nothing of settings, camera or style finishing.
"""

from __future__ import annotations

import math
from functools import lru_cache

from studio.production.treatment import Appearance
from studio.production.vocabulary import Facing, Pose, Species
from studio.tools.image import StagedFigure, StagedProduct
from studio.tools.offline.illustrator.colour import set_apart, to_oklab
from studio.tools.offline.illustrator.figures.bear import draw_bear
from studio.tools.offline.illustrator.figures.beast import draw_beast
from studio.tools.offline.illustrator.figures.bird import draw_bird
from studio.tools.offline.illustrator.figures.canvas import FigureDrawing, canvas_for
from studio.tools.offline.illustrator.figures.owl import draw_owl
from studio.tools.offline.illustrator.figures.person import draw_person
from studio.tools.offline.illustrator.figures.product import draw_thing
from studio.tools.offline.illustrator.figures.robot import draw_robot
from studio.tools.offline.illustrator.figures.spirit import draw_spirit
from studio.tools.offline.illustrator.figures.whale import draw_whale
from studio.tools.offline.illustrator.light import Light

__all__ = ["FigureDrawing", "draw_figure", "draw_product", "figure_size"]

_DRAW = {
    Species.PERSON: draw_person,
    Species.CHILD: draw_person,
    Species.FOX: draw_beast,
    Species.CAT: draw_beast,
    Species.DOG: draw_beast,
    Species.RABBIT: draw_beast,
    Species.DEER: draw_beast,
    Species.HORSE: draw_beast,
    Species.BEAR: draw_bear,
    Species.BIRD: draw_bird,
    Species.OWL: draw_owl,
    Species.WHALE: draw_whale,
    Species.ROBOT: draw_robot,
    Species.SPIRIT: draw_spirit,
}
_APART = 0.14
"""How far, in OKLab, the accent colour is from the main colour at least."""
_PLAIN = Light(ambient="#ffffff", ambient_share=0.0, rim="#ffffff", rim_strength=0.0, from_left=True, shadow="#333333")


def draw_figure(figure: StagedFigure, light: Light, prefix: str, close: bool = False) -> FigureDrawing:
    """``figure`` as SVG elements, its ids starting with ``prefix``; ``close`` adds fine detail to the same shapes.

    A standing adult is about 1000 units high. Left is the mirror of right with the light mirrored too. Who sleeps
    shows the face whichever way it lies: from behind, a sleeper is a heap.
    """
    if figure.pose is Pose.SLEEP and figure.facing is Facing.BACK:
        figure = figure.model_copy(update={"facing": Facing.RIGHT})
    mirrored = figure.facing is Facing.LEFT
    # What is worn in the body's own colour would be a part of the body: a scarf an arm, a book a rump.
    look = figure.appearance
    if math.dist(to_oklab(look.accent_colour), to_oklab(look.main_colour)) < _APART:
        accent = set_apart(look.accent_colour, look.main_colour, least=_APART)
        figure = figure.model_copy(update={"appearance": look.model_copy(update={"accent_colour": accent})})
    canvas = canvas_for(light, prefix, close, mirrored)
    return _DRAW[figure.appearance.species](canvas, figure, mirrored)


def draw_product(product: StagedProduct, light: Light, prefix: str) -> FigureDrawing:
    """``product`` as SVG elements, 470 to 860 units high, its ids starting with ``prefix``."""
    return draw_thing(canvas_for(light, prefix, close=True, mirrored=False), product)


@lru_cache(maxsize=512)
def figure_size(appearance: Appearance, pose: Pose) -> tuple[float, float]:
    """Width and height in figure units that ``appearance`` takes in ``pose`` at most, whichever way it faces."""
    drawings = [
        draw_figure(StagedFigure(key="", appearance=appearance, pose=pose, facing=facing), _PLAIN, "size")
        for facing in (Facing.RIGHT, Facing.FRONT, Facing.BACK)
    ]
    return max(drawing.width for drawing in drawings), max(drawing.height for drawing in drawings)
