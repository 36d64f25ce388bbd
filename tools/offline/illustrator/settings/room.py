"""The room: a tea room with a round window, a living room, an attic."""

from __future__ import annotations

from studio.tools.offline.illustrator.canvas import Canvas, straight
from studio.tools.offline.illustrator.colour import lighten, set_apart
from studio.tools.offline.illustrator.furniture import armchair, curtain, feet, shelf, teapot
from studio.tools.offline.illustrator.lamps import hanging_lantern, light_string, standing_lamp
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.scene import Place, Scene
from studio.tools.offline.illustrator.settings.interior import (
    WALL_DEPTH,
    Room,
    build_room,
    floor_span,
    furnished,
    hang_lamps,
    hang_picture,
    is_roomy,
    is_wide,
    lay_floor,
    lay_rug,
    potted_piece,
    table_piece,
)


def paint(scene: Scene) -> Place:
    """Paint the room of ``scene``'s layout."""
    return (_tea_room, _living_room, _attic)[scene.layout](scene)


def _tea_room(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wide = is_wide(scene)
    room = build_room(
        scene,
        "#a06a58",
        "#5a3540",
        (0.56, 0.335) if wide else (0.5, 0.3),
        (0.16, 0.235) if wide else (0.36, 0.2),
        is_round=True,
    )
    unit = room.unit
    spans = (
        (
            (stage.left(WALL_DEPTH) + stage.over(WALL_DEPTH) + 24, stage.width * 0.33),
            (stage.width * 0.8, stage.right(WALL_DEPTH)),
        )
        if wide
        else ()
    )
    for left, right in spans:
        for level in (0.2, 0.325, 0.45):
            shelf(room.wall, random, left, right, stage.height * level + 20, unit, colours, room.wood)
    lamps = hang_lamps(room)
    floor = lay_floor(room)
    span = floor_span(scene, 0.06, 0.6)
    lay_rug(room, floor, span, 0.44, "#9c3a4a", "#e3b98a")
    size, clay = 25 * stage.size(1), colours.tint("#3a7f8f")
    pieces = []
    if is_roomy(scene):

        def tea(left: float, top: float) -> None:
            teapot(floor, left + stage.width * 0.15, top, size, clay, steaming=True)

        pieces.append(table_piece(room, floor, (0.66, 0.96), 0.98, 108, 0.08, tea))
    for share, drop, radius in (
        ((0.2, 0.22, 24), (0.42, 0.12, 17), (0.83, 0.15, 20)) if wide else ((0.14, 0.1, 22), (0.86, 0.13, 20))
    ):
        hanging_lantern(lamps, stage.width * share, -stage.over(1), stage.height * drop, radius * unit, colours)
    return furnished(room, span, pieces)


def _living_room(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wide = is_wide(scene)
    room = build_room(
        scene,
        "#5f8a86",
        "#6b4636",
        (0.44, 0.33) if wide else (0.5, 0.3),
        (0.15, 0.2) if wide else (0.28, 0.17),
        is_round=False,
    )
    unit = room.unit
    left, top, right, _ = room.window
    cloth = colours.tint("#d98a5a")
    width = (right - left) * 0.34
    room.wall.rect(left - width * 0.9, top - 22 * unit, right - left + width * 1.8, 6 * unit, room.wood, radius=3)
    curtain(room.wall, random, left - width * 0.55, top - 18 * unit, room.skirting - 18 * unit, width, -1, cloth)
    curtain(room.wall, random, right + width * 0.55, top - 18 * unit, room.skirting - 18 * unit, width, 1, cloth)
    if wide:
        for level in (0.25, 0.4):
            shelf(
                room.wall,
                random,
                stage.width * 0.66,
                stage.width * 0.86,
                stage.height * level + 16,
                unit,
                colours,
                room.wood,
            )
        for share, tall in ((0.08, 74), (0.17, 54)):
            hang_picture(room, stage.width * share, stage.height * 0.28, tall * unit * 0.9, tall * unit)
    floor = lay_floor(room)
    roomy = is_roomy(scene)
    span = floor_span(scene, 0.3, 0.9)
    lay_rug(room, floor, span, 0.46, "#c9a25f", "#7a3f4a")
    metal = set_apart(room.wood, room.boards, room.plaster)
    pieces = []
    if roomy:
        foot, size = stage.level(0.9), stage.person * 0.92
        rest = colours.tint("#a8485a"), metal, room.shade

        def chair(x: float) -> None:
            armchair(floor, x, foot, size, *rest)

        pieces.append(Piece(floor, stage.width * 0.15, foot, size * 0.6, size, chair, roam=stage.width * 0.1))
    at, height = stage.level(0.72), stage.person * 1.1

    def lamp(x: float) -> None:
        standing_lamp(floor, x, at, height, colours, metal, room.shade)

    # Its shade, too, is whole: at the edge of the picture, but inside a torn border.
    edge = stage.width - stage.inset - height * 0.16 - stage.width * 0.018
    pieces.append(Piece(floor, min(stage.width * 0.945, edge), at, height * 0.16, height, lamp))
    scene.reach_up(at - height * 1.68)
    return furnished(room, span, pieces)


def _attic(scene: Scene) -> Place:
    stage = scene.stage
    wide = is_wide(scene)
    room = build_room(scene, "#b58a5f", "#6a4630", (0.5, 0.33), (0.13, 0.2) if wide else (0.26, 0.17), is_round=False)
    unit = room.unit
    slope = scene.sheet("roof", 0.8)
    top, low = -stage.over(0.8), room.skirting - stage.height * 0.03
    boards = lighten(room.wood, 0.02)
    for side in (-1, 1):
        edge = stage.left(0.8) if side < 0 else stage.right(0.8)
        inner_top, inner_low = stage.width * (0.5 + side * 0.2), stage.width * (0.5 + side * (0.47 if wide else 0.5))
        slope.polygon(
            [(edge, top), (inner_top, top), (inner_low, low), (edge, low)],
            slope.gradient((inner_top, 0), (edge, 0), [(0, lighten(boards, 0.03), 1), (1, lighten(boards, -0.08), 1)]),
        )
        slope.polygon(
            [
                (inner_top, top),
                (inner_top + side * 16 * unit, top),
                (inner_low + side * 16 * unit, low),
                (inner_low, low),
            ],
            lighten(room.wood, -0.09),
        )
        for index in range(1, 6):
            share = index / 6
            x0, x1 = inner_top + (edge - inner_top) * share, inner_low + (edge - inner_low) * share
            slope.line(straight([(x0, top), (x1, low)], closed=False), lighten(boards, -0.06), 2 * unit, 0.6)
    light_string(
        slope,
        (stage.width * 0.27, stage.height * 0.1),
        (stage.width * 0.73, stage.height * 0.1),
        20 * unit,
        9,
        2.8 * unit,
        room.wood,
        ("#ffd27a", "#ffe9b0", "#ffb45e"),
        True,
    )
    floor = lay_floor(room)
    roomy = is_roomy(scene)
    lay_rug(room, floor, (stage.width * 0.1, stage.width * 0.9), 0.42, "#4f6f9a", "#e8d8b0")
    near, plant = stage.size(1), stage.width * (0.83 if wide else 0.95)
    roam, foot, low = stage.width * 0.16, stage.level(0.62), stage.level(0.88)
    pieces = [potted_piece(room, floor, plant, foot, 110 * near, roam)]
    if roomy:
        # The trunk's lid is well above the skirting, or the two would be one line.
        at, trunk = stage.level(0.86), 160 * near
        pieces += [
            Piece(
                floor, stage.width * 0.11, at, trunk / 2, trunk / 2, lambda x: _trunk(room, floor, x, at, trunk), roam
            ),
            Piece(
                floor, stage.width * 0.91, low, 38 * near, 56 * near, lambda x: _books(room, floor, x, low, near), roam
            ),
        ]
    return furnished(room, floor_span(scene, 0.2, 0.82), pieces)


def _trunk(room: Room, canvas: Canvas, x: float, foot: float, width: float) -> None:
    colours = room.scene.colours
    tall, leather, brass = width * 0.5, colours.tint("#8a4f3a"), colours.tint("#d9b25f")
    feet(canvas, (x - width * 0.4, x + width * 0.4), foot, width * 0.07, room.shade)
    canvas.rect(
        x - width / 2,
        foot - tall,
        width,
        tall,
        canvas.fade(foot - tall, foot, lighten(leather, 0.05), lighten(leather, -0.07)),
        radius=width * 0.05,
    )
    canvas.rect(x - width / 2, foot - tall * 0.64, width, tall * 0.05, lighten(leather, -0.14))
    for share in (-0.32, 0.32):
        canvas.rect(x + share * width - width * 0.035, foot - tall, width * 0.07, tall, lighten(leather, -0.08))
    canvas.rect(x - width * 0.05, foot - tall * 0.72, width * 0.1, tall * 0.2, brass, radius=2)


def _books(room: Room, canvas: Canvas, x: float, foot: float, unit: float) -> None:
    colours = room.scene.colours
    feet(canvas, (x - 20 * unit, x + 20 * unit), foot, 6 * unit, room.shade)
    y = foot
    for index, (half, colour) in enumerate(((34, "#3f6f8f"), (30, "#a63d40"), (32, "#d9a441"), (26, "#4c7a54"))):
        tall = 13 * unit
        canvas.rect(
            x - half * unit + (3 if index % 2 else -2) * unit,
            y - tall,
            half * 2 * unit,
            tall - 1,
            colours.tint(colour),
            radius=2,
        )
        canvas.rect(x + half * 0.6 * unit, y - tall + 3 * unit, half * 0.36 * unit, tall - 7 * unit, "#efe4cc", 0.9)
        y -= tall
