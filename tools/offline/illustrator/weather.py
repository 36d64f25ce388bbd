"""Weather in front of things: falling rain and snow, mist between layers, puddles and lying snow.

Falling layers are tiles that repeat without a seam along their drift. Knows nothing of settings.
"""

from __future__ import annotations

from random import Random

import numpy as np

from studio.production.vocabulary import Weather
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.colour import mix
from studio.tools.offline.illustrator.rendering import Image, bgr, noise, wrapped
from studio.tools.offline.illustrator.scene import Scene, Sheet
from studio.tools.offline.illustrator.stage import Stage

RAIN_SLANT = -0.22
"""How far rain moves to the side for each unit that it falls."""


def falling(scene: Scene, depth: float, weather: Weather) -> Sheet | None:
    """A tile of rain or snow over the whole frame, or None in dry weather."""
    if weather not in (Weather.RAIN, Weather.STORM, Weather.SNOW):
        return None
    stage = scene.stage
    over = stage.over(depth)
    left, top, width, height = -over, -over, stage.width + 2 * over, stage.height + 2 * over
    canvas = Canvas("fall")
    random = Random(scene.random.getrandbits(31))
    if weather is Weather.SNOW:
        _snow(canvas, random, left, top, width, height, stage)
        drift = (14.0, 62.0)
    else:
        heavy = weather is Weather.STORM
        _rain(canvas, random, left, top, width, height, 230 if heavy else 150, scene)
        speed = 900.0 if heavy else 720.0
        drift = (speed * RAIN_SLANT, speed)
    return Sheet(
        weather.value, depth, canvas, top, top + height, left, left + width, detail=0.5, drift=drift, wraps=True
    )


def mist(scene: Scene, seed: int, density: float, depth: float) -> tuple[Image, int, int]:
    """A drifting bank of mist around the horizon, at ``depth``: image, left, top in pixels."""
    stage = scene.stage
    over = stage.over(depth) * stage.scale
    width = round(stage.pixel_width + 2 * over)
    top, bottom = stage.horizon * 0.62, stage.baseline
    height = round((bottom - top) * stage.scale)
    small = (max(32, width // 6), max(16, height // 6))
    cloud = noise(seed, small[0], small[1], 4, 3, wraps=True)
    rise = np.linspace(0, 1, small[1], dtype=np.float32)[:, None]
    envelope = np.clip(rise / 0.45, 0, 1) * np.clip((1 - rise) / 0.35, 0, 1)
    alpha = np.clip(0.35 + 0.75 * cloud, 0, 1) * envelope * envelope * (3 - 2 * envelope) * density
    image = np.empty((height, width, 4), np.uint8)
    image[:, :, :3] = bgr(mix(scene.colours.haze, "#ffffff", 0.12))
    levels = np.clip(alpha * 255, 0, 255).astype(np.uint8)
    image[:, :, 3] = wrapped(levels, width, height)
    return image, -round(over), round(top * stage.scale)


def puddles(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    top: float,
    bottom: float,
    count: int,
    size: float,
    scene: Scene,
) -> None:
    """Flat pools on wet ground that mirror the sky, none of them above ``top``."""
    for _ in range(count):
        x, y = random.uniform(left, right), random.uniform(top, bottom)
        half = size * random.uniform(0.5, 1.2)
        y = max(y, top + half * 0.15)
        canvas.ellipse(x, y, half, half * 0.15, mix(scene.colours.sky[3], scene.colours.stone[3], 0.35), 0.55)
        canvas.ellipse(x - half * 0.15, y - half * 0.02, half * 0.6, half * 0.06, scene.colours.sky[4], 0.45)


def _rain(
    canvas: Canvas, random: Random, left: float, top: float, width: float, height: float, count: int, scene: Scene
) -> None:
    colour = mix(scene.colours.sky[4], "#ffffff", 0.55)
    unit = (scene.stage.size(0)) * 1.0
    groups: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for _ in range(count):
        x, y = left + random.random() * width, top + random.random() * height
        near = random.choice((0, 0, 1, 1, 2))
        length = unit * (16 + 11 * near) * random.uniform(0.7, 1.2)
        dx = RAIN_SLANT * length
        # A streak that crosses an edge of the tile is drawn again at the opposite edge.
        for ox in (-width, 0.0, width):
            for oy in (-height, 0.0, height):
                x0, y0, x1, y1 = x + ox, y + oy, x + ox + dx, y + oy + length
                if (
                    max(x0, x1) >= left - 2
                    and min(x0, x1) <= left + width + 2
                    and y1 >= top - 2
                    and y0 <= top + height + 2
                ):
                    groups[near].append(f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}")
    for near, (stroke, alpha) in enumerate(((0.8, 0.3), (1.1, 0.4), (1.5, 0.46))):
        if groups[near]:
            canvas.line("".join(groups[near]), colour, stroke * unit, alpha)


def _snow(canvas: Canvas, random: Random, left: float, top: float, width: float, height: float, stage: Stage) -> None:
    unit = stage.size(0)
    for _ in range(170):
        x, y = left + random.random() * width, top + random.random() * height
        radius = unit * (0.9 + 2.4 * random.random() ** 2.5)
        alpha = random.uniform(0.5, 0.92)
        for ox in (-width, 0.0, width):
            for oy in (-height, 0.0, height):
                inside_x = left - radius <= x + ox <= left + width + radius
                inside_y = top - radius <= y + oy <= top + height + radius
                if inside_x and inside_y:
                    canvas.circle(x + ox, y + oy, radius, "#ffffff", alpha)
