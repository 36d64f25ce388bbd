"""Indoors: rooms (tea room, living room, attic) and workshops (joiner's, painter's, clockmaker's).

Every one has a window with the landscape, the sky and the weather beyond it, and none of them inside.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from studio.production.vocabulary import Framing, TimeOfDay
from studio.tools.offline.illustrator.buildings import light_string
from studio.tools.offline.illustrator.canvas import Canvas, straight
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.furniture import (
    armchair,
    clock,
    curtain,
    gear,
    hanging_lantern,
    pendant,
    potted,
    rug,
    shelf,
    standing_lamp,
    table,
    teapot,
    tools_on_wall,
    window_frame,
)
from studio.tools.offline.illustrator.plants import tree_line
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.terrain import land, range_of_mountains, rolling
from studio.tools.offline.illustrator.water import ripples, still

Box = tuple[float, float, float, float]

_WALL_DEPTH = 0.6
_HOURS = {TimeOfDay.DAWN: 6.6, TimeOfDay.DAY: 10.2, TimeOfDay.DUSK: 7.4, TimeOfDay.NIGHT: 9.8}


@dataclass(frozen=True)
class _Room:
    """A room while it is furnished: its surfaces, and where wall and floor meet."""

    scene: Scene
    wall: Canvas
    plaster: str
    wood: str
    window: Box
    skirting: float
    outside: Site
    unit: float


def paint_room(scene: Scene) -> Place:
    """Paint the room of ``scene``'s layout."""
    return (_tea_room, _living_room, _attic)[scene.layout](scene)


def paint_workshop(scene: Scene) -> Place:
    """Paint the workshop of ``scene``'s layout."""
    return (_joinery, _painters_studio, _clockmaker)[scene.layout](scene)


def _build(
    scene: Scene, plaster: str, wood: str, centre: tuple[float, float], half: tuple[float, float], is_round: bool
) -> _Room:
    """The landscape outside and a wall with a window; ``centre`` and ``half`` are shares of the frame's width and height."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    x, y = stage.width * centre[0], stage.height * centre[1]
    across, down = stage.width * half[0], stage.height * half[1]
    if is_round:
        across = down = min(across, down)
    box = (x - across, y - down, x + across, y + down)
    side = -1 if scene.layout == 1 else 1
    lift = {TimeOfDay.DAWN: 0.0, TimeOfDay.DAY: -0.4, TimeOfDay.DUSK: 0.05, TimeOfDay.NIGHT: -0.35}[
        scene.staging.time_of_day
    ]
    scene.sun = (x + side * across * 0.4, y + down * lift)
    outside = _outside(scene, box)
    ground_tint = mix(plaster, colours.sand[3], 0.22)
    wall_colour = mix(ground_tint, colours.ambient, colours.ambient_share * 0.75)
    timber = mix(mix(wood, colours.sand[4], 0.2), colours.ambient, colours.ambient_share * 0.6)
    wall = scene.sheet("wall", _WALL_DEPTH)
    skirting = stage.level(0.46)
    left, right, top, bottom = (
        stage.left(_WALL_DEPTH),
        stage.right(_WALL_DEPTH),
        -stage.over(_WALL_DEPTH),
        skirting + stage.behind,
    )
    hole = (
        f"M{box[0]:.2f} {y:.2f}A{across:.2f} {down:.2f} 0 1 0 {box[2]:.2f} {y:.2f}A{across:.2f} {down:.2f} 0 1 0 {box[0]:.2f} {y:.2f}Z"
        if is_round
        else straight([(box[0], box[1]), (box[0], box[3]), (box[2], box[3]), (box[2], box[1])])
    )
    wall.path(
        straight([(left, top), (right, top), (right, bottom), (left, bottom)]) + hole,
        wall.fade(top, skirting, lighten(wall_colour, -0.05), lighten(wall_colour, 0.035)),
    )
    for index in range(30):
        px = left + (right - left) * (index + random.random()) / 30
        if px < box[0] - 14 or px > box[2] + 14:
            wall.line(
                straight(
                    [(px, stage.height * random.uniform(0.08, 0.3)), (px, skirting - random.uniform(10, 120))],
                    closed=False,
                ),
                lighten(wall_colour, -0.02),
                1.2,
                0.35,
            )
    day = mix(colours.sky[3], "#ffffff", 0.2)
    wall.glow(
        x,
        y,
        max(across, down) * 2.3,
        colours.glow if not colours.is_night else day,
        0.26 if not colours.is_night else 0.14,
    )
    unit = stage.size(0.75)
    window_frame(wall, box, timber, unit, is_round)
    wall.rect(left, skirting - 15 * unit, right - left, 16 * unit, lighten(timber, -0.02))
    wall.rect(left, skirting - 15 * unit, right - left, 3 * unit, lighten(timber, 0.08))
    wall.rect(left, top, right - left, stage.height * 0.045 + stage.over(_WALL_DEPTH), lighten(timber, -0.07))
    wall.rect(left, stage.height * 0.045, right - left, 4 * unit, lighten(timber, 0.05))
    return _Room(scene, wall, wall_colour, timber, box, skirting, outside, unit)


def _outside(scene: Scene, box: Box) -> Site:
    """What is seen through the window."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    left, top, right, bottom = box
    reach = stage.over(_WALL_DEPTH) + 20
    canvas = scene.sheet(
        "outside", 0.15, top - reach, bottom + reach, left=left - reach, right=right + reach, detail=0.85
    )
    width, tall = right - left, bottom - top
    level = top + tall * 0.66
    lit = mix(scene.shade(colours.stone, 0.16), colours.glow, 0.15)
    mist = mix(colours.haze, colours.stone[0], 0.3)
    range_of_mountains(
        canvas,
        random,
        left - reach,
        right + reach,
        level,
        tall * 0.42,
        max(3, round(width / 110)),
        lit,
        mix(scene.shade(colours.stone, 0.42), mist, 0.2),
        mix("#ffffff", colours.sky[3], 0.4),
        mist,
        scene.lit_from_left,
    )
    still(canvas, left - reach, right + reach, level + tall * 0.04, bottom + reach, colours.water, colours.sky[4])
    ripples(canvas, random, left, right, level + tall * 0.06, bottom, 20, width * 0.07, "#ffffff", 0.3)
    bank = rolling(random, left - reach, right + reach, level + tall * 0.015, 3, 200)
    tree_line(
        canvas, random, left - reach, right + reach, bank, tall * 0.12, tall * 0.028, scene.shade(colours.green, 0.44)
    )
    land(canvas, bank, level + tall * 0.05, scene.shade(colours.green, 0.44), scene.shade(colours.green, 0.5))
    shore = rolling(random, left - reach, right + reach, bottom - tall * 0.11, 5, 260)
    land(canvas, shore, bottom + reach, scene.shade(colours.green, 0.6), scene.shade(colours.green, 0.7))
    return Site(canvas, left + width * (0.3 if scene.layout != 1 else 0.68), bottom - tall * 0.1, tall * 0.1, 0.35)


