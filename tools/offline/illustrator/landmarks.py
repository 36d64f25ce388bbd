"""Landmarks: which one stands where, and how much of the ground it takes.

Large ones stand on the far site of a set, a balloon in the sky. A campfire and a tent stand beside the figures, or in
the distance where those stand on planks or are seen too close. A boat floats: where a set has no water, it gets a mere;
on pavement, where there is none, it stands on its cradle. A railway, and a bridge over water or a stream, lead from one
end of the picture to the other; on pavement without water there is no bridge.
Indoors all of them are seen through the window. Knows nothing of how a set is drawn.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np
import numpy.typing as npt

from studio.production.vocabulary import Framing, Landmark, Setting, Weather
from studio.tools.offline.illustrator.brush import Brush
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.colour import mix
from studio.tools.offline.illustrator.composition import HIDDEN, Stance, hidden, settle, stances
from studio.tools.offline.illustrator.landmark_buildings import (
    ARCH,
    draw_approaches,
    draw_bridge,
    draw_castle,
    draw_cottage,
    draw_lighthouse,
    draw_windmill,
)
from studio.tools.offline.illustrator.landmark_ground import WATERS, lay_hillock, lay_mere, lay_stream
from studio.tools.offline.illustrator.landmark_rails import VIADUCT, draw_track, draw_train, draw_viaduct
from studio.tools.offline.illustrator.landmark_things import (
    draw_balloon,
    draw_campfire,
    draw_great_tree,
    draw_rocket,
    draw_sailboat,
    draw_tent,
)
from studio.tools.offline.illustrator.pieces import Box
from studio.tools.offline.illustrator.placement import Spot
from studio.tools.offline.illustrator.rendering import rasterise, share_of
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Sheet, Site


@dataclass(frozen=True)
class _Kind:
    """How a landmark is drawn: ``height`` and ``width`` in heights of an adult, ``reach``, how high above its foot
    the last of its light and smoke is, ``lights``, how wide it lights the ground, ``runs``, whether it is on rails,
    ``raised``, how high above the water those are, and ``spans``, whether arches go on from it to both ends."""

    draw: Callable[[Brush], None]
    height: float
    width: float
    reach: float
    lights: float = 0.0
    runs: bool = False
    raised: float = 0.0
    spans: bool = False


_KINDS: Mapping[Landmark, _Kind] = {
    Landmark.LIGHTHOUSE: _Kind(draw_lighthouse, 5.6, 2.6, 7.0),
    Landmark.SAILBOAT: _Kind(draw_sailboat, 2.6, 2.2, 2.8),
    Landmark.COTTAGE: _Kind(draw_cottage, 2.3, 3.0, 3.3),
    Landmark.CASTLE: _Kind(draw_castle, 5.2, 5.6, 5.3),
    Landmark.CAMPFIRE: _Kind(draw_campfire, 0.55, 0.75, 1.65, lights=2.4),
    Landmark.TENT: _Kind(draw_tent, 1.25, 2.4, 1.35),
    Landmark.BALLOON: _Kind(draw_balloon, 3.4, 2.4, 4.15),
    Landmark.BRIDGE: _Kind(draw_bridge, 1.7, 8.9, 2.6),
    Landmark.ROCKET: _Kind(draw_rocket, 4.6, 1.9, 4.7),
    Landmark.GREAT_TREE: _Kind(draw_great_tree, 5.2, 4.6, 5.8),
    Landmark.TRAIN: _Kind(draw_train, 1.5, 8.0, 2.65, runs=True),
    Landmark.WINDMILL: _Kind(draw_windmill, 4.4, 3.2, 4.5),
}
# The width in pixels at which open ground is looked for.
_COARSE = 160
# The sizes that are tried for what stands in a mere.
_MERES = (1.0, 0.8, 0.64, 0.5, 0.36, 0.25)
# How far a mere reaches, in half widths of the boat in it, which needs room to sail.
_SAILED = 3.0
# How far figures keep clear of what is in a mere.
_CLEAR = 2.0
# From this depth on a site is on the near side of a square, right before its houses.
_BEFORE_HOUSES = 0.9
# The share of its size below which a landmark beside large figures is a toy.
_TOY = 0.7
# How much higher a boat is on its cradle.
_ON_CRADLE = 0.4
# How high an adult beside a camp on a far shore is, in a wide shot: the camp is lower than the trees there.
_FAR_CAMP = 34.0
# How much larger than in life what is low is seen through a window.
_IN_WINDOW = 1.7
_PLANETS = ("planet", "moon")
_BESIDE_FIGURES = (Landmark.CAMPFIRE, Landmark.TENT)
_VEILED = (Weather.RAIN, Weather.STORM, Weather.SNOW)
_PAVED = (Setting.VILLAGE, Setting.CITY)


def add_landmark(
    scene: Scene, place: Place, landmark: Landmark, spots_on: Callable[[Place], Sequence[Spot]] = lambda _: ()
) -> Place:
    """Put ``landmark`` where it can stand in this set; returns the place with the ground and the lean that it leaves.

    ``spots_on`` tells where the figures would stand on a place: they and the landmark keep clear of each other. A
    close framing in which they cannot, or only with a toy of one, goes without the landmark.
    """
    kind = _KINDS[landmark]
    setting = scene.staging.setting
    floats = landmark is Landmark.SAILBOAT
    if landmark is Landmark.BALLOON or (floats and setting is Setting.SPACE):
        return _fly(scene, place, kind, spots_on)
    near = scene.stage.framing is not Framing.CLOSE and not place.is_deck and not setting.is_indoors
    if landmark in _BESIDE_FIGURES and near:
        return _beside(scene, place, kind)
    # What leads across goes to the water too where the only land is the figures' ground, an islet or a headland.
    no_bank = place.land is not None and (place.land.depth == FIGURE_DEPTH or math.isfinite(place.land.room))
    is_bridge = landmark is Landmark.BRIDGE
    if is_bridge and setting in _PAVED and place.afloat is None and not _is_open(place):
        # Nothing to span: its arches would stand before doors, its ends in walls.
        return place
    to_water = floats or (no_bank and kind.runs and setting not in _PAVED)
    if is_bridge:
        to_water = no_bank or setting in (*WATERS, *_PAVED)
    if landmark in _BESIDE_FIGURES and not place.is_deck and not setting.is_indoors:
        # Too close for a place beside the figures: behind them, on their own ground.
        shown = _stand(scene, place, kind, _behind(scene, place), spots_on, mere=0.0, floats=False)
        if shown is not place or (place.land is not None and place.land.y < scene.stage.horizon):
            return shown
    if landmark in _BESIDE_FIGURES and place.is_deck and place.land is not None:
        place = replace(place, land=_far_camp(scene, place.land))
    site = place.afloat if to_water and place.afloat is not None else place.land
    if site is None:
        return place
    if site is place.afloat:
        site = _before_islets(scene, site)
        place = replace(place, afloat=site)
    if kind.runs and site is place.afloat:
        kind = replace(kind, height=kind.height + VIADUCT, reach=kind.reach + VIADUCT, raised=VIADUCT)
    kind = replace(kind, spans=is_bridge and not setting.is_indoors)
    mere = 0.0
    if floats and site is place.land and not setting.is_indoors and setting not in WATERS:
        if setting in _PAVED and math.isfinite(site.room):
            kind = replace(kind, height=kind.height + _ON_CRADLE, reach=kind.reach + _ON_CRADLE)
            return _stand(scene, place, kind, site, spots_on, mere=mere, floats=False)
        mere = _SAILED
        site = _open_ground(scene, place, site, kind, spots_on, mere)
    return _stand(scene, place, kind, site, spots_on, mere=mere, floats=floats)


def _is_open(place: Place) -> bool:
    """Whether the place's land goes on to both sides."""
    return place.land is not None and math.isinf(place.land.room)


