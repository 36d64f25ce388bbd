"""The figures and the product of a picture: drawn, placed on their ground and given contact shadows.

Knows the ground that a set offers, not how the set is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np

from studio.production.vocabulary import Framing, Pose, Species
from studio.tools.offline.illustrator.bathing import basin_of, bathe, water_of
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.colour import lighten, mix, to_oklab
from studio.tools.offline.illustrator.figures import FigureDrawing, draw_figure, draw_product
from studio.tools.offline.illustrator.placement import Extent, Spot, place
from studio.tools.offline.illustrator.references import Photograph
from studio.tools.offline.illustrator.rendering import Image, soften
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Sheet

_PLINTH = 300.0
_PLINTH_HALF = 230.0
_PHOTOGRAPH = 560.0


@dataclass(frozen=True)
class Pasted:
    """A photograph and the box (units) that it fills."""

    photograph: Photograph
    left: float
    top: float
    width: float
    height: float

    def onto(self, image: Image, scale: float, left: int, top: int) -> None:
        """Lay it over ``image``, whose corner is at (left, top) pixels of the frame."""
        x, y = round(self.left * scale) - left, round(self.top * scale) - top
        size = (max(2, round(self.width * scale)), max(2, round(self.height * scale)))
        shown = soften(self.photograph.image, max(0.0, self.photograph.image.shape[0] / size[1] - 1) * 0.4, size)
        x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + size[0], image.shape[1]), min(y + size[1], image.shape[0])
        if x1 <= x0 or y1 <= y0:
            return
        part = shown[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32)
        below = image[y0:y1, x0:x1].astype(np.float32)
        over, under = part[:, :, 3:] / 255, below[:, :, 3:] / 255
        alpha = over + under * (1 - over)
        colour = (part[:, :, :3] * over + below[:, :, :3] * under * (1 - over)) / np.maximum(alpha, 1e-6)
        image[y0:y1, x0:x1] = np.clip(np.dstack([colour, alpha * 255]) + 0.5, 0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Cast:
    """The sheet of figures, the calm air behind them where legibility asks for it, and where everybody stands."""

    sheet: Sheet | None
    backdrop: Sheet | None
    photographs: tuple[Pasted, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Member:
    """One of the group before it is placed: a drawing, or a photograph; things stand on a plinth."""

    drawing: FigureDrawing | None
    photograph: Photograph | None = None
    swims: bool = False
    rests: bool = False
    on_plinth: bool = False
    enlarged: float = 1.0

    @property
    def width(self) -> float:
        width = self.photograph.width_for(_PHOTOGRAPH) if self.photograph is not None else 0.0
        if self.drawing is not None:
            width = self.drawing.right - self.drawing.left
        return width * self.enlarged

    @property
    def height(self) -> float:
        return (_PHOTOGRAPH if self.drawing is None else -self.drawing.top) * self.enlarged

    @property
    def extent(self) -> Extent:
        hover = self.drawing.hovers * self.enlarged if self.drawing is not None else 0.0
        if self.on_plinth:
            return Extent(max(self.width, 2.3 * _PLINTH_HALF), self.height + _PLINTH, base=0.6 * _PLINTH)
        chin = self.drawing.chin if self.drawing is not None else None
        whole = () if self.drawing is None else self.drawing.whole
        return Extent(
            self.width,
            self.height,
            hover,
            chin=None if chin is None else chin * self.enlarged,
            rests=self.rests,
            whole=tuple((low * self.enlarged, high * self.enlarged) for low, high in whole),
        )


def gather(scene: Scene, photograph: Photograph | None, legibility: float) -> list[Member]:
    """Everybody of the staging and the product in the middle, drawn but not placed."""
    staging = scene.staging
    light = scene.colours.light(scene.lit_from_left, staging.style, legibility)
    is_close = scene.stage.framing is Framing.CLOSE
    members = []
    for index, figure in enumerate(staging.figures):
        drawing = draw_figure(figure, light, f"f{index}_", is_close)
        swims, rests = figure.appearance.species is Species.WHALE, figure.pose in (Pose.SIT, Pose.SLEEP)
        members.append(Member(drawing, swims=swims, rests=rests))
    if staging.product is not None or photograph is not None:
        drawn = staging.product if photograph is None else None
        product = draw_product(drawn, light, "p_") if drawn is not None else None
        thing = Member(product, photograph, on_plinth=True, enlarged=1.0 if staging.figures else 1.5)
        members.insert((len(members) + 1) // 2, thing)
    return members


def draw_cast(scene: Scene, ground: Place, members: list[Member], legibility: float) -> Cast:
    """Put ``members`` on ``ground``."""
    if not members:
        return Cast(None, None, (), ())
    light = scene.colours.light(scene.lit_from_left, scene.staging.style, legibility)
    spots = spots_of(scene, ground, members)
    canvas = Canvas("cast")
    pasted = []
    for member, spot in zip(members, spots, strict=True):
        if member.on_plinth:
            top = _plinth(canvas, scene, spot, light.shadow)
            if member.photograph is not None:
                size = (member.width * spot.scale, member.height * spot.scale)
                pasted.append(_pasted(canvas, member.photograph, size, spot, top))
            elif member.drawing is not None:
                middle = (member.drawing.left + member.drawing.right) / 2 * spot.scale * member.enlarged
                canvas.insert(member.drawing.svg, spot.x - middle, top, spot.scale * member.enlarged)
        elif member.drawing is not None:
            middle = (member.drawing.left + member.drawing.right) / 2 * spot.scale
            x = (spot.left + spot.right) / 2 - middle
            if member.swims:
                bathe(canvas, scene, member.drawing, spot, x, water_of(scene, ground))
            else:
                _figure(canvas, scene, member.drawing, spot, x, light.shadow)
    sheet = Sheet("figures", FIGURE_DEPTH, canvas, *_bounds(scene, spots))
    return Cast(sheet, _backdrop(scene, spots, legibility), tuple(pasted), spots)


def spots_of(scene: Scene, ground: Place, members: list[Member]) -> tuple[Spot, ...]:
    """Swimmers take one side of the frame where there is water, everybody else the ground that is left."""
    stage = scene.stage
    lean = 0.5 if stage.framing is not Framing.WIDE else Random(scene.layout * 31 + len(members)).uniform(0.3, 0.7)
    if ground.lean is not None:
        lean = ground.lean
    swimmers = [index for index, member in enumerate(members) if member.swims]
    others = [index for index, member in enumerate(members) if not member.swims]
    if not swimmers or ground.water is None or stage.framing is Framing.CLOSE:
        # Whoever swims takes the room of the basin.
        water = water_of(scene, ground)
        extents = [basin_of(member.extent, water) if member.swims else member.extent for member in members]
        return place(stage, ground.ground, extents, lean, edge=stage.level(ground.edge))
    left, right, level = ground.water
    land = ground.ground
    if others:
        # The split is where the water has most room beside the land.
        half = stage.width / 2
        room_left = min(right, half) - left
        room_right = right - max(left, half)
        split = half if land[0] < half < land[1] else (land[1] if land[1] <= half else land[0])
        at_left = room_left > room_right
        if (at_left and split >= land[1]) or (not at_left and split <= land[0]):
            # Swimmers and land are on one side: they share it.
            split = (land[0] + land[1]) / 2
        if at_left:
            right, land = split - stage.width * 0.02, (max(land[0], split), land[1])
        else:
            left, land = split + stage.width * 0.02, (land[0], min(land[1], split))
    nearness = (level - stage.horizon) / (stage.baseline - stage.horizon)
    wet = place(stage, (left, right), [members[index].extent for index in swimmers], 0.5, level, 0.45 + 0.55 * nearness)
    dry = place(stage, land, [members[index].extent for index in others], lean)
    by_index = dict(zip(swimmers, wet, strict=True)) | dict(zip(others, dry, strict=True))
    return tuple(by_index[index] for index in range(len(members)))


def _figure(canvas: Canvas, scene: Scene, drawing: FigureDrawing, spot: Spot, x: float, shadow: str) -> None:
    """One figure with its origin at ``x`` on its spot, and its contact shadow where its foot is in the picture."""
    if spot.y < scene.stage.height:
        width = drawing.right - drawing.left
        across = drawing.shadow[0] or width * 0.3
        share = 0.3 if drawing.hovers else 0.62
        canvas.shadow(
            x + (drawing.left + width / 2) * spot.scale * (not drawing.shadow[0]),
            spot.y,
            across * spot.scale * 1.25,
            max(drawing.shadow[1], across * 0.16) * spot.scale * 1.2,
            shadow,
            share,
        )
    canvas.insert(drawing.svg, x, spot.y, spot.scale)


def _plinth(canvas: Canvas, scene: Scene, spot: Spot, shadow: str) -> float:
    """A round plinth under a product; returns the height of its top."""
    x, scale = (spot.left + spot.right) / 2, spot.scale
    half, tall = _PLINTH_HALF * scale, _PLINTH * scale
    top, flat = spot.y - tall, half * 0.2
    wood = scene.colours.tint("#d8b48a")
    canvas.shadow(x, spot.y, half * 1.35, flat * 1.5, shadow, 0.6)
    sides = [(0, lighten(wood, 0.06), 1.0), (0.55, wood, 1.0), (1, lighten(wood, -0.13), 1.0)]
    start, end = (x - half, 0.0), (x + half, 0.0)
    fill = canvas.gradient(*((start, end) if scene.lit_from_left else (end, start)), sides)
    canvas.path(
        f"M{x - half:.2f} {top:.2f}L{x - half:.2f} {spot.y:.2f}A{half:.2f} {flat:.2f} 0 0 0 {x + half:.2f} {spot.y:.2f}"
        f"L{x + half:.2f} {top:.2f}Z",
        fill,
    )
    canvas.ellipse(x, top, half, flat, lighten(wood, 0.09))
    canvas.shadow(x, top + flat * 0.1, half * 0.8, flat * 0.75, shadow, 0.35)
    return top + flat * 0.25


def _pasted(canvas: Canvas, photograph: Photograph, size: tuple[float, float], spot: Spot, top: float) -> Pasted:
    """The product's photograph on its plinth; on a white card where its ground is not transparent."""
    width, height = size
    x = (spot.left + spot.right) / 2
    if photograph.is_cut_out:
        return Pasted(photograph, x - width / 2, top - height, width, height)
    frame = height * 0.045
    canvas.rect(x - width / 2, top - height, width, height, "#fbf7ee", radius=frame)
    return Pasted(photograph, x - width / 2 + frame, top - height + frame, width - 2 * frame, height - 2 * frame)