def _floor(room: _Room) -> Canvas:
    """Boards from the skirting to the viewer, with light from the window or the lamps on them."""
    scene, stage, colours = room.scene, room.scene.stage, room.scene.colours
    canvas = scene.sheet("ground", FIGURE_DEPTH, -stage.over(1))
    left, right, top, bottom = stage.left(1), stage.right(1), room.skirting, stage.bottom(1)
    boards = mix(room.wood, "#c98d5a", 0.22)
    canvas.rect(
        left,
        top,
        right - left,
        bottom - top,
        canvas.fade(top, bottom, lighten(boards, -0.05), boards, lighten(boards, -0.1)),
    )
    vanish = stage.width / 2
    count = 17
    for index in range(count):
        x = left - 400 + (right - left + 800) * index / (count - 1)
        canvas.line(
            straight([(vanish + (x - vanish) * 0.56, top), (x, bottom)], closed=False),
            lighten(boards, -0.09),
            1.6 * room.unit,
            0.55,
        )
    light = mix(colours.glow, colours.lamp, 0.6 if colours.lamps_lit else 0.1)
    canvas.shadow(
        (room.window[0] + room.window[2]) / 2, stage.level(0.86), stage.width * 0.42, (bottom - top) * 0.42, light, 0.3
    )
    canvas.rect(left, top, right - left, 5 * room.unit, lighten(boards, -0.17), 0.6)
    return canvas


