"""The sky: its colours, sun or moon, stars, clouds and, in space, a nebula and a planet's light.

Knows nothing of the ground under it.
"""

from __future__ import annotations

import math
from random import Random

import cv2
import numpy as np

from studio.production.vocabulary import Setting, Style, TimeOfDay, Weather
from studio.tools.offline.illustrator.canvas import Canvas, Point, straight
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.ramps import Colours
from studio.tools.offline.illustrator.rendering import Image, Plane, bgr, noise
from studio.tools.offline.illustrator.scene import Scene
from studio.tools.offline.illustrator.stage import Stage

SKY_DEPTH = 0.0
CLOUD_DEPTH = 0.06


def sun_position(stage: Stage, time: TimeOfDay, layout: int, random: Random) -> Point:
    """Where the sun or moon stands: low at dawn and dusk, high by day and night, on the layout's open side."""
    side = (0.7, 0.34, 0.62)[layout]
    x = stage.width * (side + random.uniform(-0.06, 0.06))
    height = {TimeOfDay.DAWN: 0.76, TimeOfDay.DAY: 0.3, TimeOfDay.DUSK: 0.8, TimeOfDay.NIGHT: 0.34}[time]
    return x, stage.horizon * (height + random.uniform(-0.04, 0.04))


def paint_sky(scene: Scene, seed: int) -> tuple[Image, int, int]:
    """The opaque farthest layer, wider than the frame by its overscan: image, left, top in pixels."""
    stage, colours = scene.stage, scene.colours
    over = math.ceil(stage.over(SKY_DEPTH) * stage.scale)
    width, height = stage.pixel_width + 2 * over, stage.pixel_height + 2 * over
    horizon = (stage.horizon * stage.scale + over) / height
    if scene.staging.style is Style.PAPER:
        small = _paper_strips(colours, width // 2, height // 2, horizon, seed)
        image = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32, copy=False)
    else:
        image = _gradient(colours, width, height, horizon)
    staging = scene.staging
    x, y = scene.sun[0] * stage.scale + over, scene.sun[1] * stage.scale + over
    veiled = staging.weather in (Weather.RAIN, Weather.STORM, Weather.SNOW, Weather.FOG)
    in_space = staging.setting is Setting.SPACE
    if in_space:
        _nebula(image, colours, seed)
    if in_space or (colours.is_night and staging.weather in (Weather.CLEAR, Weather.CLOUDY)):
        lowest = 1.0 if in_space else 0.62
        _stars(image, Random(seed), stage.scale, int(height * lowest), 260 if in_space else 150)
    if not in_space:
        size = stage.scale * (34 if colours.is_night else 46)
        _halo(image, (x, y), size * 8.5, colours.glow, 0.34 if veiled else 0.62)
        _halo(image, (x, y), size * 2.7, colours.glow, 0.25 if veiled else 0.55)
        if not veiled or staging.weather is Weather.FOG:
            _disc(image, (x, y), size, colours, staging.style, faint=veiled)
    # A level of still grain hides the bands of a slow gradient.
    tile = np.random.Generator(np.random.PCG64(seed)).normal(0.5, 0.9, (256, 256, 1)).astype(np.float32)
    image += np.tile(tile, (height // 256 + 1, width // 256 + 1, 1))[:height, :width]
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[:, :, :3] = np.clip(image, 0, 255, out=image)
    return picture, -over, -over


def paint_clouds(scene: Scene) -> None:
    """Add the cloud layer, which drifts and repeats; nothing in space."""
    staging, stage, colours = scene.staging, scene.stage, scene.colours
    if staging.setting is Setting.SPACE or staging.weather is Weather.FOG:
        return
    heavy = staging.weather in (Weather.RAIN, Weather.STORM)
    counts = {Weather.CLEAR: 3, Weather.CLOUDY: 8, Weather.RAIN: 10, Weather.STORM: 12, Weather.SNOW: 7}
    lowest = stage.horizon * (0.6 if not heavy else 0.5)
    canvas = scene.sheet("clouds", CLOUD_DEPTH, bottom=stage.horizon, detail=0.5)
    sheet = scene.sheets[-1]
    sheet.wraps, sheet.drift = True, (7.0 if not heavy else 13.0, 0.0)
    span = sheet.right - sheet.left
    count = counts[staging.weather]
    if stage.is_tall:
        count = max(2, round(count * 0.7))
    size = stage.size(0) * (1.0 if staging.weather is not Weather.CLOUDY else 1.12) * (1.35 if heavy else 1.0)
    random = scene.random
    for index in range(count):
        half = size * random.uniform(70, 130) * (1.3 if heavy else 1.0)
        slot = span / count
        x = sheet.left + (index + random.uniform(0.35, 0.65)) * slot
        x = min(max(x, sheet.left + half * 1.25), sheet.right - half * 1.25)
        top = 0.06 if heavy else 0.12
        share = (top, 0.9, 0.35, 0.65, 0.2, 0.5)[index % 6] * random.uniform(0.8, 1.1)
        y = stage.height * 0.03 + lowest * min(share, 0.95)
        nearness = 1 - 0.5 * y / lowest
        _cumulus(
            canvas,
            random,
            (x, y),
            half * (0.55 + 0.45 * nearness),
            colours,
            scene.lit_from_left,
            staging.weather,
            y / stage.horizon,
        )


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
    veil = np.dstack([np.clip(colour, 0, 255), alpha * 255]).astype(np.float32)
    image = cv2.resize(veil, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip(image + 0.5, 0, 255).astype(np.uint8), -over, -over


def lightning(canvas: Canvas, random: Random, top: Point, bottom: float, size: float) -> None:
    """A forked bolt from ``top`` down to the level ``bottom``, glowing."""
    points = [top]
    while points[-1][1] < bottom:
        x, y = points[-1]
        points.append((x + random.uniform(-26, 26) * size, min(bottom, y + random.uniform(22, 46) * size)))
    fork = points[len(points) // 2]
    branch = [fork]
    for _ in range(3):
        x, y = branch[-1]
        branch.append((x + random.uniform(8, 30) * size, y + random.uniform(18, 34) * size))
    canvas.glow(fork[0], fork[1], (bottom - top[1]) * 0.75, "#cfd8ff", 0.3)
    for outline, width in ((points, 3.4), (branch, 1.7)):
        data = straight(outline, closed=False)
        canvas.line(data, "#b9c6ff", width * 3.4 * size, 0.22)
        canvas.line(data, "#e6ecff", width * 1.7 * size, 0.6)
        canvas.line(data, "#ffffff", width * 0.8 * size)


def birds(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    top: float,
    bottom: float,
    count: int,
    size: float,
    colour: str,
) -> None:
    """Far birds, as two strokes each."""
    for _ in range(count):
        x, y, span = random.uniform(left, right), random.uniform(top, bottom), size * random.uniform(0.6, 1.2)
        canvas.line(
            f"M{x - span:.1f} {y - span * 0.25:.1f}Q{x - span * 0.5:.1f} {y - span * 0.5:.1f} {x:.1f} {y:.1f}"
            f"Q{x + span * 0.5:.1f} {y - span * 0.5:.1f} {x + span:.1f} {y - span * 0.25:.1f}",
            colour,
            span * 0.13,
            0.85,
        )


def _cumulus(
    canvas: Canvas,
    random: Random,
    centre: Point,
    half: float,
    colours: Colours,
    from_left: bool,
    weather: Weather,
    height: float,
) -> None:
    x, base = centre
    puffs = []
    for step in range(6):
        t = -0.8 + 1.6 * (step + random.uniform(-0.2, 0.2)) / 5
        radius = half * (0.2 + 0.28 * (1 - t * t)) * random.uniform(0.85, 1.12)
        puffs.append((x + t * half * 0.8, base - radius * 0.42, radius))
    outline: list[Point] = []
    start, end = x - half * 1.12, x + half * 1.12
    steps = 72
    for index in range(steps + 1):
        px = start + (end - start) * index / steps
        edge = base - half * 0.07 * math.sqrt(max(0.0, 1 - ((px - x) / (half * 1.12)) ** 8))
        for cx, cy, radius in puffs:
            if abs(px - cx) < radius:
                edge = min(edge, cy - math.sqrt(radius * radius - (px - cx) ** 2))
        outline.append((px, edge))
    outline += [(end - half * 0.05, base + half * 0.04), (start + half * 0.05, base + half * 0.04)]
    behind = colours.sky[min(4, int(height * 4.2))]
    if weather is Weather.STORM:
        lit, low, alpha = mix(behind, "#9a9db0", 0.28), mix(colours.sky[0], "#171a28", 0.4), 0.9
    elif weather is Weather.RAIN:
        lit, low, alpha = mix(behind, "#c3c9d6", 0.4), mix(colours.sky[1], "#3b4256", 0.3), 0.85
    else:
        white = mix(colours.glow, "#ffffff", 0.55)
        lit = mix(behind, white, 0.3 if colours.is_night else 0.72)
        low, alpha = mix(behind, colours.sky[2], 0.3), 0.92
    top = min(y for _, y in outline)
    shift = half * 0.035 * (-1 if from_left else 1)
    rim = [(px + shift, py - half * 0.022) for px, py in outline]
    canvas.polygon(
        rim,
        canvas.gradient((0, top), (0, base), [(0, lighten(lit, 0.05), alpha), (0.7, lit, alpha * 0.5), (1, lit, 0)]),
    )
    canvas.polygon(
        outline,
        canvas.gradient(
            (0, top),
            (0, base + half * 0.04),
            [(0, lit, alpha), (0.55, mix(lit, low, 0.45), alpha * 0.85), (1, low, alpha * 0.3)],
        ),
    )


def _gradient(colours: Colours, width: int, height: int, horizon: float) -> Plane:
    stops = np.array([bgr(colour) for colour in colours.sky], np.float32)
    position = np.clip(np.linspace(0, 1 / max(horizon, 0.05), height), 0, 1) * 4
    index = np.minimum(position.astype(int), 3)
    share = (position - index)[:, None].astype(np.float32)
    share = share * share * (3 - 2 * share) * 0.35 + share * 0.65
    column = stops[index] * (1 - share) + stops[index + 1] * share
    return np.repeat(column[:, None, :], width, axis=1).astype(np.float32)


def _paper_strips(colours: Colours, width: int, height: int, horizon: float, seed: int) -> Plane:
    """A sky of seven strips of paper with wavy edges, each shaded by the one that hangs above it."""
    stops = np.array([bgr(colour) for colour in colours.sky], np.float32)
    random = Random(seed)
    strips = 7
    position = np.linspace(0, strips / max(horizon, 0.05), height, dtype=np.float32)[:, None]
    along = np.linspace(0, math.tau * max(1.0, width / height), width, dtype=np.float32)[None, :]
    image = np.empty((height, width, 3), np.float32)
    image[:] = stops[0]
    for strip in range(1, strips):
        wave = sum(
            weight * np.sin(along * pitch + random.uniform(0, math.tau)) for weight, pitch in ((0.2, 1.0), (0.09, 2.6))
        )
        below = position - (strip + wave)
        at = 4 * strip / (strips - 1)
        index = min(int(at), 3)
        colour = stops[index] + (stops[index + 1] - stops[index]) * (at - index)
        inside = np.clip(below * height * horizon / strips, 0, 1)[:, :, None]
        shade = (1 - 0.13 * np.exp(-np.maximum(below, 0) * 5))[:, :, None]
        image += (colour * shade - image) * inside
    return image


def _halo(image: Plane, centre: tuple[float, float], radius: float, colour: str, strength: float) -> None:
    height, width = image.shape[:2]
    left, right = max(0, int(centre[0] - radius)), min(width, int(centre[0] + radius) + 1)
    top, bottom = max(0, int(centre[1] - radius)), min(height, int(centre[1] + radius) + 1)
    if right <= left or bottom <= top:
        return
    across = (np.arange(left, right, dtype=np.float32) - centre[0])[None, :] / radius
    down = (np.arange(top, bottom, dtype=np.float32) - centre[1])[:, None] / radius
    fall = np.clip(1 - np.sqrt(across * across + down * down), 0, 1)
    share = (fall * fall * strength)[:, :, None]
    part = image[top:bottom, left:right]
    part += (np.array(bgr(colour), np.float32) - part) * share


def _disc(
    image: Plane, centre: tuple[float, float], radius: float, colours: Colours, style: Style, faint: bool
) -> None:
    left, top = int(centre[0] - radius) - 2, int(centre[1] - radius) - 2
    size = int(radius * 2) + 5
    if left < 0 or top < 0 or left + size > image.shape[1] or top + size > image.shape[0]:
        return
    across = np.arange(left, left + size, dtype=np.float32)[None, :] - centre[0]
    down = np.arange(top, top + size, dtype=np.float32)[:, None] - centre[1]
    distance = np.sqrt(across * across + down * down)
    share = np.clip(radius - distance + 0.5, 0, 1)[:, :, None] * (0.4 if faint else 0.95)
    colour = np.ones((size, size, 3), np.float32) * np.array(bgr(colours.sun), np.float32)
    if colours.is_night and style is not Style.NEON:
        for dx, dy, crater in (
            (-0.3, -0.25, 0.24),
            (0.25, 0.05, 0.3),
            (-0.12, 0.42, 0.2),
            (0.42, -0.42, 0.14),
            (-0.5, 0.15, 0.12),
        ):
            away = np.sqrt((across - dx * radius) ** 2 + (down - dy * radius) ** 2)
            colour -= np.clip((crater * radius - away) / (radius * 0.05), 0, 1)[:, :, None] * np.array(
                [18, 20, 22], np.float32
            )
    if style is Style.NEON:
        bands = (
            (down / radius > -0.1) & (np.mod(down / radius * 7, 1) < 0.22 + 0.3 * np.clip(down / radius, 0, 1))
        ).astype(np.float32)
        share = share * (1 - bands)[:, :, None]
        low = np.array(bgr("#ff4fa3"), np.float32)
        colour += (low - colour) * np.clip((down / radius + 0.6) / 1.6, 0, 1)[:, :, None]
    part = image[top : top + size, left : left + size]
    part += (colour - part) * share


def _stars(image: Plane, random: Random, scale: float, lowest: int, count: int) -> None:
    height, width = image.shape[:2]
    for _ in range(count):
        x, y = random.uniform(4, width - 5), lowest * random.random() ** 1.35
        bright = random.random() ** 2.2
        radius = max(0.55, scale * (0.55 + 1.1 * bright))
        strength = (0.35 + 0.65 * bright) * (1 - 0.8 * y / lowest if lowest < height else 1.0)
        _halo(image, (x, min(y, height - 5)), radius * 2.2, "#ffffff", min(1.0, strength * 1.5))
        if bright > 0.75:
            _halo(image, (x, y), radius * 9, "#bcd6ff", strength * 0.3)


def _nebula(image: Plane, colours: Colours, seed: int) -> None:
    height, width = image.shape[:2]
    small = (max(32, width // 4), max(32, height // 4))
    cells = 4 if width >= height else 3
    shape = np.clip((noise(seed + 5, small[0], small[1], cells, 5) - 0.42) * 2.2, 0, 1)
    hue = noise(seed + 6, small[0], small[1], 3, 3)[:, :, None]
    first, second = np.array(bgr("#d25bb0"), np.float32), np.array(bgr("#4f7be0"), np.float32)
    tint = first * hue + second * (1 - hue)
    tint += (np.array(bgr(colours.sky[4]), np.float32) - tint) * 0.35
    shape = cv2.resize(shape * shape, (width, height), interpolation=cv2.INTER_LINEAR)[:, :, None] * 0.62
    image += (cv2.resize(tint, (width, height), interpolation=cv2.INTER_LINEAR) - image) * shape