def _far_camp(scene: Scene, land: Site) -> Site:
    """Where on a far shore a camp is: at the waterline, lower than the trees."""
    adult = min(land.adult, _FAR_CAMP * scene.stage.size(land.depth))
    return replace(land, adult=adult, y=land.y if land.shore is None else land.shore)


def _before_islets(scene: Scene, site: Site) -> Site:
    """``site`` on a layer of its own before nearer layers of land that end above it, or they would hide it."""
    nearer = [index for index, sheet in enumerate(scene.sheets) if site.depth < sheet.depth < FIGURE_DEPTH]
    index = max((index for index in nearer if scene.sheets[index].bottom < site.y), default=None)
    if index is None:
        return site
    depth = scene.sheets[index].depth
    canvas = scene.sheet("afloat", depth, site.y, site.y + site.adult * 0.4)
    scene.sheets.insert(index + 1, scene.sheets.pop())
    return replace(site, canvas=canvas, depth=depth)


def _behind(scene: Scene, place: Place) -> Site:
    """The ground right behind the figures."""
    stage = scene.stage
    sheet = next(sheet for sheet in scene.sheets if sheet.name == "ground")
    level = min(0.96, max(place.edge + 0.05, 0.88))
    y, middle = stage.level(level), (place.ground[0] + place.ground[1]) / 2
    room = place.ground[1] - place.ground[0]
    return Site(sheet.canvas, middle, y, stage.person * level * 0.85, FIGURE_DEPTH, room, place.ground)