def _front_plants(room: _Room) -> None:
    """Large dark leaves at one side and a hanging cord at the other, near the viewer."""
    scene, stage = room.scene, room.scene.stage
    front = scene.sheet("foreground", 1.6)
    dark = mix(scene.colours.green[4], "#140c10", 0.45)
    for side in (-1, 1):
        edge = -stage.width * 0.012 if side < 0 else stage.width * 1.012
        size = min(stage.height, stage.width) * (0.42 if side < 0 else 0.3)
        for index in range(6):
            angle = math.radians(38 + 20 * index)
            reach = size * (0.8 + 0.25 * (index % 2))
            tip = (edge + math.cos(angle) * reach * 0.75, stage.height * 1.04 - math.sin(angle) * reach)
            mid = (edge + math.cos(angle) * reach * 0.36, stage.height * 1.04 - math.sin(angle) * reach * 0.62)
            half = size * 0.085
            front.path(
                f"M{edge:.1f} {stage.bottom(1.6):.1f}Q{mid[0] - half:.1f} {mid[1] - half * 0.4:.1f} {tip[0]:.1f} {tip[1]:.1f}Q{mid[0] + half:.1f} {mid[1] + half:.1f} {edge + 5:.1f} {stage.bottom(1.6):.1f}Z",
                lighten(dark, 0.015 * (index % 3)),
            )
    beam = mix(room.wood, "#120a0c", 0.5)
    front.rect(
        stage.left(1.6),
        -stage.over(1.6),
        stage.right(1.6) - stage.left(1.6),
        stage.over(1.6) + stage.height * 0.012,
        beam,
    )


def _is_wide(scene: Scene) -> bool:
    return scene.stage.aspect > 1.2


def _tea_room(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wide = _is_wide(scene)
    room = _build(
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
            (stage.left(_WALL_DEPTH) + stage.over(_WALL_DEPTH) + 24, stage.width * 0.33),
            (stage.width * 0.8, stage.right(_WALL_DEPTH)),
        )
        if wide
        else ()
    )
    for left, right in spans:
        for level in (0.2, 0.325, 0.45):
            shelf(room.wall, random, left, right, stage.height * level + 20, unit, colours, room.wood)
    floor = _floor(room)
    span = (
        (stage.width * 0.06, stage.width * 0.6)
        if wide and stage.framing is not Framing.MEDIUM
        else (stage.width * 0.06, stage.width * 0.94)
    )
    rug(
        floor,
        (span[0] + span[1]) / 2,
        stage.baseline,
        (span[1] - span[0]) * 0.44,
        36 * stage.size(1),
        colours.tint("#9c3a4a"),
        colours.tint("#e3b98a"),
    )
    if span[1] < stage.width * 0.7:
        top = table(
            floor,
            stage.width * 0.66,
            stage.width * 0.96,
            stage.level(0.98),
            92 * stage.size(1),
            lighten(room.wood, 0.08),
            colours.stone[4],
        )
        teapot(floor, stage.width * 0.81, top, 25 * stage.size(1), colours.tint("#3a7f8f"), steaming=True)
    for share, drop, radius in (
        ((0.2, 0.22, 24), (0.42, 0.12, 17), (0.83, 0.15, 20)) if wide else ((0.14, 0.1, 22), (0.86, 0.13, 20))
    ):
        hanging_lantern(floor, stage.width * share, -stage.over(1), stage.height * drop, radius * unit, colours)
    _front_plants(room)
    return Place(span, land=room.outside, afloat=_afloat(room))


def _living_room(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wide = _is_wide(scene)
    room = _build(
        scene,
        "#5f8a86",
        "#6b4636",
        (0.44, 0.33) if wide else (0.5, 0.3),
        (0.15, 0.2) if wide else (0.28, 0.17),
        is_round=False,
    )
    unit = room.unit
    left, top, right, bottom = room.window
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
                stage.width * 0.72,
                stage.width * 0.97,
                stage.height * level + 16,
                unit,
                colours,
                room.wood,
            )
        for share, tall in ((0.08, 74), (0.17, 54)):
            _picture(room, stage.width * share, stage.height * 0.28, tall * unit * 0.9, tall * unit)
    floor = _floor(room)
    roomy = wide and stage.framing is not Framing.MEDIUM
    span = (stage.width * 0.3, stage.width * 0.9) if roomy else (stage.width * 0.06, stage.width * 0.94)
    rug(
        floor,
        (span[0] + span[1]) / 2,
        stage.baseline,
        (span[1] - span[0]) * 0.46,
        38 * stage.size(1),
        colours.tint("#c9a25f"),
        colours.tint("#7a3f4a"),
    )
    if roomy:
        armchair(
            floor,
            stage.width * 0.15,
            stage.level(0.9),
            stage.person * 0.92,
            colours.tint("#a8485a"),
            room.wood,
            colours.stone[4],
        )
    standing_lamp(
        floor, stage.width * (0.955 if roomy else 0.94), stage.level(0.72), stage.person * 1.1, colours, room.wood
    )
    _front_plants(room)
    return Place(span, land=room.outside, afloat=_afloat(room))


