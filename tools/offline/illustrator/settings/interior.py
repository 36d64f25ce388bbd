"""What rooms and workshops have in common: a window with the landscape beyond it, a wall, a floor, hanging lamps.

Weather stays on the other side of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from studio.production.vocabulary import Framing
from studio.tools.offline.illustrator.canvas import Canvas, straight
from studio.tools.offline.illustrator.clouds import paint_clouds
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.furniture import ROUND_BAR, panes, potted, rug, table, window_frame
from studio.tools.offline.illustrator.lamps import pendant
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.terrain import land, range_of_mountains, rolling
from studio.tools.offline.illustrator.trees import tree_line
from studio.tools.offline.illustrator.water import ripples, still

Box = tuple[float, float, float, float]

WALL_DEPTH = 0.6
_LEVEL, _PEAK = 0.66, 0.36
"""How far down a window the land begins, and how high its mountains rise above that, in heights of the window."""


@dataclass(frozen=True)
class Room:
    """A room while it is furnished: its surfaces, and where wall and floor meet."""

    scene: Scene
    wall: Canvas
    wood: str
    window: Box
    skirting: float
    outside: Site
    unit: float
    plaster: str

    @property
    def boards(self) -> str:
        """The colour of the floor."""
        return mix(self.wood, "#c98d5a", 0.22)

    @property
    def shade(self) -> str:
        """The colour of shadows on the floor."""
        return lighten(self.boards, -0.3)


def build_room(
    scene: Scene, plaster: str, wood: str, centre: tuple[float, float], half: tuple[float, float], is_round: bool
) -> Room:
    """The landscape outside and a wall with a window; ``centre`` and ``half`` are shares of the frame's sides."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    x, y = stage.width * centre[0], stage.height * centre[1]
    across, down = stage.width * half[0], stage.height * half[1]
    if is_round:
        across = down = min(across, down)
    box = (x - across, y - down, x + across, y + down)
    side = -1 if scene.layout == 1 else 1
    _place_sun(scene, box, side, is_round)
    paint_clouds(scene)
    outside = _outside(scene, box, is_round)
    ground_tint = mix(plaster, colours.sand[3], 0.22)
    wall_colour = mix(ground_tint, colours.ambient, colours.ambient_share * 0.75)
    timber = mix(mix(wood, colours.sand[4], 0.2), colours.ambient, colours.ambient_share * 0.6)
    wall = scene.sheet("wall", WALL_DEPTH)
    skirting = stage.level(0.46)
    left, right, top, bottom = (
        stage.left(WALL_DEPTH),
        stage.right(WALL_DEPTH),
        -stage.over(WALL_DEPTH),
        skirting + stage.behind,
    )
    hole = (
        f"M{box[0]:.2f} {y:.2f}A{across:.2f} {down:.2f} 0 1 0 {box[2]:.2f} {y:.2f}A{across:.2f} {down:.2f} 0 1 0 "
        f"{box[0]:.2f} {y:.2f}Z"
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
    wall.rect(left, top, right - left, stage.height * 0.045 + stage.over(WALL_DEPTH), lighten(timber, -0.07))
    wall.rect(left, stage.height * 0.045, right - left, 4 * unit, lighten(timber, 0.05))
    return Room(scene, wall, timber, box, skirting, outside, unit, wall_colour)


def _place_sun(scene: Scene, box: Box, side: int, is_round: bool) -> None:
    """The sun or moon in one pane of the window, to one ``side`` of its middle, whole above the highest peak."""
    left, top, right, bottom = box
    width, tall = right - left, bottom - top
    columns, _ = panes(box, scene.stage.size(0.75))
    # The middle pane of a round window is the only one that reaches up to the sky.
    pane = width * ROUND_BAR if is_round else width / columns
    x = (left + right) / 2 + side * width * 0.1
    if not is_round:
        x = left + (round((0.5 + side * 0.12) * columns - 0.5) + 0.5) * pane
    clear = tall * (1 - _LEVEL + _PEAK)
    ceiling = tall * (0.1 if is_round else 0.06)
    scene.disc = min(scene.disc, pane * 0.36, (tall - clear - ceiling) * 0.45)
    scene.sun = (x, top + ceiling + scene.disc)


def _outside(scene: Scene, box: Box, is_round: bool) -> Site:
    """What is seen through the window."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    left, top, right, bottom = box
    reach = stage.over(WALL_DEPTH) + 20
    canvas = scene.sheet(
        "outside", 0.15, top - reach, bottom + reach, left=left - reach, right=right + reach, detail=0.85
    )
    width, tall = right - left, bottom - top
    level = top + tall * _LEVEL
    lit = mix(scene.shade(colours.stone, 0.16), colours.glow, 0.15)
    mist = mix(colours.haze, colours.stone[0], 0.3)
    range_of_mountains(
        canvas,
        random,
        left - reach,
        right + reach,
        level,
        tall * _PEAK,
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
    shore = rolling(random, left - reach, right + reach, bottom - tall * 0.15, 5, 260)
    land(canvas, shore, bottom + reach, scene.shade(colours.green, 0.6), scene.shade(colours.green, 0.7))
    # A round window is narrower at the height of the shore.
    inset = width * (0.21 if is_round else 0.03)
    span = (left + inset, right - inset)
    x = left + width * (0.3 if scene.layout != 1 else 0.68)
    return Site(canvas, x, bottom - tall * 0.075, tall * 0.1, 0.35, span[1] - span[0], span)


def lay_floor(room: Room) -> Canvas:
    """Boards from the skirting to the viewer, with light from the window or the lamps on them."""
    scene, stage, colours = room.scene, room.scene.stage, room.scene.colours
    canvas = scene.sheet("ground", FIGURE_DEPTH, room.skirting - stage.person * 1.25)
    left, right, top, bottom = stage.left(1), stage.right(1), room.skirting, stage.bottom(1)
    boards = room.boards
    tones = (lighten(boards, -0.05), boards, lighten(boards, -0.1))
    canvas.wash(left, right, top, bottom, tones, top, bottom)
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


def hang_lamps(room: Room) -> Canvas:
    """The layer of what hangs from the ceiling, between the wall and the figures."""
    return room.scene.sheet("lamps", 0.85, bottom=room.scene.stage.height * 0.75)


def _hang_beam(room: Room) -> None:
    """A dark beam along the ceiling, near the viewer; grass and leaves in front belong out of doors."""
    stage = room.scene.stage
    front = room.scene.sheet("foreground", 1.6, bottom=stage.height * 0.1)
    beam = mix(room.wood, "#120a0c", 0.5)
    front.rect(
        stage.left(1.6),
        -stage.over(1.6),
        stage.right(1.6) - stage.left(1.6),
        stage.over(1.6) + stage.height * 0.012,
        beam,
    )


def is_wide(scene: Scene) -> bool:
    return scene.stage.aspect > 1.2


def is_roomy(scene: Scene) -> bool:
    """Whether furniture fits beside the figures."""
    return is_wide(scene) and scene.stage.framing is not Framing.MEDIUM


def floor_span(scene: Scene, left: float, right: float) -> tuple[float, float]:
    """Where figures may stand: from ``left`` to ``right`` (shares of the width), nearly all of it in a tight frame."""
    shares = (left, right) if is_roomy(scene) else (0.1, 0.9)
    return scene.stage.width * shares[0], scene.stage.width * shares[1]


def lay_rug(room: Room, floor: Canvas, span: tuple[float, float], share: float, cloth: str, border: str) -> None:
    """A rug under the figures; ``share`` of the width of ``span`` is half of its own."""
    stage, tint = room.scene.stage, room.scene.colours.tint
    middle, half = (span[0] + span[1]) / 2, (span[1] - span[0]) * share
    rug(floor, middle, stage.baseline, half, 36 * stage.size(1), tint(cloth), tint(border))


def table_piece(
    room: Room,
    floor: Canvas,
    span: tuple[float, float],
    level: float,
    height: float,
    lift: float,
    lay: Callable[[float, float], None],
) -> Piece:
    """A wooden table between shares of the width; ``lay`` puts things on it, given its left end and its top."""
    stage, wood = room.scene.stage, lighten(room.wood, lift)
    x, half = (stage.width * share for share in ((span[0] + span[1]) / 2, (span[1] - span[0]) / 2))
    foot, tall = stage.level(level), height * stage.size(1)

    def draw(at: float) -> None:
        lay(at - half, table(floor, at - half, at + half, foot, tall, wood, room.boards, room.shade))

    return Piece(floor, x, foot, half, tall * 1.6, draw, roam=stage.width * 0.2)


def potted_piece(room: Room, floor: Canvas, x: float, foot: float, tall: float, roam: float) -> Piece:
    """A plant in a pot."""
    scene = room.scene

    def draw(at: float) -> None:
        potted(floor, scene.random, at, foot, tall, scene.colours, room.shade)

    return Piece(floor, x, foot, tall * 0.42, tall * 1.1, draw, roam)


def hang_pendants(room: Room, lamps: Canvas, shares: tuple[float, ...], drop: float, size: float, shade: str) -> None:
    """Lamps at ``shares`` of the width that hang down to ``drop`` (a share of the height)."""
    stage, colours = room.scene.stage, room.scene.colours
    for share in shares:
        top, low = -stage.over(1), stage.height * drop
        pendant(lamps, stage.width * share, top, low, size * room.unit, colours, colours.tint(shade))


def furnished(room: Room, span: tuple[float, float], pieces: Sequence[Piece] = ()) -> Place:
    """The room with its furniture: a beam in front, and the landscape beyond the window for what does not fit in."""
    _hang_beam(room)
    left, top, right, bottom = room.window
    tall = bottom - top
    boat = replace(room.outside, x=left + (right - left) * 0.62, y=top + tall * 0.82, adult=tall * 0.085, depth=0.3)
    return Place(span, land=room.outside, afloat=boat, pieces=tuple(pieces))


def hang_picture(room: Room, x: float, y: float, width: float, height: float) -> None:
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
        f"M{left:.1f} {bottom:.1f}L{left:.1f} {y + height * 0.1:.1f}Q{x - width * 0.15:.1f} {y - height * 0.16:.1f} "
        f"{x:.1f} {y + height * 0.12:.1f}Q{x + width * 0.2:.1f} {y - height * 0.04:.1f} "
        f"{right:.1f} {y + height * 0.2:.1f}L{right:.1f} {bottom:.1f}Z",
        lighten(tone, -0.2),
    )