def _stand(
    scene: Scene,
    place: Place,
    kind: _Kind,
    site: Site,
    spots_on: Callable[[Place], Sequence[Spot]],
    *,
    mere: float,
    floats: bool,
) -> Place:
    """Draw at ``site``, smaller where there is less room, and let the site's sheet reach as high as it does.

    ``mere`` is how far water is laid around it, in its half widths; otherwise what is on land gets level ground.
    """
    stage = scene.stage
    on_land = site is place.land
    to_water = site is place.afloat
    indoors = scene.staging.setting.is_indoors
    ceiling = site.y - site.adult * 7.2 if indoors else stage.height * 0.05
    # Through a window a camp is as large as can be read.
    wished = site.adult * (_IN_WINDOW if indoors and kind.height < 1.5 else 1.0)
    unit = min(wished, (site.y - ceiling) / kind.height, min(stage.width * 0.62, site.room) / kind.width)
    if site.depth < FIGURE_DEPTH:
        # What is far must not outgrow what is near.
        unit = min(unit, stage.height * (0.36 if site.depth < _BEFORE_HOUSES else 0.5) / kind.height)
    x = site.x
    # A camera that moves in must not cut it.
    margin, wander = stage.width * 0.05, min(site.room / 2, stage.width * 0.3 + kind.width * unit / 2)
    span = site.span or (max(margin, x - wander), min(stage.width - margin, x + wander))
    unit = min(unit, (span[1] - span[0]) / kind.width)
    wish = (x, unit)
    stood, shun = _stood(place, spots_on), _columns_of_the_sun(scene, site.y - kind.height * unit)
    reach = min(mere, _CLEAR) or 1.0
    stand, covered = settle(stage, wish, span, kind.width, site.y, place.ground, stood, shun, reach)
    if stage.framing is Framing.CLOSE and (covered > HIDDEN or stand.unit < unit * _TOY):
        return place
    x, unit, shift = stand.x, stand.unit, abs(stand.x - site.x)
    place = _taken(place, stand.stance)
    half = kind.width * unit / 2
    own = half * (mere or 1.0)
    site = replace(site, x=x, adult=unit)
    leads_on = kind.runs or kind.spans
    left, right = _ends(scene, site, on_land) if leads_on else (x - own, x + own)
    place = replace(place, landmark=Box(site.canvas, left, site.y - kind.height * unit, right, site.y + half * 0.3))
    if mere:
        lay_mere(scene, site, half * mere)
    elif on_land and site.depth < FIGURE_DEPTH and math.isinf(site.room):
        lay_hillock(scene, site, stage.right(site.depth) if leads_on else half, shift * 0.12)
    on_water = floats or (to_water and not indoors)
    brush = _brush(scene, site.canvas, site.x, site.y - kind.raised * site.adult, site.adult, site.depth, on_water)
    if kind.runs:
        (draw_viaduct if kind.raised else draw_track)(brush, left, right)
    elif kind.spans:
        if on_land and math.isinf(site.room) and scene.staging.setting is not Setting.SPACE:
            lay_stream(scene, site, ARCH * unit)
        draw_approaches(brush, left, right)
    kind.draw(replace(brush, is_ashore=on_land and not floats, leads_on=kind.spans))
    for sheet in scene.sheets:
        if sheet.canvas is site.canvas:
            sheet.top = max(min(sheet.top, site.y - kind.reach * site.adult), -stage.over(sheet.depth))
            sheet.detail = max(sheet.detail, 0.8)
    return place


