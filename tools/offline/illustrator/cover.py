"""What covers the ground: turf with tufts, sand with wind ripples; and the dark growth that frames a picture in front.

Used by every setting with such a ground. Knows the scene's colours and light, not what else stands there.
"""

from __future__ import annotations

from studio.tools.offline.illustrator.canvas import Canvas, Point, under
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.plants import bush, grass, tufts
from studio.tools.offline.illustrator.scene import Scene
from studio.tools.offline.illustrator.terrain import Profile, land, patches, rock
from studio.tools.offline.illustrator.trees import leafy_bough

FRONT_DEPTH = 1.6


def lay_turf(scene: Scene, canvas: Canvas, profile: Profile, shade: float = 0.56, blade: float = 13.0) -> str:
    """Grassland under ``profile`` down to the lower edge, ``shade`` its depth at the top; returns its colour."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    left, right, bottom = profile.points[0][0], profile.points[-1][0], stage.bottom(1)
    top = min(y for _, y in profile.points)
    turf = mix(scene.shade(colours.green, shade), colours.glow, 0.14)
    low = scene.shade(colours.green, min(1.0, shade + 0.27))
    land(canvas, profile, bottom, turf, low)
    light = mix(turf, colours.glow, 0.2)
    patches(canvas, random, left, right, top + 16 * stage.size(1), bottom, 26, light, low, 0.24 * scene.texture, 3.0)
    grass(canvas, random, left, right, profile, blade * stage.size(1), 4.2, scene.shade(colours.green, shade + 0.1))
    tones = (lighten(low, -0.02), mix(turf, low, 0.5), light)
    tufts(canvas, random, left, right, profile, stage.height * 1.02, 96, 15 * stage.size(1), tones)
    return turf


def lay_sand(scene: Scene, canvas: Canvas, profile: Profile, shade: float = 0.42) -> str:
    """Sand under ``profile`` down to the lower edge: hollows, combed by the wind, and pebbles; returns its colour."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    left, right, bottom = profile.points[0][0], profile.points[-1][0], stage.bottom(1)
    top = max(y for _, y in profile.points)
    sand = mix(scene.shade(colours.sand, shade), colours.glow, 0.15)
    low = scene.shade(colours.sand, shade + 0.3)
    land(canvas, profile, bottom, sand, low)
    patches(
        canvas, random, left, right, top + 12 * stage.size(1), bottom, 30, mix(sand, colours.glow, 0.4), low, 0.26, 2.6
    )
    combs: list[str] = []
    for _ in range(15):
        share = random.random()
        x, y = random.uniform(left, right), top + (bottom - top) * (0.08 + 0.9 * share)
        half = stage.size(1) * (26 + 60 * share) * random.uniform(0.7, 1.2)
        for line in range(random.choice((3, 4, 5))):
            y += stage.size(1) * (3.0 + 4.5 * share)
            start = x + half * random.uniform(-0.25, 0.25)
            sway = half * 0.06
            combs.append(
                f"M{start - half:.1f} {y:.1f}q{half * 0.5:.1f} {-sway:.1f} {half:.1f} 0t{half * (1 - 0.1 * line):.1f} 0"
            )
    canvas.line("".join(combs), lighten(low, -0.01), 1.5 * stage.size(0.6), 0.42)
    for _ in range(16):
        share = random.random()
        y = top + (bottom - top) * (0.15 + 0.8 * share)
        half = stage.size(1) * (2 + 6 * share) * random.uniform(0.6, 1.2)
        x = random.uniform(left, right)
        rock(canvas, random, x, y, half, lighten(sand, 0.03), scene.shade(colours.sand, 0.82), scene.lit_from_left)
    return sand


def front_colour(scene: Scene) -> str:
    """Of growth right before the viewer, against the light."""
    return mix(scene.colours.green[4], "#05080f", 0.12)


def grassy_edge(scene: Scene, canvas: Canvas, blade: float = 46.0) -> None:
    """Dark ground and tall grass (``blade`` units) along the lower edge, which rises to the sides."""
    stage, random = scene.stage, scene.random
    colour = front_colour(scene)
    left, right = stage.left(FRONT_DEPTH), stage.right(FRONT_DEPTH)
    middle = stage.width / 2
    points: list[Point] = []
    for index in range(25):
        x = left + (right - left) * index / 24
        away = abs(x - middle) / (right - middle)
        points.append((x, stage.height * (1.022 - 0.06 * away**2)))
    canvas.path(under(points, stage.bottom(FRONT_DEPTH)), colour)
    profile = Profile(tuple(points))
    grass(canvas, random, left, right, profile, blade * stage.size(0), 5, colour)
    # Taller at the sides, where nobody stands.
    for start, end in ((left, stage.width * 0.17), (stage.width * 0.83, right)):
        grass(canvas, random, start, end, profile, blade * 2.1 * stage.size(0), 7, lighten(colour, 0.025))


def frame_sides(scene: Scene, canvas: Canvas, boughs: int = 0, bushes: tuple[int, ...] = (-1, 1)) -> None:
    """Shrubs in the lower corners of the sides in ``bushes`` (-1 left, 1 right), boughs above on side ``boughs``."""
    stage, random = scene.stage, scene.random
    colour = front_colour(scene)
    over = stage.over(FRONT_DEPTH)
    for side in bushes:
        edge = stage.width / 2 + side * (stage.width / 2 + over * 0.45)
        for step, tone in ((1.0, 0.035), (0.0, 0.0)):
            tall = stage.size(0) * random.uniform(92, 128) * (1.0 - 0.36 * step)
            x = edge - side * step * stage.size(0) * 105
            half = stage.size(0) * 78 + over * 0.4 * (1 - step)
            bush(canvas, random, x, stage.height * 1.02, half, tall, lighten(colour, tone), -side)
    if boughs:
        x = stage.left(FRONT_DEPTH) if boughs < 0 else stage.right(FRONT_DEPTH)
        reach = min(stage.width * 0.32, stage.size(0) * 330) + over
        for step, (level, share) in enumerate(((0.13, 0.66), (0.0, 1.0), (-0.02, 0.8))):
            leaf = lighten(colour, 0.04 - 0.02 * step)
            leafy_bough(canvas, random, x, stage.height * level, reach * share, -boughs, leaf, colour)


def open_side(scene: Scene) -> int:
    """The side away from the light (-1 left, 1 right): where a frame belongs that must not hide the sun."""
    return 1 if scene.lit_from_left else -1
