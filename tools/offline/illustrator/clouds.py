"""Clouds: heaps, towers and long rolls of cumulus, banks and streaks near the horizon, ceilings of rain and storm.

Every cloud is an envelope of puffs over a flat base, lit from the sun's side and shaded below. The layers drift and
repeat without a seam. Knows the sky's colours, and nothing of the ground under it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from studio.production.vocabulary import Setting, TimeOfDay, Weather
from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth, straight
from studio.tools.offline.illustrator.colour import lighten, mix, ramp
from studio.tools.offline.illustrator.rendering import Image, bgr, noise, wrapped
from studio.tools.offline.illustrator.scene import Scene

FAR_DEPTH = 0.03
CLOUD_DEPTH = 0.06

Puff = tuple[float, float, float]
"""A round of cloud: centre x, centre y, radius."""

# How much of the light reaches a cloud's top, and how much its body.
_LIGHT = {
    TimeOfDay.DAWN: (0.85, 0.5),
    TimeOfDay.DAY: (0.96, 0.76),
    TimeOfDay.DUSK: (0.72, 0.36),
    TimeOfDay.NIGHT: (0.34, 0.15),
}
# Rise of the top over half the width, and how far the puffs gather around one peak.
_BUILDS = ((0.5, 0.46), (0.27, 0.75), (0.72, 0.36), (0.4, 0.55))
_CUMULUS = {Weather.CLEAR: 5, Weather.CLOUDY: 9, Weather.SNOW: 4}
# Level of the lowest edge (share of the horizon's height) and radius (units) of each tier, the farthest first.
_CEILINGS: dict[Weather, tuple[tuple[float, float], ...]] = {
    Weather.CLOUDY: ((0.16, 60),),
    Weather.SNOW: ((0.34, 52), (0.14, 84)),
    Weather.RAIN: ((0.5, 46), (0.32, 74), (0.12, 104)),
    Weather.STORM: ((0.66, 42), (0.5, 64), (0.31, 96), (0.1, 130)),
}


@dataclass(frozen=True)
class Tones:
    """Colours of one cloud from its lit top to its belly; ``alpha`` of its body."""

    lit: str
    body: str
    belly: str
    alpha: float = 1.0


def paint_clouds(scene: Scene) -> None:
    """Add the far bank, then the near clouds and lightning; nothing in space or in fog."""
    staging, stage = scene.staging, scene.stage
    weather = staging.weather
    if staging.setting is Setting.SPACE or weather is Weather.FOG:
        return
    random = scene.random
    heavy = weather in (Weather.RAIN, Weather.STORM)
    if not heavy and not staging.setting.is_indoors:
        far = _sheet(scene, "far clouds", FAR_DEPTH, 2.5)
        left, right = scene.sheets[-1].left, scene.sheets[-1].right
        _streaks(scene, far, left, right, 6 if weather is Weather.CLEAR else 10)
        for lift, radius in ((0.2, 26), (0.1, 19)):
            _bank(scene, far, random, (left, right), stage.horizon * lift, radius * stage.size(0))
    near = _sheet(scene, "clouds", CLOUD_DEPTH, 13.0 if heavy else 7.0)
    left, right = scene.sheets[-1].left, scene.sheets[-1].right
    _cumuli(scene, near, left, right)
    for tier, (share, size) in enumerate(_CEILINGS.get(weather, ())):
        _ceiling(scene, near, (left, right), stage.horizon * share, size * stage.size(0), tier)
    _strike(scene)


def _strike(scene: Scene) -> None:
    """A bolt of lightning in a storm, far off, towards the edge away from the sun: what flies is nearer the middle."""
    staging, stage = scene.staging, scene.stage
    if staging.weather is not Weather.STORM or staging.setting is Setting.SPACE:
        return
    share = scene.random.uniform(0.76, 0.9) if scene.lit_from_left else scene.random.uniform(0.1, 0.24)
    canvas = scene.sheet("lightning", CLOUD_DEPTH + 0.02, bottom=stage.horizon + 4, detail=0.75)
    lightning(canvas, scene.random, (stage.width * share, stage.height * 0.02), stage.horizon, stage.size(0))


def overcast(scene: Scene, seed: int) -> tuple[Image, int, int] | None:
    """A drifting veil of grey for rain, storm and snow: image, left, top in pixels; None in other weather."""
    staging, stage = scene.staging, scene.stage
    strength = {Weather.RAIN: 0.62, Weather.STORM: 0.85, Weather.SNOW: 0.45}.get(staging.weather)
    if strength is None or staging.setting is Setting.SPACE:
        return None
    over = math.ceil(stage.over(CLOUD_DEPTH) * stage.scale)
    width, height = stage.pixel_width + 2 * over, math.ceil(stage.horizon * stage.scale) + over
    small = (max(32, width // 4), max(24, height // 4))
    cloud = noise(seed, small[0], small[1], 5, 5, wraps=True)
    fall = np.linspace(1.0, 0.0, small[1], dtype=np.float32)[:, None] ** 0.8
    alpha = np.clip((cloud - 0.3) * 2.0, 0, 1) * fall * strength
    dark = bgr(mix(scene.colours.sky[0], "#23273a", 0.5 if staging.weather is Weather.STORM else 0.25))
    light = bgr(lighten(scene.colours.sky[3], 0.02))
    blend = np.clip((noise(seed + 1, small[0], small[1], 7, 4, wraps=True) - 0.35) * 1.6, 0, 1)[:, :, None]
    colour = np.array(dark, np.float32) * (1 - blend) + np.array(light, np.float32) * blend * 0.9 + 8 * blend
    veil = np.dstack([np.clip(colour, 0, 255), alpha * 255]).astype(np.uint8)
    return wrapped(veil, width, height), -over, -over


def envelope(puffs: Sequence[Puff], left: float, right: float, base: float, step: float, up: bool) -> list[Point]:
    """The outer edge of ``puffs`` from ``left`` to ``right``, above (``up``) or below the level ``base``."""
    xs = np.linspace(left, right, max(8, math.ceil((right - left) / step)) + 1)
    edge = np.full_like(xs, base)
    pick, sign = (np.minimum, -1) if up else (np.maximum, 1)
    for x, y, radius in puffs:
        inside = radius * radius - (xs - x) ** 2
        edge = pick(edge, np.where(inside > 0, y + sign * np.sqrt(np.maximum(inside, 0)), base))
    return list(zip(xs.tolist(), edge.tolist(), strict=True))


def cumulus(
    canvas: Canvas,
    random: Random,
    centre: Point,
    half: float,
    tones: Tones,
    from_left: bool,
    build: tuple[float, float],
) -> None:
    """One cloud on a flat base ``half`` to each side of ``centre``; ``build`` is its rise and its spread."""
    x, base = centre
    rise, spread = build
    peak = random.uniform(-0.35, 0.35)

    def rounds(count: int, scale: float, lean: float) -> list[Puff]:
        found = []
        for index in range(count):
            t = -0.86 + 1.72 * (index + random.uniform(0.25, 0.75)) / count
            tall = half * scale * (0.1 + rise * math.exp(-(((t - peak - lean) / spread) ** 2)))
            tall *= random.uniform(0.82, 1.12)
            # Of rounds much wider than the step from one to the next the edge would be a straight line.
            radius = min(tall * 0.8, half * random.uniform(1.05, 1.7) / count * scale)
            found.append((x + t * half, base - tall + radius, radius))
        return found

    step = max(1.6, half / 34)
    outline = envelope(rounds(8, 1.0, 0.0), x - half * 0.98, x + half * 0.98, base, step, up=True)
    top = min(y for _, y in outline)
    sun = -1 if from_left else 1
    thick = half * 0.085
    # The wings that the heap stands on: round at both ends, and swelling a little below, or they were cut with a knife.
    shares = sorted(random.uniform(-0.75, 0.75) for _ in range(2))
    ends = [x + half * share for share in (-1.06, *shares, 1.06)]
    lobes = "".join(
        f"Q{(a + b) / 2:.1f} {base + thick * (0.6 + 1.1 * (b - a) / half):.1f} {a:.1f} {base + thick * 0.2:.1f}"
        for a, b in reversed(list(itertools.pairwise(ends)))
    )
    wings = (
        f"M{ends[0]:.1f} {base + thick * 0.2:.1f}C{x - half * 1.2:.1f} {base - thick * 0.4:.1f} "
        f"{x - half * 1.1:.1f} {base - thick * 1.4:.1f} {x - half * 0.9:.1f} {base - thick * 1.2:.1f}"
        f"L{x + half * 0.9:.1f} {base - thick * 1.2:.1f}C{x + half * 1.1:.1f} {base - thick * 1.4:.1f} "
        f"{x + half * 1.2:.1f} {base - thick * 0.4:.1f} {ends[-1]:.1f} {base + thick * 0.2:.1f}{lobes}Z"
    )
    lit, body, belly, alpha = tones.lit, tones.body, tones.belly, tones.alpha
    fill = canvas.gradient(
        (x + sun * half * 0.3, top),
        (x - sun * half * 0.15, base + thick),
        [(0, lit, alpha), (0.4, mix(lit, body, 0.7), alpha), (0.75, mix(body, belly, 0.55), alpha * 0.95),
         (1, belly, alpha * 0.35)],
    )  # fmt: skip
    canvas.path(f"{straight(outline)}{wings}", fill)
    # Nearer heads in front of the first, lit at their own tops.
    for scale, lean in ((0.72, 0.22 * sun), (0.46, -0.3 * sun)):
        heads = envelope(rounds(6, scale, lean), x - half * 0.9, x + half * 0.9, base, step, up=True)
        head = min(y for _, y in heads)
        shine = canvas.gradient(
            (x + sun * half * 0.2, head),
            (x - sun * half * 0.1, base),
            [(0, lit, alpha * 0.75), (0.45, body, alpha * 0.45), (1, belly, 0.0)],
        )
        canvas.polygon(heads, shine)


def lightning(canvas: Canvas, random: Random, top: Point, bottom: float, size: float) -> None:
    """A stroke out of the clouds at ``top`` down to the level ``bottom``: a trunk with forks, twins, or a short one
    that ends in the air."""
    kind = random.choice(("forked", "forked", "twins", "twins", "short"))
    tall = (bottom - top[1]) * (random.uniform(0.5, 0.68) if kind == "short" else 1.0)
    bolts: list[tuple[list[Point], float]] = []
    for index in range(2 if kind == "twins" else 1):
        lean = random.uniform(-0.22, 0.22) * tall
        end = (top[0] + lean + index * tall * 0.2, top[1] + tall * (1 - index * random.uniform(0.1, 0.3)))
        bolts += _bolt(random, (top[0] + index * tall * 0.12, top[1]), end, 1.0 - 0.35 * index, 3)
    canvas.glow(top[0], top[1] + tall * 0.3, tall * 0.95, "#cfd8ff", 0.34)
    for points, weight in bolts:
        data = straight(points, closed=False)
        canvas.line(data, "#b9c6ff", 11 * size * weight, 0.16)
        canvas.line(data, "#e6ecff", 5 * size * weight, 0.5)
        canvas.line(data, "#ffffff", 2.6 * size * weight)


def _bolt(random: Random, start: Point, end: Point, weight: float, forks: int) -> list[tuple[list[Point], float]]:
    """A line broken again and again at its middle, and the thinner branches that leave it."""
    points = [start, end]
    reach = math.dist(start, end)
    for level in range(5):
        sway = reach * 0.17 * 0.55**level
        broken = [points[0]]
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            middle = ((x0 + x1) / 2 + random.uniform(-sway, sway), (y0 + y1) / 2 + random.uniform(-sway, sway) * 0.4)
            broken += [middle, (x1, y1)]
        points = broken
    found = [(points, weight)]
    for _ in range(forks):
        at = random.randrange(len(points) // 5, len(points) * 4 // 5)
        x, y = points[at]
        away = random.choice((-1, 1)) * reach * random.uniform(0.08, 0.22)
        tip = (x + away, y + reach * random.uniform(0.2, 0.34))
        found += _bolt(random, (x, y), tip, weight * 0.5, forks - 2)
    return found


def _sheet(scene: Scene, name: str, depth: float, drift: float) -> Canvas:
    canvas = scene.sheet(name, depth, bottom=scene.stage.horizon, detail=0.64 if depth == CLOUD_DEPTH else 0.45)
    scene.sheets[-1].wraps, scene.sheets[-1].drift = True, (drift, 0.0)
    return canvas


def _behind(scene: Scene, y: float) -> str:
    """The colour of the clear sky at the height ``y``."""
    return ramp(scene.colours.sky, y / scene.stage.horizon)


def _tones(scene: Scene, y: float) -> Tones:
    colours, staging = scene.colours, scene.staging
    behind = _behind(scene, y)
    top, body = _LIGHT[staging.time_of_day]
    if colours.is_night:
        top, body = min(top, 0.4), min(body, 0.2)
    white = mix(colours.glow, "#ffffff", 0.6 if staging.time_of_day is not TimeOfDay.DUSK else 0.12)
    shade = mix(colours.sky[1], colours.sky[2], 0.5)
    return Tones(
        mix(behind, white, top), mix(behind, white, body), mix(mix(behind, white, body * 0.45), shade, 0.25), 0.96
    )


def _cumuli(scene: Scene, canvas: Canvas, left: float, right: float) -> None:
    """Clouds of many sizes: large ones overhead, small flat ones towards the horizon."""
    stage, random, weather = scene.stage, scene.random, scene.staging.weather
    count = _CUMULUS.get(weather, 0)
    if not count:
        return
    if stage.is_tall:
        count = max(2, round(count * 0.75))
    slot = (right - left) / count
    order = list(range(count))
    random.shuffle(order)
    clouds = []
    for index, place in enumerate(order):
        share = 0.2 + 0.56 * (index + random.uniform(0.1, 0.9)) / count
        half = stage.size(0) * (185 - 160 * share) * random.uniform(0.7, 1.3)
        half = min(half, slot * 0.9)
        x = left + (place + random.uniform(0.3, 0.7)) * slot
        x = min(max(x, left + half * 1.25), right - half * 1.25)
        beside = _beside_the_sun(scene, x, stage.horizon * share, half, (left, right))
        if beside is not None:
            clouds.append((share, beside, half))
    for share, x, half in sorted(clouds, reverse=True):
        y = stage.horizon * share
        rise, spread = random.choice(_BUILDS)
        # Its head is in the picture: cut by the edge, a tower is a bucket.
        rise = min(rise * (1.15 - 0.7 * share), 0.72 * y / half)
        cumulus(canvas, random, (x, y), half, _tones(scene, y), x > scene.sun[0], (rise, spread))


def _beside_the_sun(scene: Scene, x: float, base: float, half: float, span: tuple[float, float]) -> float | None:
    """``x``, or the place nearest to it in ``span`` where a cloud leaves the disc whole; None where there is none.

    Half a disc behind a cloud's straight base looks like a scrap of paper.
    """
    sun_x, sun_y = scene.sun
    radius = scene.disc * 1.15
    clear = half * 1.2 + radius
    if abs(x - sun_x) >= clear or not base - half - radius < sun_y < base + half * 0.1 + radius:
        return x
    places = [place for place in (sun_x - clear, sun_x + clear) if span[0] <= place - half <= place + half <= span[1]]
    return min(places, key=lambda place: abs(place - x), default=None)


def _bank(scene: Scene, canvas: Canvas, random: Random, span: tuple[float, float], lift: float, radius: float) -> None:
    """Heads of far clouds that rise out of the haze on the horizon."""
    left, right = span
    horizon, width = scene.stage.horizon, right - left
    # Close enough that no slit of sky is left between two heads.
    count = max(6, round(width / (radius * 1.1)))
    phases = [random.uniform(0, math.tau) for _ in range(2)]
    (sun_x, sun_y), clear = scene.sun, scene.disc * 1.15
    puffs: list[Puff] = []
    for index in range(count):
        x = left + width * (index + random.uniform(0.2, 0.8)) / count
        along = math.tau * (x - left) / width
        swell = 0.5 + 0.3 * math.sin(along * 2 + phases[0]) + 0.2 * math.sin(along * 5 + phases[1])
        size = radius * random.uniform(0.7, 1.3)
        y = horizon - lift * max(swell, 0.05) + size
        # Under the sun, not before it: half a disc behind their flat heads looks bitten.
        if abs(x - sun_x) < clear + 2 * size:
            y = max(y, sun_y + clear + size)
        puffs += [(x + shift, y, size) for shift in (-width, 0.0, width)]
    outline = envelope(puffs, left, right, horizon, max(2.0, radius / 8), up=True)
    top = min(y for _, y in outline)
    tones = _tones(scene, top)
    fill = canvas.gradient(
        (0, top),
        (0, horizon),
        [(0, tones.lit, 0.8), (0.4, tones.body, 0.6), (1, scene.colours.sky[4], 0.0)],
    )
    canvas.polygon([*outline, (right, horizon), (left, horizon)], fill)


def _streaks(scene: Scene, canvas: Canvas, left: float, right: float, count: int) -> None:
    """Long thin clouds in the low sky, bright where the sun is near."""
    stage, random, colours = scene.stage, scene.random, scene.colours
    for _ in range(count):
        half = stage.size(0) * random.uniform(70, 210)
        half = min(half, (right - left) * 0.3)
        x = random.uniform(left + half, right - half)
        share = random.uniform(0.42, 0.86)
        y, thick = stage.horizon * share, stage.size(0) * random.uniform(2.2, 6.0)
        near = math.exp(-((x - scene.sun[0]) ** 2) / (stage.width * 0.3) ** 2)
        tone = mix(_tones(scene, y).body, colours.glow, 0.7 * near * (0.4 if colours.is_night else 1.0))
        points: list[Point] = [
            (x - half, y),
            (x - half * 0.4, y - thick * random.uniform(0.4, 1.0)),
            (x + half * 0.2, y - thick),
            (x + half, y + thick * 0.2),
            (x + half * 0.3, y + thick * 0.5),
            (x - half * 0.5, y + thick * 0.3),
        ]
        fill = canvas.gradient((x - half, 0), (x + half, 0), [(0, tone, 0.0), (0.4, tone, 0.7), (1, tone, 0.0)])
        canvas.path(smooth(points, closed=True), fill)


def _ceiling(scene: Scene, canvas: Canvas, span: tuple[float, float], level: float, radius: float, tier: int) -> None:
    """One tier of a closed sky: heavy rounds hanging from above the frame, darker the nearer they are."""
    left, right = span
    stage, colours, random = scene.stage, scene.colours, scene.random
    width = right - left
    count = max(4, round(width / (radius * 1.05)))
    puffs: list[Puff] = []
    for index in range(count):
        x = left + width * (index + random.uniform(0.2, 0.8)) / count
        size = radius * random.uniform(0.7, 1.25)
        hang = level + random.uniform(-0.45, 0.3) * radius
        puffs += [(x + shift, hang - size, size) for shift in (-width, 0.0, width)]
    top = -stage.over(CLOUD_DEPTH)
    outline = envelope(puffs, left, right, level - radius * 0.62, max(2.0, radius / 12), up=False)
    low = max(y for _, y in outline)
    storm = scene.staging.weather is Weather.STORM
    dark = mix(colours.sky[0], "#11131f", (0.3 if storm else 0.0) + (0.1 * tier if scene.is_wet else 0.0))
    pale = mix(_behind(scene, low), colours.sky[3], 0.3 if storm else 0.45)
    edge = mix(pale, dark, 0.18 + 0.16 * tier if scene.is_wet else 0.1 * tier)
    fill = canvas.gradient(
        (0, low - radius * 2.2), (0, low), [(0, dark if scene.is_wet else mix(dark, pale, 0.45), 1.0),
                                            (0.55, mix(dark, edge, 0.55), 1.0), (1, edge, 1.0)]
    )  # fmt: skip
    canvas.polygon([*outline, (right, top), (left, top)], fill)
    canvas.line(straight(outline, closed=False), lighten(edge, 0.07), 1.6 * stage.size(0), 0.55)
    # Folds: smaller rounds higher up catch a little of the light.
    folds = [(x, y - radius * random.uniform(0.5, 1.0), size * 0.8) for x, y, size in puffs[1::3]]
    folds = [(x + shift, y, size) for x, y, size in folds for shift in (-width, 0.0, width)]
    inner = envelope(folds, left, right, level - radius * 2.4, max(2.0, radius / 12), up=False)
    bottom = max(y for _, y in inner)
    shade = canvas.gradient((0, bottom - radius * 1.4), (0, bottom), [(0, edge, 0.0), (1, edge, 0.3)])
    canvas.polygon([*inner, (right, level - radius * 2.6), (left, level - radius * 2.6)], shade)