def _columns_of_the_sun(scene: Scene, top: float) -> tuple[float, float] | None:
    """Left and right of the sun or moon, where it is out and what reaches up to ``top`` could be before it."""
    (x, y), radius = scene.sun, scene.disc * 1.15
    if scene.staging.setting is Setting.SPACE or scene.staging.weather in _VEILED or top > y + radius:
        return None
    return x - radius, x + radius


def _taken(place: Place, stance: Stance) -> Place:
    """``place`` with its figures in ``stance``."""
    return replace(place, ground=stance.ground, lean=stance.lean)


def _stood(place: Place, spots_on: Callable[[Place], Sequence[Spot]]) -> Callable[[Stance], Sequence[Spot]]:
    """Where the figures are in a stance on ``place``."""
    return lambda stance: spots_on(_taken(place, stance))


def _open_ground(
    scene: Scene, place: Place, site: Site, kind: _Kind, spots_on: Callable[[Place], Sequence[Spot]], mere: float
) -> Site:
    """Where a ``mere`` (its reach in half widths) shows whole: on the site's own land, on the figures' ground behind
    them, or small on the site.

    Before all else it lies where the figures, one way or another, leave the landmark clear.
    """
    stage = scene.stage
    scale = _COARSE / stage.width
    shape = (math.ceil(stage.height * scale), _COARSE)
    groups = [_stood(place, spots_on)(stance) for stance in itertools.chain(*stances(place.ground, 1))]
    covered = np.zeros(shape, bool)
    lands: list[tuple[Sheet, npt.NDArray[np.uint8]]] = []
    for sheet in reversed(scene.sheets):
        if sheet.depth > FIGURE_DEPTH:
            continue
        image, left, top, _ = rasterise(replace(sheet, detail=1.0), scale)
        solid = np.zeros(shape, bool)
        rows, columns = slice(max(top, 0), top + image.shape[0]), slice(max(left, 0), left + image.shape[1])
        part = image[max(-top, 0) :, max(-left, 0) :, 3][: shape[0] - rows.start, : shape[1] - columns.start]
        solid[rows.start : rows.start + part.shape[0], columns.start : columns.start + part.shape[1]] = part > 240
        if sheet.name == "ground" or sheet.canvas is site.canvas:
            lands.append((sheet, (solid & ~covered).astype(np.uint8)))
        covered |= solid
    on_figures_ground = any(sheet.canvas is site.canvas and sheet.name == "ground" for sheet in scene.sheets)
    # On far land a mere that nearer land hides in part is better than a small one.
    for size in _MERES if on_figures_ground else _MERES[:4]:
        smaller = replace(site, adult=min(site.adult, stage.height * 0.36 / kind.height) * size)
        reach = kind.width * smaller.adult * mere / 2
        across, down = round(reach * scale) + 1, max(2, round(reach * 0.1 * scale))
        choices: list[tuple[float, Site]] = []
        for sheet, free in lands:
            # Beside the figures' ground are trees, wells and lamps, and at its near end they stand themselves.
            is_ground = sheet.name == "ground"
            span = place.ground if is_ground else (0.0, stage.width)
            lowest = stage.level(0.97) - reach * 0.13 if is_ground else stage.baseline
            for row, column in np.argwhere(cv2.erode(free, np.ones((2 * down + 1, 2 * across + 1), np.uint8))):
                x, y = float(column) / scale, float(row) / scale
                if stage.horizon < y < lowest and span[0] + reach <= x <= span[1] - reach:
                    away = math.hypot(x - site.x, (y - site.y) * 2) + (stage.width if is_ground else 0)
                    half = kind.width * smaller.adult / 2 * min(mere, _CLEAR)
                    in_the_way = min(hidden(stage, x, half, y, group) for group in groups)
                    away += 4 * stage.width * max(0.0, in_the_way - HIDDEN)
                    choices.append((away, replace(smaller, canvas=sheet.canvas, x=x, y=y, depth=sheet.depth)))
        if choices:
            # It may not wander from the place that was found for it.
            return replace(min(choices, key=lambda choice: choice[0])[1], room=reach * 1.001)
    return replace(site, room=kind.width * site.adult * _MERES[-1]) if on_figures_ground else site