def _attic(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wide = _is_wide(scene)
    room = _build(scene, "#b58a5f", "#6a4630", (0.5, 0.33), (0.13, 0.2) if wide else (0.26, 0.17), is_round=False)
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
    floor = _floor(room)
    rug(
        floor,
        stage.width * 0.5,
        stage.baseline,
        stage.width * 0.34,
        36 * stage.size(1),
        colours.tint("#4f6f9a"),
        colours.tint("#e8d8b0"),
    )
    roomy = wide and stage.framing is not Framing.MEDIUM
    if roomy:
        _trunk(room, floor, stage.width * 0.11, stage.level(0.84), 120 * stage.size(1))
        _books(room, floor, stage.width * 0.9, stage.level(0.86), stage.size(1))
    potted(floor, random, stage.width * (0.83 if wide else 0.95), stage.level(0.62), 110 * stage.size(1), colours)
    _front_plants(room)
    return Place(
        (stage.width * 0.2, stage.width * 0.82) if roomy else (stage.width * 0.06, stage.width * 0.92),
        land=room.outside,
        afloat=_afloat(room),
    )


def _joinery(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wide = _is_wide(scene)
    room = _build(
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
    floor = _floor(room)
    roomy = wide and stage.framing is not Framing.MEDIUM
    span = (stage.width * 0.06, stage.width * 0.6) if roomy else (stage.width * 0.06, stage.width * 0.94)
    if roomy:
        top = table(
            floor,
            stage.width * 0.65,
            stage.width * 0.97,
            stage.level(0.94),
            112 * stage.size(1),
            lighten(room.wood, 0.1),
            colours.stone[4],
        )
        _vice_and_wood(room, floor, stage.width * 0.7, stage.width * 0.94, top)
    for share in (0.24, 0.76):
        pendant(
            floor, stage.width * share, -stage.over(1), stage.height * 0.13, 34 * unit, colours, colours.tint("#3f6f6a")
        )
    _shavings(room, floor)
    _front_plants(room)
    return Place(span, land=room.outside, afloat=_afloat(room))


def _painters_studio(scene: Scene) -> Place:
    stage, colours = scene.stage, scene.colours
    wide = _is_wide(scene)
    room = _build(
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
            (0.92, 0.43, 62),
        ):
            _picture(room, stage.width * share, stage.height * level, size * unit, size * unit * 0.82)
    floor = _floor(room)
    roomy = wide and stage.framing is not Framing.MEDIUM
    span = (stage.width * 0.08, stage.width * 0.72) if roomy else (stage.width * 0.06, stage.width * 0.94)
    if roomy:
        _easel(room, floor, stage.width * 0.86, stage.level(0.9), stage.person * 1.12)
    for share, level in ((0.04, 0.66), (0.96, 0.64)):
        potted(floor, scene.random, stage.width * share, stage.level(level), 105 * stage.size(1), colours)
    for share in (0.2, 0.8):
        pendant(
            floor, stage.width * share, -stage.over(1), stage.height * 0.1, 28 * unit, colours, colours.tint("#b8503a")
        )
    _front_plants(room)
    return Place(span, land=room.outside, afloat=_afloat(room))


def _clockmaker(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wide = _is_wide(scene)
    room = _build(
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
        ((0.11, 0.2, 46), (0.175, 0.29, 27), (0.09, 0.37, 34), (0.84, 0.18, 30), (0.9, 0.27, 50))
        if wide
        else ((0.1, 0.1, 34), (0.9, 0.12, 40), (0.86, 0.52, 26))
    )
    for index, (share, level, radius) in enumerate(gears):
        gear(room.wall, stage.width * share, stage.height * level, radius * unit, brass if index % 2 == 0 else steel)
    if wide:
        for share, level, radius in ((0.24, 0.2, 26), (0.27, 0.38, 34), (0.74, 0.22, 36), (0.77, 0.41, 24)):
            clock(room.wall, stage.width * share, stage.height * level, radius * unit, lighten(room.wood, 0.08), hour)
        shelf(room.wall, random, stage.width * 0.82, stage.width * 0.99, stage.height * 0.45, unit, colours, room.wood)
    floor = _floor(room)
    roomy = wide and stage.framing is not Framing.MEDIUM
    span = (stage.width * 0.36, stage.width * 0.93) if roomy else (stage.width * 0.06, stage.width * 0.94)
    rug(
        floor,
        (span[0] + span[1]) / 2,
        stage.baseline,
        (span[1] - span[0]) * 0.42,
        34 * stage.size(1),
        colours.tint("#3f5f7a"),
        colours.tint("#c79a4a"),
    )
    if roomy:
        top = table(
            floor,
            stage.width * 0.03,
            stage.width * 0.31,
            stage.level(0.94),
            108 * stage.size(1),
            lighten(room.wood, 0.1),
            colours.stone[4],
        )
        clock(floor, stage.width * 0.1, top - 30 * stage.size(1), 28 * stage.size(1), lighten(room.wood, 0.14), hour)
        gear(floor, stage.width * 0.19, top - 15 * stage.size(1), 15 * stage.size(1), brass)
        gear(floor, stage.width * 0.235, top - 10 * stage.size(1), 10 * stage.size(1), steel)
    for share in (0.2, 0.82):
        pendant(floor, stage.width * share, -stage.over(1), stage.height * 0.11, 30 * unit, colours, brass)
    _front_plants(room)
    return Place(span, land=room.outside, afloat=_afloat(room))


def _afloat(room: _Room) -> Site:
    left, top, right, bottom = room.window
    return Site(
        room.outside.canvas, left + (right - left) * 0.62, top + (bottom - top) * 0.82, (bottom - top) * 0.085, 0.3
    )


def _picture(room: _Room, x: float, y: float, width: float, height: float) -> None:
    """A framed painting of hills under a sun."""
    colours, canvas = room.scene.colours, room.wall
    tone = colours.tint(room.scene.random.choice(("#e8c48a", "#9fc4c9", "#e0a79a", "#b7c98f")))
    canvas.rect(x - width / 2, y - height / 2, width, height, lighten(room.wood, 0.05), radius=2)
    inset = width * 0.08
    left, top, right, bottom = (
        x - width / 2 + inset,
        y - height / 2 + inset,
        x + width / 2 - inset,
        y + height / 2 - inset,
    )
    canvas.rect(left, top, right - left, bottom - top, tone)
    canvas.circle(x + width * 0.14, y - height * 0.12, width * 0.09, lighten(tone, 0.12))
    canvas.path(
        f"M{left:.1f} {bottom:.1f}L{left:.1f} {y + height * 0.1:.1f}Q{x - width * 0.15:.1f} {y - height * 0.16:.1f} {x:.1f} {y + height * 0.12:.1f}Q{x + width * 0.2:.1f} {y - height * 0.04:.1f} "
        f"{right:.1f} {y + height * 0.2:.1f}L{right:.1f} {bottom:.1f}Z",
        lighten(tone, -0.2),
    )


def _trunk(room: _Room, canvas: Canvas, x: float, foot: float, width: float) -> None:
    colours = room.scene.colours
    tall, leather, brass = width * 0.5, colours.tint("#8a4f3a"), colours.tint("#d9b25f")
    canvas.shadow(x, foot, width * 0.62, width * 0.1, colours.stone[4], 0.5)
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


def _books(room: _Room, canvas: Canvas, x: float, foot: float, unit: float) -> None:
    colours = room.scene.colours
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


def _vice_and_wood(room: _Room, canvas: Canvas, left: float, right: float, top: float) -> None:
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


def _shavings(room: _Room, canvas: Canvas) -> None:
    scene, stage, random = room.scene, room.scene.stage, room.scene.random
    pale = scene.colours.tint("#e8c48a")
    for _ in range(22):
        x, y = random.uniform(0.02, 0.98) * stage.width, random.uniform(stage.level(0.85), stage.bottom(1))
        size = random.uniform(3, 7) * stage.size(1)
        canvas.line(
            f"M{x:.1f} {y:.1f}q{size * 0.5:.1f} {-size * 0.7:.1f} {size:.1f} 0q{-size * 0.2:.1f} {size * 0.5:.1f} {-size * 0.5:.1f} {size * 0.1:.1f}",
            pale,
            1.4 * stage.size(0.5),
            0.8,
        )


def _easel(room: _Room, canvas: Canvas, x: float, foot: float, height: float) -> None:
    colours = room.scene.colours
    wood = lighten(room.wood, 0.1)
    canvas.shadow(x, foot, height * 0.34, height * 0.05, colours.stone[4], 0.45)
    for side in (-0.24, 0.24):
        canvas.line(
            straight([(x + side * height, foot), (x + side * height * 0.2, foot - height)], closed=False),
            wood,
            height * 0.028,
        )
    canvas.line(
        straight([(x, foot - height * 0.08), (x, foot - height * 1.04)], closed=False),
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
