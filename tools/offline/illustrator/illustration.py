"""From a request to a layered picture: one pure function of the request and the bytes of its reference pictures.

Order of work: colours, clouds and lightning, set, landmark (clear of the figures), what makes way for both, figures;
then every layer is rendered and finished on its own, so that the picture is exactly what its layers add up to,
wherever a camera moves them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from studio.production.canonical import derive_seed
from studio.production.vocabulary import Framing, Setting, TimeOfDay, Weather
from studio.tools.image import ImageRequest
from studio.tools.layers import Layer, LayeredPicture
from studio.tools.offline.illustrator.cast import Cast, Member, draw_cast, gather, spots_of
from studio.tools.offline.illustrator.clouds import CLOUD_DEPTH, overcast, paint_clouds
from studio.tools.offline.illustrator.finish import Painted, border, finish, inset
from studio.tools.offline.illustrator.landmarks import add_landmark
from studio.tools.offline.illustrator.pieces import furnish
from studio.tools.offline.illustrator.ramps import scene_colours
from studio.tools.offline.illustrator.references import References, read_references
from studio.tools.offline.illustrator.rendering import crop, encode, flatten, rasterise
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Sheet
from studio.tools.offline.illustrator.settings import LAYOUTS, PAINTERS
from studio.tools.offline.illustrator.sky import SKY_DEPTH, disc_radius, paint_sky, sun_position
from studio.tools.offline.illustrator.stage import Stage
from studio.tools.offline.illustrator.weather import falling, mist

_FALL_DEPTH = 1.25
_MIST_DEPTHS: tuple[float, ...] = (0.32, 0.72)


def draw(request: ImageRequest, references: Mapping[str, bytes]) -> tuple[LayeredPicture, bytes]:
    """The layers of ``request`` and the PNG that they add up to.

    ``references`` holds the encoded bytes of every reference picture by its asset's hash. Raises ``BadInput`` for a
    reference that is no picture.
    """
    shown = read_references(request.references, references)
    scene, place, members = prepare(request, shown)
    cast = draw_cast(scene, place, members, request.legibility)
    finished = (_finished(painted, scene, request) for painted in _painted(scene, cast, request))
    layers = [layer for layer in finished if layer is not None]
    layers += border(scene.stage, scene.staging.style, derive_seed(request.seed, "border"))
    picture = LayeredPicture(request.width, request.height, tuple(layers))
    return picture, encode(flatten(layers, request.width, request.height))


def prepare(request: ImageRequest, shown: References) -> tuple[Scene, Place, list[Member]]:
    """The set of ``request``, drawn but not rendered, the ground that it offers, and who is to stand on it."""
    staging = shown.dress(request.staging)
    stage = Stage(request.width, request.height, staging.framing, staging.setting.is_indoors)
    stage = replace(stage, inset=inset(staging.style, stage.width, stage.height))
    random = Random(derive_seed(request.seed, "scene"))
    layout = derive_seed(request.seed, "layout") % LAYOUTS
    palette = (*staging.palette, *shown.palette)
    colours = scene_colours(staging.setting, staging.time_of_day, staging.weather, staging.style, palette)
    sun = sun_position(stage, staging.time_of_day, layout, random)
    scene = Scene(stage, colours, staging, layout, random, sun, disc_radius(staging.time_of_day))
    if not staging.setting.is_indoors:
        # Through a window they are seen beside the sun that stands in it.
        paint_clouds(scene)
    place = PAINTERS[staging.setting](scene)
    if stage.framing is Framing.CLOSE:
        # Before the lens the figures take the width of the frame, whatever lies behind them.
        place = replace(place, ground=(0.0, stage.width))
    members = gather(scene, shown.product, request.legibility)
    if staging.landmark is not None:
        place = add_landmark(scene, place, staging.landmark, lambda offered: spots_of(scene, offered, members))
    ground = next(sheet.canvas for sheet in scene.sheets if sheet.name == "ground")
    furnish(stage, place.pieces, ground, spots_of(scene, place, members), place.landmark)
    return scene, place, members


def _painted(scene: Scene, cast: Cast, request: ImageRequest) -> Iterator[Painted]:
    """Every layer from far to near, not yet finished."""
    staging, stage = scene.staging, scene.stage
    image, left, top = paint_sky(scene, derive_seed(request.seed, "sky"))
    yield Painted("sky", SKY_DEPTH, image, left, top, covers=True)
    veil = overcast(scene, derive_seed(request.seed, "overcast"))
    if veil is not None:
        yield Painted("overcast", CLOUD_DEPTH, *veil, drift=(9.0, 0.0), wraps=True)
    indoors = staging.setting.is_indoors
    fall = (
        falling(scene, _FALL_DEPTH if not indoors else 0.4, staging.weather)
        if staging.setting is not Setting.SPACE
        else None
    )
    banks = _mist(scene, request)
    cast_done = False
    portrait = stage.framing is Framing.CLOSE and cast.sheet is not None
    for sheet in scene.sheets:
        if sheet.depth > FIGURE_DEPTH and portrait:
            continue  # a dark shape right before the lens would hide a face
        while banks and sheet.depth >= banks[0].depth:
            yield banks.pop(0)
        if indoors and fall is not None and sheet.name == "wall":
            yield _rasterised(fall, stage)
        if sheet.depth > FIGURE_DEPTH and not cast_done:
            cast_done = True
            yield from _cast_layers(cast, stage)
        yield _rasterised(_softened(sheet) if portrait else sheet, stage)
    if not cast_done:
        yield from _cast_layers(cast, stage)
    if fall is not None and not indoors:
        yield _rasterised(fall, stage)


def _mist(scene: Scene, request: ImageRequest) -> list[Painted]:
    """Banks of mist between the layers, the far one first: two in fog and at dawn, one in other thick air."""
    staging = scene.staging
    if staging.setting is Setting.SPACE or staging.setting.is_indoors:
        return []
    density = {Weather.FOG: 0.85, Weather.RAIN: 0.4, Weather.STORM: 0.3, Weather.SNOW: 0.35}.get(staging.weather, 0.0)
    depths = _MIST_DEPTHS[:1] if density else ()
    if staging.time_of_day is TimeOfDay.DAWN or staging.weather is Weather.FOG:
        density, depths = max(density, 0.3), _MIST_DEPTHS
    banks = []
    for number, depth in enumerate(depths):
        name = "mist" if number else "far mist"
        image, left, top = mist(scene, derive_seed(request.seed, name), density, depth)
        banks.append(Painted(name, depth, image, left, top, drift=(3.0 + 3.0 * number, 0.0), wraps=True))
    return banks


def _cast_layers(cast: Cast, stage: Stage) -> Iterator[Painted]:
    if cast.backdrop is not None:
        yield _rasterised(cast.backdrop, stage)
    if cast.sheet is not None:
        painted = _rasterised(cast.sheet, stage)
        for pasted in cast.photographs:
            pasted.onto(painted.image, stage.scale, painted.left, painted.top)
        yield painted


def _softened(sheet: Sheet) -> Sheet:
    """Out of focus behind a portrait, and so not rendered finely."""
    blur = 2.6 + 2.6 * abs(sheet.depth - 0.9)
    return replace(sheet, softness=sheet.softness + blur, detail=min(sheet.detail, 0.4))


def _rasterised(sheet: Sheet, stage: Stage) -> Painted:
    image, left, top, vector = rasterise(sheet, stage.scale)
    drift = (sheet.drift[0] * stage.scale, sheet.drift[1] * stage.scale)
    return Painted(sheet.name, sheet.depth, image, left, top, drift, sheet.wraps, vector)


def _finished(painted: Painted, scene: Scene, request: ImageRequest) -> Layer | None:
    style = scene.staging.style
    image, left, top = painted.image, painted.left, painted.top
    if not painted.wraps and not painted.covers:
        cropped = crop(image, left, top)
        if cropped is None:
            return None
        image, left, top = cropped
    seed = derive_seed(request.seed, "finish", painted.name)
    image, margin = finish(painted, image, style, scene.stage.scale, seed)
    left, top = left - margin, top - margin
    if painted.wraps and painted.drift[1] == 0:
        cropped = crop(image, left, top, across=False)
        if cropped is None:
            return None
        image, left, top = cropped
    drift = (round(painted.drift[0], 3), round(painted.drift[1], 3))
    return Layer(painted.name, image, left, top, painted.depth, drift, painted.wraps, painted.vector)
