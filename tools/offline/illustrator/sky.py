"""The sky: its colours, the sun's light in the air, sun or moon, stars, high thin cloud and, in space, a nebula.

Knows nothing of the ground under it, nor of the clouds that drift before it.
"""

from __future__ import annotations

import math
from random import Random

import cv2
import numpy as np

from studio.production.vocabulary import Setting, Style, TimeOfDay, Weather
from studio.tools.offline.illustrator.canvas import Canvas, Point
from studio.tools.offline.illustrator.colour import mix
from studio.tools.offline.illustrator.ramps import Colours
from studio.tools.offline.illustrator.rendering import Image, Plane, bgr, noise, resized
from studio.tools.offline.illustrator.scene import Scene
from studio.tools.offline.illustrator.stage import Stage

SKY_DEPTH = 0.0

# How far the light of sun or moon colours the whole sky, and the radius of its disc in units.
_REACH = {TimeOfDay.DAWN: 0.8, TimeOfDay.DAY: 0.5, TimeOfDay.DUSK: 0.85, TimeOfDay.NIGHT: 0.45}
_RADIUS = {TimeOfDay.DAWN: 44, TimeOfDay.DAY: 30, TimeOfDay.DUSK: 52, TimeOfDay.NIGHT: 34}


def sun_position(stage: Stage, time: TimeOfDay, layout: int, random: Random) -> Point:
    """Where the sun or moon stands: low at dawn and dusk, high by day and night, on the layout's open side."""
    side = (0.7, 0.34, 0.62)[layout]
    x = stage.width * (side + random.uniform(-0.06, 0.06))
    height = {TimeOfDay.DAWN: 0.76, TimeOfDay.DAY: 0.3, TimeOfDay.DUSK: 0.8, TimeOfDay.NIGHT: 0.34}[time]
    return x, stage.horizon * (height + random.uniform(-0.04, 0.04))


def disc_radius(time: TimeOfDay) -> float:
    """The radius of the sun or moon, in units."""
    return _RADIUS[time]


def paint_sky(scene: Scene, seed: int) -> tuple[Image, int, int]:
    """The opaque farthest layer, wider than the frame by its overscan: image, left, top in pixels."""
    stage, colours, staging = scene.stage, scene.colours, scene.staging
    over = math.ceil(stage.over(SKY_DEPTH) * stage.scale)
    width, height = stage.pixel_width + 2 * over, stage.pixel_height + 2 * over
    horizon = (stage.horizon * stage.scale + over) / height
    x, y = scene.sun[0] * stage.scale + over, scene.sun[1] * stage.scale + over
    veiled = staging.weather in (Weather.RAIN, Weather.STORM, Weather.SNOW, Weather.FOG)
    in_space = staging.setting is Setting.SPACE
    strips = staging.style is Style.PAPER
    # What varies slowly is painted small; only edges of paper, grain, stars and the disc need every pixel.
    small = (width // 2, height // 2) if strips else (width // 4, height // 4)
    image = (_paper_strips if strips else _gradient)(colours, *small, horizon, seed)
    if in_space:
        _nebula(image, colours, seed)
    else:
        _sunlight(image, scene, (x / width, y / height), seed, 0.35 if veiled else 1.0)
        if not strips and (not veiled or staging.weather is Weather.FOG):
            _high_cloud(image, scene, (x / width, y / height), horizon, seed)
    size = stage.scale * scene.disc
    bright = staging.time_of_day is TimeOfDay.DAY and staging.style not in (Style.INK, Style.NEON)
    if not in_space:
        share = small[0] / width
        near = colours.sun if bright else colours.glow
        _halo(image, (x * share, y * share), size * 7 * share, colours.glow, 0.2 if veiled else 0.45)
        _halo(image, (x * share, y * share), size * 2.7 * share, near, 0.25 if veiled else 0.6)
    image = cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32, copy=False)
    if in_space or (colours.is_night and staging.weather in (Weather.CLEAR, Weather.CLOUDY)):
        lowest = 1.0 if in_space else 0.62
        _stars(image, Random(seed), stage.scale, int(height * lowest), 260 if in_space else 190)
    if not in_space and (not veiled or staging.weather is Weather.FOG):
        _disc(image, (x, y), size, colours, staging.style, faint=veiled, soft=0.4 if bright else 0.0)
    return _dithered(image), -over, -over


