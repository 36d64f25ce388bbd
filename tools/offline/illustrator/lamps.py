"""What gives light: paper lanterns, pendants, standing lamps, street lamps and strings of bulbs."""

from __future__ import annotations

from studio.tools.offline.illustrator.canvas import Canvas, Point, straight
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.furniture import feet
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.ramps import Colours
from studio.tools.offline.illustrator.scene import Scene


def hanging_lantern(canvas: Canvas, x: float, top: float, y: float, radius: float, colours: Colours) -> None:
    """A paper lantern that hangs from ``top`` with its middle at ``y``."""
    iron = "#3a2a2e"
    canvas.line(straight([(x, top), (x, y - radius)], closed=False), iron, max(1.0, radius * 0.06))
    canvas.glow(x, y, radius * 4.2, colours.lamp, 0.5)
    paper = mix("#ff9d52", colours.lamp, 0.35)
    canvas.ellipse(
        x,
        y,
        radius,
        radius * 0.96,
        canvas.gradient(
            (x - radius, 0),
            (x + radius, 0),
            [
                (0, mix(paper, "#b8432f", 0.35), 1),
                (0.5, mix(paper, "#fff3d0", 0.55), 1),
                (1, mix(paper, "#b8432f", 0.35), 1),
            ],
        ),
    )
    for share in (0.34, 0.68):
        canvas.line(
            f"M{x - radius * 0.12:.1f} {y - radius * 0.93:.1f}Q{x - radius * share * 1.9:.1f} {y:.1f} "
            f"{x - radius * 0.12:.1f} {y + radius * 0.93:.1f}",
            "#c8602f",
            radius * 0.035,
            0.5,
        )
        canvas.line(
            f"M{x + radius * 0.12:.1f} {y - radius * 0.93:.1f}Q{x + radius * share * 1.9:.1f} {y:.1f} "
            f"{x + radius * 0.12:.1f} {y + radius * 0.93:.1f}",
            "#c8602f",
            radius * 0.035,
            0.5,
        )
    for lift in (-1, 1):
        canvas.rect(
            x - radius * 0.42,
            y + lift * radius * 0.95 - radius * 0.09,
            radius * 0.84,
            radius * 0.18,
            iron,
            radius=radius * 0.06,
        )
    for offset in (-0.14, 0.0, 0.14):
        canvas.line(
            straight(
                [(x + offset * radius, y + radius * 1.05), (x + offset * radius, y + radius * 1.45)], closed=False
            ),
            "#d97a4a",
            radius * 0.07,
        )


def pendant(canvas: Canvas, x: float, top: float, y: float, half: float, colours: Colours, metal: str) -> None:
    """A workshop lamp with a metal shade, its rim at ``y``."""
    canvas.line(straight([(x, top), (x, y - half * 0.9)], closed=False), "#2a2428", max(1.0, half * 0.05))
    canvas.glow(x, y + half * 0.2, half * 3.6, colours.lamp, 0.5)
    canvas.ellipse(x, y, half * 0.4, half * 0.26, "#fff3cf")
    canvas.path(
        f"M{x - half:.1f} {y:.1f}Q{x - half * 0.8:.1f} {y - half * 0.75:.1f} {x - half * 0.2:.1f} "
        f"{y - half * 0.85:.1f}L{x + half * 0.2:.1f} {y - half * 0.85:.1f}"
        f"Q{x + half * 0.8:.1f} {y - half * 0.75:.1f} {x + half:.1f} {y:.1f}Q{x:.1f} {y + half * 0.14:.1f} "
        f"{x - half:.1f} {y:.1f}Z",
        canvas.gradient(
            (x - half, 0), (x + half, 0), [(0, lighten(metal, 0.08), 1), (0.5, metal, 1), (1, lighten(metal, -0.1), 1)]
        ),
    )