def _backdrop(scene: Scene, spots: tuple[Spot, ...], legibility: float) -> Sheet | None:
    """Calm air behind the group: light where the land is dark, and the other way round."""
    if legibility <= 0:
        return None
    left, right = min(spot.left for spot in spots), max(spot.right for spot in spots)
    top, bottom = min(spot.top for spot in spots), max(spot.bottom for spot in spots)
    across, down = (right - left) * 0.5 + (bottom - top) * 0.45, (bottom - top) * 0.72
    middle = (left + right) / 2
    air = mix(scene.colours.haze, scene.colours.glow, 0.35)
    if to_oklab(air)[0] < 0.6:
        air = lighten(air, 0.12)
    canvas = Canvas("air")
    canvas.shadow(middle, top + (bottom - top) * 0.45, across, down, air, 0.75 * legibility)
    y = top + (bottom - top) * 0.45
    return Sheet("air", 0.9, canvas, y - down, min(y + down, bottom), middle - across, middle + across, detail=0.25)


def _bounds(scene: Scene, spots: tuple[Spot, ...]) -> tuple[float, float, float, float]:
    """Top, bottom, left and right of the group with its shadows, inside the overscan."""
    stage = scene.stage
    reach = 0.35 * max(spot.right - spot.left for spot in spots) + 12
    return (
        max(min(spot.top for spot in spots) - 20, -stage.over(1)),
        min(max(spot.y for spot in spots) + reach * 0.6, stage.bottom(1)),
        max(min(spot.left for spot in spots) - reach, stage.left(1)),
        min(max(spot.right for spot in spots) + reach, stage.right(1)),
    )