def _dithered(image: Plane) -> Image:
    """``image`` in whole levels and opaque, by ordered dither: no bands in a slow gradient, and it packs well."""
    width = image.shape[1]
    pattern = np.zeros((1, 1), np.float32)
    while pattern.shape[0] < 16:
        pattern = np.block([[4 * pattern, 4 * pattern + 2], [4 * pattern + 3, 4 * pattern + 1]])
    for row, values in enumerate((pattern + 0.5) / pattern.size - 0.5):
        image[row::16] += np.tile(values, width // 16 + 1)[None, :width, None].astype(np.float32)
    levels = cv2.convertScaleAbs(np.maximum(image, 0, out=image))
    return cv2.cvtColor(levels, cv2.COLOR_BGR2BGRA).astype(np.uint8, copy=False)


def _sunlight(image: Plane, scene: Scene, centre: Point, seed: int, strength: float) -> None:
    """Light that spreads from the sun or moon over the whole sky, in rays where the sun is out.

    ``centre`` is where it stands, as shares of the image's sides.
    """
    colours, time = scene.colours, scene.staging.time_of_day
    height, width = image.shape[:2]
    across = ((np.arange(width, dtype=np.float32) + 0.5) / width - centre[0])[None, :] * (width / height)
    down = ((np.arange(height, dtype=np.float32) + 0.5) / height - centre[1])[:, None]
    away = (across / 1.15) ** 2 + (down / 0.62) ** 2
    wide, close = np.exp(-1.6 * away), np.exp(-9 * away)
    if not colours.is_night and strength == 1.0:
        random = Random(seed)
        angle = np.arctan2(down, across)
        rays = sum(np.sin(angle * pitch + random.uniform(0, math.tau)) for pitch in (5, 9, 14, 23))
        wide = wide * (1 + 0.13 * np.clip(rays, -1, 1.5) * np.clip(away * 6, 0, 1))
    reach = _REACH[time] * strength
    for plane, colour, share in ((wide, mix(colours.sky[3], colours.glow, 0.35), 0.62), (close, colours.glow, 0.5)):
        amount = np.clip(plane * share * reach, 0, 1)[:, :, None]
        image += (np.array(bgr(colour), np.float32) - image) * amount
    # The far side of the sky is deeper.
    image *= (1 - 0.16 * reach * np.clip(away * 0.5 - 0.25, 0, 1))[:, :, None]


def _high_cloud(image: Plane, scene: Scene, centre: Point, horizon: float, seed: int) -> None:
    """Thin streaks of cloud high up, bright towards the sun; by night also the band of the Milky Way."""
    colours = scene.colours
    height, width = image.shape[:2]
    along = (np.arange(width, dtype=np.float32) / width)[None, :]
    fall = (np.arange(height, dtype=np.float32) / height)[:, None]
    # Stretched noise: drawn six times as tall as it is shown, and sheared into a gentle slope.
    streaks = resized(noise(seed + 9, width, height * 6, 3, 5), width, height)
    lean = np.sin(along * math.pi + seed % 7) * height * 0.06
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    # By fractions of a row, or the slope would climb in steps.
    slanted = cv2.remap(streaks, columns, rows + lean, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    level = np.clip(fall / horizon, 0, 1)
    shown = np.clip((slanted - 0.47) * 2.4, 0, 1) * np.clip(level * 4, 0, 1) * np.clip((1 - level) * 2.2, 0, 1)
    near = np.exp(-4 * ((along - centre[0]) ** 2 + (fall - centre[1]) ** 2))
    strength = (0.3 if colours.is_night else 0.62) * shown * (0.55 + 0.45 * near)
    warm, cool = np.array(bgr(colours.glow), np.float32), np.array(bgr(mix(colours.sky[3], "#ffffff", 0.3)), np.float32)
    tint = cool + (warm - cool) * near[:, :, None]
    image += (tint - image) * strength[:, :, None]
    if colours.is_night:
        side = 1 if centre[0] < 0.5 else -1
        offset = (along - 0.5 - 0.22 * side) + side * (fall / horizon - 0.4) * 0.35
        cells = noise(seed + 12, width, height, 7, 5)
        milk = np.exp(-((offset / 0.13) ** 2)) * np.clip(cells * 1.7 - 0.45, 0, 1) * np.clip(1 - level * 1.1, 0, 1)
        amount = (0.34 * milk)[:, :, None]
        image += (np.array(bgr("#a9bdf0"), np.float32) - image) * amount


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


def _gradient(colours: Colours, width: int, height: int, horizon: float, seed: int) -> Plane:
    """Bands of the sky's colours that melt into each other; nothing in it is left to the seed."""
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
    image: Plane,
    centre: tuple[float, float],
    radius: float,
    colours: Colours,
    style: Style,
    *,
    faint: bool,
    soft: float,
) -> None:
    """Sun or moon; ``soft`` is the share of the radius over which its edge melts into the light around it."""
    reach = radius * (1 + soft / 2) + 2
    left, top = int(centre[0] - reach), int(centre[1] - reach)
    size = int(reach * 2) + 1
    if left < 0 or top < 0 or left + size > image.shape[1] or top + size > image.shape[0]:
        return
    across = np.arange(left, left + size, dtype=np.float32)[None, :] - centre[0]
    down = np.arange(top, top + size, dtype=np.float32)[:, None] - centre[1]
    distance = np.sqrt(across * across + down * down)
    edge = max(1.0, soft * radius)
    share = np.clip((radius - distance) / edge + 0.5, 0, 1)[:, :, None] * (0.4 if faint else 0.95)
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
    cells = 4 if width >= height else 3
    shape = np.clip((noise(seed + 5, width, height, cells, 5) - 0.42) * 2.2, 0, 1)[:, :, None]
    hue = noise(seed + 6, width, height, 3, 3)[:, :, None]
    first, second = np.array(bgr("#d25bb0"), np.float32), np.array(bgr("#4f7be0"), np.float32)
    tint = first * hue + second * (1 - hue)
    tint += (np.array(bgr(colours.sky[4]), np.float32) - tint) * 0.35
    image += (tint - image) * (shape * shape * 0.62)
