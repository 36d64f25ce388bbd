"""The workshop: a joiner's, a painter's and a clockmaker's."""

from __future__ import annotations

from studio.production.vocabulary import TimeOfDay
from studio.tools.offline.illustrator.canvas import Canvas, straight
from studio.tools.offline.illustrator.colour import lighten, set_apart
from studio.tools.offline.illustrator.furniture import clock, feet, gear, shelf, tools_on_wall
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.scene import Place, Scene
from studio.tools.offline.illustrator.settings.interior import (
    Room,
    build_room,
    floor_span,
    furnished,
    hang_lamps,
    hang_pendants,
    hang_picture,
    is_roomy,
    is_wide,
    lay_floor,
    lay_rug,
    potted_piece,
    table_piece,
)

_HOURS = {TimeOfDay.DAWN: 6.6, TimeOfDay.DAY: 10.2, TimeOfDay.DUSK: 7.4, TimeOfDay.NIGHT: 9.8}


def paint(scene: Scene) -> Place:
    """Paint the workshop of ``scene``'s layout."""
    return (_joinery, _painters_studio, _clockmaker)[scene.layout](scene)


def _joinery(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wide = is_wide(scene)
    room = build_room(
        scene,
        "#9a8064",
        "#5d4030",
        (0.3, 0.31) if wide else (0.5, 0.29),
        (0.19, 0.19) if wide else (0.38, 0.16),
        is_round=False,
    )
    unit = room.unit
    left = stage.width * (0.56 if wide else 0.08)
    tools_on_wall(
        room.wall,
        random,
        left,
        stage.width * 0.96,
        stage.height * (0.24 if wide else 0.5) - (0 if wide else 6),
        unit,
        room.wood,
        colours.tint("#8d99a6"),
    )
    if wide:
        shelf(room.wall, random, left, stage.width * 0.96, stage.height * 0.46, unit, colours, room.wood)
    lamps = hang_lamps(room)
    floor = lay_floor(room)
    pieces = []
    if is_roomy(scene):

        def work(left: float, top: float) -> None:
            _vice_and_wood(room, floor, left + stage.width * 0.05, left + stage.width * 0.29, top)

        pieces.append(table_piece(room, floor, (0.65, 0.97), 0.94, 112, 0.1, work))
    hang_pendants(room, lamps, (0.24, 0.76), 0.13, 34, "#3f6f6a")
    return furnished(room, floor_span(scene, 0.06, 0.6), pieces)


def _painters_studio(scene: Scene) -> Place:
    stage = scene.stage
    wide = is_wide(scene)
    room = build_room(
        scene,
        "#b9a690",
        "#5b4a44",
        (0.54, 0.31) if wide else (0.5, 0.29),
        (0.24, 0.22) if wide else (0.4, 0.18),
        is_round=False,
    )
    unit = room.unit
    if wide:
        for share, level, size in (
            (0.09, 0.2, 64),
            (0.19, 0.3, 80),
            (0.08, 0.42, 70),
            (0.9, 0.24, 84),
        ):
            hang_picture(room, stage.width * share, stage.height * level, size * unit, size * unit * 0.82)
    lamps = hang_lamps(room)
    floor = lay_floor(room)
    # One corner is the plants', the other the easel's, which leaves no room beside it.
    plants = [(0.06, 0.66)] if is_roomy(scene) else [(0.075, 0.66), (0.925, 0.64)]

    tall, roam = 105 * stage.size(1), stage.width * 0.1
    pieces = [potted_piece(room, floor, stage.width * share, stage.level(level), tall, roam) for share, level in plants]
    if is_roomy(scene):
        # Beside the window and below the picture.
        foot = stage.level(0.9)
        height = min(stage.person * 1.12, (foot - stage.height * 0.24 - 42 * unit) / 1.07)

        def easel(x: float) -> None:
            _easel(room, floor, x, foot, height)

        pieces.append(Piece(floor, stage.width * 0.89, foot, height * 0.3, height * 1.04, easel))
    hang_pendants(room, lamps, (0.16, 0.84), 0.1, 28, "#b8503a")
    return furnished(room, floor_span(scene, 0.08, 0.72), pieces)


def _clockmaker(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wide = is_wide(scene)
    room = build_room(
        scene,
        "#56677f",
        "#5a4434",
        (0.5, 0.32) if wide else (0.5, 0.29),
        (0.15, 0.215) if wide else (0.34, 0.19),
        is_round=True,
    )
    unit = room.unit
    brass, steel = colours.tint("#c79a4a"), colours.tint("#8d99a6")
    hour = _HOURS[scene.staging.time_of_day]
    gears = (
        ((0.11, 0.2, 46), (0.175, 0.29, 27), (0.09, 0.37, 34), (0.87, 0.13, 24), (0.925, 0.2, 38))
        if wide
        else ((0.1, 0.1, 34), (0.9, 0.12, 40), (0.86, 0.52, 26))
    )
    for index, (share, level, radius) in enumerate(gears):
        gear(room.wall, stage.width * share, stage.height * level, radius * unit, brass if index % 2 == 0 else steel)
    if wide:
        for share, level, radius in ((0.24, 0.2, 26), (0.27, 0.38, 34), (0.74, 0.22, 36), (0.77, 0.41, 24)):
            clock(room.wall, stage.width * share, stage.height * level, radius * unit, lighten(room.wood, 0.08), hour)
        shelf(room.wall, random, stage.width * 0.82, stage.width * 0.99, stage.height * 0.45, unit, colours, room.wood)
    lamps = hang_lamps(room)
    floor = lay_floor(room)
    span = floor_span(scene, 0.36, 0.93)
    lay_rug(room, floor, span, 0.42, "#3f5f7a", "#c79a4a")
    pieces = []
    if is_roomy(scene):
        size = stage.size(1)

        def works(left: float, top: float) -> None:
            clock(floor, left + stage.width * 0.07, top - 28 * size, 28 * size, lighten(room.wood, 0.14), hour)
            gear(floor, left + stage.width * 0.16, top - 15 * size, 15 * size, brass)
            gear(floor, left + stage.width * 0.205, top - 10 * size, 10 * size, steel)

        pieces.append(table_piece(room, floor, (0.03, 0.31), 0.94, 108, 0.1, works))
    hang_pendants(room, lamps, (0.2, 0.8), 0.11, 30, "#c79a4a")
    return furnished(room, span, pieces)


def _vice_and_wood(room: Room, canvas: Canvas, left: float, right: float, top: float) -> None:
    colours, unit = room.scene.colours, room.scene.stage.size(1)
    for index, share in enumerate((0.5, 0.56, 0.6)):
        canvas.rect(
            left + (right - left) * (0.3 + 0.03 * index),
            top - (index + 1) * 9 * unit,
            (right - left) * share,
            8 * unit,
            lighten(colours.tint("#d8a868"), -0.03 * index),
            radius=1.5,
        )
    house = left + 6 * unit
    canvas.polygon(
        [
            (house - 4 * unit, top - 34 * unit),
            (house + 18 * unit, top - 54 * unit),
            (house + 40 * unit, top - 34 * unit),
        ],
        colours.tint("#b8503a"),
    )
    canvas.rect(house, top - 36 * unit, 36 * unit, 36 * unit, colours.tint("#e0bd84"))
    canvas.circle(house + 18 * unit, top - 20 * unit, 6 * unit, lighten(room.wood, -0.1))


def _easel(room: Room, canvas: Canvas, x: float, foot: float, height: float) -> None:
    colours = room.scene.colours
    wood = set_apart(lighten(room.wood, -0.02), room.boards, room.plaster, least=0.14)
    feet(canvas, (x - height * 0.24, x, x + height * 0.24), foot, height * 0.014, room.shade)
    for side in (-0.24, 0.24):
        canvas.line(
            straight([(x + side * height, foot), (x + side * height * 0.2, foot - height)], closed=False),
            wood,
            height * 0.028,
        )
    canvas.line(
        straight([(x, foot - height * 0.02), (x, foot - height * 1.04)], closed=False),
        lighten(wood, -0.06),
        height * 0.024,
    )
    canvas.rect(x - height * 0.3, foot - height * 0.42, height * 0.6, height * 0.035, wood, radius=2)
    left, top, right, bottom = x - height * 0.27, foot - height * 0.94, x + height * 0.27, foot - height * 0.42
    canvas.rect(left, top, right - left, bottom - top, "#f6f0e2", radius=2)
    sea, sun = colours.tint("#5fa0b0"), colours.tint("#f0b25a")
    canvas.rect(left + 5, top + 5, right - left - 10, (bottom - top) * 0.55, colours.tint("#f3d3b0"))
    canvas.circle(x + height * 0.06, top + (bottom - top) * 0.4, height * 0.06, sun)
    canvas.rect(left + 5, top + (bottom - top) * 0.55, right - left - 10, (bottom - top) * 0.4, sea)
    canvas.polygon(
        [
            (x - height * 0.12, top + (bottom - top) * 0.66),
            (x - height * 0.07, top + (bottom - top) * 0.36),
            (x - height * 0.02, top + (bottom - top) * 0.66),
        ],
        "#fbf7ee",
    )