def _ends(scene: Scene, site: Site, on_land: bool) -> tuple[float, float]:
    """Left and right end of what leads across: those of the street that it crosses, or of all that the layer shows."""
    if on_land and site.span is not None and not scene.staging.setting.is_indoors:
        return site.span
    sheet = next(sheet for sheet in scene.sheets if sheet.canvas is site.canvas)
    return sheet.left, sheet.right


def _fly(scene: Scene, place: Place, kind: _Kind, spots_on: Callable[[Place], Sequence[Spot]]) -> Place:
    """In the sky, on the side away from the sun; indoors in the window's sky."""
    stage = scene.stage
    if scene.staging.setting.is_indoors and place.land is not None:
        site = place.land
        foot, wish = site.y - site.adult * 3.2, (site.x, site.adult * 0.9)
        span = site.span or (site.x, site.x)
        stand, covered = settle(stage, wish, span, kind.width, foot, place.ground, _stood(place, spots_on))
        if covered > HIDDEN and stage.framing is Framing.CLOSE:
            return place
        kind.draw(_brush(scene, site.canvas, stand.x, foot, stand.unit, site.depth, False))
        return _taken(place, stand.stance)
    canvas = Canvas("fly_")
    unit = min(stage.height * 0.085, stage.width * 0.1)
    y = min(stage.horizon * 0.74, stage.horizon - stage.height * 0.08)
    unit = min(unit, (y - stage.height * 0.06) / kind.height)
    x = _clear_sky(scene, (kind.width * unit, kind.height * unit), y)
    margin = stage.width * 0.05
    span = (margin, stage.width - margin)
    stand, covered = settle(stage, (x, unit), span, kind.width, y, place.ground, _stood(place, spots_on))
    if covered > HIDDEN and stage.framing is Framing.CLOSE:
        return place
    x, unit = stand.x, stand.unit
    kind.draw(_brush(scene, canvas, x, y, unit, 0.5, False))
    # Nearer than any house or tree that could hide it.
    depth = 0.9
    over = stage.over(depth)
    sheet = Sheet(
        "landmark",
        depth,
        canvas,
        max(y - kind.reach * unit, -over),
        y + unit * 0.3,
        x - kind.width * unit,
        x + kind.width * unit,
    )
    index = next((i for i, other in enumerate(scene.sheets) if other.depth > depth), len(scene.sheets))
    scene.sheets.insert(index, sheet)
    return _taken(place, stand.stance)