def standing_lamp(
    canvas: Canvas, x: float, foot: float, height: float, colours: Colours, metal: str, shadow: str
) -> None:
    """A lamp on a tall stand of ``metal``; its light reaches two thirds of its height above it."""
    top = foot - height
    canvas.glow(x, top + height * 0.1, height * 0.75, colours.lamp, 0.5)
    feet(canvas, (x,), foot + height * 0.012, height * 0.035, shadow)
    canvas.line(straight([(x, foot), (x, top + height * 0.1)], closed=False), metal, height * 0.022)
    canvas.ellipse(x, foot, height * 0.1, height * 0.024, metal)
    shade = mix("#f3d9a8", colours.lamp, 0.4)
    canvas.polygon(
        [
            (x - height * 0.09, top),
            (x + height * 0.09, top),
            (x + height * 0.16, top + height * 0.2),
            (x - height * 0.16, top + height * 0.2),
        ],
        canvas.fade(top, top + height * 0.2, mix(shade, "#fff6dc", 0.4), shade),
    )


def post(scene: Scene, canvas: Canvas, x: float, foot: float, height: float, side: int) -> Piece:
    """A street lamp that makes way, on the nearest layer so far."""
    iron = scene.shade(scene.colours.stone, 0.95)
    scene.reach_up(foot - height * 1.4)

    def draw(at: float) -> None:
        street_lamp(canvas, at, foot, height, iron, scene.colours, side)

    return Piece(canvas, x, foot, height * 0.06, height, draw)


def street_lamp(canvas: Canvas, x: float, foot: float, height: float, iron: str, colours: Colours, side: int) -> float:
    """A lamp post with one arm towards ``side`` (-1 left, 1 right); returns how high its light reaches."""
    head = (x + side * height * 0.16, foot - height * 0.93)
    if colours.lamps_lit:
        canvas.glow(head[0], head[1] + height * 0.04, height * 0.5, colours.lamp, 0.5)
    width = height * 0.022
    canvas.line(
        f"M{x:.1f} {foot:.1f}L{x:.1f} {foot - height * 0.86:.1f}Q{x:.1f} {foot - height:.1f} {head[0]:.1f} "
        f"{head[1] - height * 0.03:.1f}",
        iron,
        width,
    )
    # It stands on a foot that widens to the ground, in its own shadow.
    canvas.shadow(x, foot + width * 0.5, width * 5.5, width * 1.5, "#0d0f1a", 0.5)
    canvas.ellipse(x, foot, width * 2.6, width * 0.8, iron)
    canvas.path(
        f"M{x - width * 0.9:.1f} {foot - height * 0.1:.1f}L{x + width * 0.9:.1f} {foot - height * 0.1:.1f}"
        f"L{x + width * 1.7:.1f} {foot:.1f}L{x - width * 1.7:.1f} {foot:.1f}Z",
        iron,
    )
    canvas.path(
        f"M{head[0] - height * 0.05:.1f} {head[1]:.1f}Q{head[0]:.1f} {head[1] - height * 0.07:.1f} "
        f"{head[0] + height * 0.05:.1f} {head[1]:.1f}Z",
        iron,
    )
    canvas.ellipse(
        head[0],
        head[1] + height * 0.008,
        height * 0.034,
        height * 0.02,
        "#fff6d8" if colours.lamps_lit else mix(iron, "#ffffff", 0.5),
    )
    return foot - height * 1.4


def light_string(
    canvas: Canvas,
    start: Point,
    end: Point,
    sag: float,
    count: int,
    size: float,
    wire: str,
    lamps: tuple[str, ...],
    glowing: bool,
) -> None:
    """Bulbs on a wire that hangs by ``sag`` between hooks at two points."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + sag * 2)
    canvas.line(
        f"M{start[0]:.1f} {start[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {end[0]:.1f} {end[1]:.1f}",
        wire,
        max(0.8, size * 0.22),
    )
    for x, y in (start, end):
        canvas.circle(x, y, max(1.6, size * 0.7), wire)
    for index in range(1, count + 1):
        t = index / (count + 1)
        x = (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * middle[0] + t * t * end[0]
        y = (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * middle[1] + t * t * end[1]
        colour = lamps[index % len(lamps)]
        if glowing:
            canvas.glow(x, y + size, size * 5, colour, 0.6)
        canvas.circle(x, y + size, size, mix(colour, "#ffffff", 0.3 if glowing else 0.0))
