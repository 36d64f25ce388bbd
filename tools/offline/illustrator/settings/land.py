"""What outdoor settings have in common: ranges of mountains, stands of conifers, wooded banks and still water.

Every function paints on a sheet of its own or on one that it is given. Knows no layouts.
"""

from __future__ import annotations

from collections.abc import Iterable

from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.scene import Scene
from studio.tools.offline.illustrator.terrain import Profile, land, patches, range_of_mountains, rolling
from studio.tools.offline.illustrator.trees import broadleaf, conifer, tree_line
from studio.tools.offline.illustrator.water import glitter, ripples, still


def paint_range(
    scene: Scene, name: str, depth: float, base: float, tall: float, count: int, shade: float, whiteness: float = 0.4
) -> None:
    """A sheet of ``count`` peaks, the highest ``tall`` units, standing in mist on the height ``base``.

    ``whiteness`` (0..1) is how bright the snow on the peaks is.
    """
    stage, colours = scene.stage, scene.colours
    canvas = scene.sheet(name, depth, base - tall * 1.1, base + stage.behind, detail=0.75)
    lit = mix(scene.shade(colours.stone, shade), colours.glow, 0.18)
    mist = mix(colours.haze, colours.stone[0], 0.3)
    snow = mix(colours.sky[3], "#ffffff", whiteness * (0.65 if colours.is_night else 1.0))
    left, right = stage.left(depth), stage.right(depth)
    range_of_mountains(
        canvas,
        scene.random,
        left - 60,
        right + 60,
        base,
        tall,
        count,
        lit,
        mix(scene.shade(colours.stone, shade + 0.26), mist, 0.2),
        snow,
        mist,
        scene.lit_from_left,
    )
    canvas.rect(left, base - 1, right - left, stage.behind, mist)


def conifers(scene: Scene, canvas: Canvas, spots: Iterable[tuple[float, float, float]], shade: float) -> None:
    """Firs at ``spots`` (x, foot, height in units), the farther first; ``shade`` is their depth, 0 far .. 1 near."""
    green = scene.colours.green
    dark = scene.shade(green, min(1.0, shade + 0.15))
    # Darker than the open land around it, or the lit side would melt into the ground.
    lit = mix(mix(scene.shade(green, shade), scene.colours.glow, 0.12), dark, 0.45)
    snow = scene.snow if scene.is_snowy else None
    for x, foot, tall in spots:
        conifer(canvas, scene.random, x, foot, tall, lit, dark, scene.lit_from_left, snow)


def conifer_sides(scene: Scene, shares: Iterable[float], foot: Profile, low: float, high: float) -> list[
    tuple[float, float, float]
]:  # fmt: skip
    """Spots for ``conifers`` at ``shares`` of the width on ``foot``, between ``low`` and ``high`` units tall."""
    random = scene.random
    xs = [scene.stage.width * share for share in shares]
    return [(x, foot(x) + random.uniform(4, 14), random.uniform(low, high)) for x in xs]


def wooded_bank(
    scene: Scene, canvas: Canvas, depth: float, bank: Profile, bottom: float, tall: float, shade: float
) -> None:
    """Three rows of spires on ``bank`` with mist between them, and the land under them down to ``bottom``."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    left, right = stage.left(depth), stage.right(depth)
    for row in range(3):
        tone = scene.shade(colours.green, max(0.0, shade - 0.13 * (2 - row)))
        line = Profile(tuple((x, y + 4 * row) for x, y in bank.points))
        step = tall * (0.2 + 0.05 * row)
        tree_line(canvas, random, left, right, line, tall * (1.25 - 0.22 * row), step, mix(tone, colours.haze, 0.1))
    tone = scene.shade(colours.green, shade)
    land(canvas, Profile(tuple((x, y + 6) for x, y in bank.points)), bottom, tone, mix(tone, colours.haze, 0.15), 60)


def grove(scene: Scene, canvas: Canvas, x: float, hill: Profile, tall: float, shade: float) -> None:
    """A clump of round trees and the odd fir around ``x`` on ``hill``, the tallest ``tall`` units."""
    colours, random = scene.colours, scene.random
    leaf = scene.shade(colours.green, shade)
    snow = scene.snow if scene.is_snowy else None
    for _ in range(random.choice((2, 3, 4, 5))):
        px = x + random.uniform(-0.9, 0.9) * tall
        height = tall * random.uniform(0.55, 1.0)
        foot = hill(px) + random.uniform(2, 8)
        canvas.shadow(px, foot, height * 0.4, height * 0.05, scene.shade(colours.green, shade + 0.3), 0.4)
        if random.random() < 0.25:
            conifers(scene, canvas, [(px, foot, height * 1.15)], shade)
        else:
            tone = lighten(leaf, random.uniform(-0.02, 0.02))
            dark = scene.shade(colours.green, shade + 0.28)
            broadleaf(canvas, random, px, foot, height, tone, dark, scene.lit_from_left, snow)


def lay_water(scene: Scene, canvas: Canvas, depth: float, top: float, bottom: float) -> None:
    """Still water from ``top`` down: the sky in it, bands of calm and wind, and the road of light under sun or moon."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    left, right, end = stage.left(depth), stage.right(depth), stage.bottom(depth)
    still(canvas, left, right, top, end, colours.water, colours.sky[4])
    light = mix(colours.water[0], "#ffffff", 0.3)
    far, low = mix(colours.water[0], colours.sky[4], 0.5), colours.water[3]
    patches(canvas, random, left, right, top + 3, bottom, 44, far, low, 0.24)
    ripples(canvas, random, left, right, top + 4, bottom, 90, 40 * stage.size(depth), light, 0.34)
    if not scene.is_wet:
        sparkle = mix(colours.glow, "#ffffff", 0.4)
        strength = 0.8 if colours.lamps_lit else 0.55
        glitter(canvas, random, scene.sun[0], top + 5, bottom, 54 * stage.size(0.3), sparkle, strength)


def ridges(scene: Scene, canvas: Canvas, depth: float, rows: Iterable[tuple[float, float]], low: float) -> Profile:
    """Rolling wooded hills, a (height, shade) for each row from far to near, fading into mist at their feet."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    ridge = Profile(((0.0, stage.horizon), (stage.width, stage.horizon)))
    for level, shade in rows:
        ridge = rolling(random, stage.left(depth), stage.right(depth), level, 24, 480)
        tone = scene.shade(colours.green, shade)
        tall = 20 * stage.size(depth)
        tree_line(canvas, random, stage.left(depth), stage.right(depth), ridge, tall, tall * 0.34, tone)
        land(canvas, ridge, low, tone, mix(tone, colours.haze, 0.65), 90)
    return ridge