def _clear_sky(scene: Scene, size: tuple[float, float], foot: float) -> float:
    """Where something of ``size`` (width, height) flies above ``foot``: behind few boughs, before no planet, away from
    the sun."""
    stage = scene.stage
    away = 1 if scene.lit_from_left else -1
    scale = _COARSE / stage.width
    half, rows = size[0] / 2, slice(round((foot - size[1]) * scale), round(foot * scale))
    hidden_by = np.zeros((math.ceil(stage.height * scale), _COARSE), np.float32)
    for sheet in scene.sheets:
        if (sheet.depth >= FIGURE_DEPTH or sheet.name in _PLANETS) and sheet.top < foot:
            frame = replace(sheet, top=0.0, bottom=stage.height, left=0.0, right=stage.width, detail=1.0)
            share = share_of(rasterise(frame, scale)[0])[: hidden_by.shape[0], :_COARSE]
            part = hidden_by[: share.shape[0], : share.shape[1]]
            part[:] = np.maximum(part, share)

    def covered(x: float) -> float:
        columns = slice(max(0, round((x - half) * scale)), round((x + half) * scale))
        return float(hidden_by[rows, columns].mean())

    places = [stage.width * (0.5 + away * share) for share in (0.14, 0.22, 0.06, 0.0, -0.06, -0.14, 0.3, -0.22, -0.3)]
    # The first of those that are as clear as any.
    return min(places, key=lambda x: round(covered(x), 1))


def _beside(scene: Scene, place: Place, kind: _Kind) -> Place:
    """On the figures' ground, at its end towards the edge of the frame."""
    stage = scene.stage
    left, right = max(place.ground[0], stage.width * 0.045), min(place.ground[1], stage.width * 0.955)
    unit = min(stage.person * (0.85 if stage.framing is Framing.WIDE else 0.6), (right - left) * 0.3 / kind.width)
    at_right = scene.random.random() < 0.5
    ends_in_frame = right < stage.width * 0.95 if at_right else left > stage.width * 0.05
    # Where the ground ends there, what lights it stays clear of the end, or its light would lie on water or air.
    margin = kind.width * unit / 2
    if ends_in_frame:
        unit = min(unit, (right - left) * 0.45 / max(kind.width, kind.lights))
        margin = max(kind.width, kind.lights) * unit / 2
    x = right - margin if at_right else left + margin
    sheet = next(sheet for sheet in scene.sheets if sheet.name == "ground")
    kind.draw(_brush(scene, sheet.canvas, x, stage.baseline - stage.height * 0.004, unit, FIGURE_DEPTH, False))
    sheet.top = max(min(sheet.top, stage.baseline - kind.reach * unit - stage.height * 0.004), -stage.over(1))
    gap = unit * 0.15
    half = kind.width * unit / 2 + gap
    inner = x - half if at_right else x + half
    water = place.water
    if water is not None and water[0] < inner < water[1]:
        # Whoever swims behind the camp would swim in its fire.
        water = (water[0], inner, water[2]) if at_right else (inner, water[1], water[2])
    width = kind.width * unit
    box = Box(sheet.canvas, x - width / 2, stage.baseline - kind.height * unit, x + width / 2, stage.baseline)
    return replace(place, ground=(left, inner) if at_right else (inner, right), water=water, landmark=box)


def _brush(scene: Scene, canvas: Canvas, x: float, y: float, unit: float, depth: float, afloat: bool) -> Brush:
    return Brush(
        canvas=canvas,
        x=x,
        y=y,
        unit=unit,
        depth=min(1.0, 0.45 + 0.6 * depth),
        colours=scene.colours,
        from_left=scene.lit_from_left,
        random=Random(scene.layout + 11),
        snow=scene.snow if scene.is_snowy else None,
        is_afloat=afloat,
        water=mix(scene.colours.water[2], scene.colours.water[1], 0.4),
    )
