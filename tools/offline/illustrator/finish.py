"""Styles: what is done to each rendered layer, on its own, so that layers still add up to the picture when they move.

Storybook keeps the drawing as it is; watercolour adds paper, pigment edges and a torn border; paper
cuts every layer out and lets it cast a shadow; ink draws outlines and hatching over washes; neon glows along its
edges. All texture belongs to its layer and moves with it. Knows nothing of what a layer shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.production.vocabulary import Style
from studio.tools.layers import Layer
from studio.tools.offline.illustrator.colour import ramp
from studio.tools.offline.illustrator.rendering import Image, Plane, bgr, blurred, noise, resized, share_of
from studio.tools.offline.illustrator.stage import Stage

_WEATHER = ("rain", "storm", "snow")
_AIR = ("overcast", "far mist", "mist", "air", "light", "fireflies", "lightning")
_BORDER, _RAGGED = 0.022, 1.5
"""The width of the paper edge in shorter sides of the frame, and how much of it the tear takes away or adds."""

_NEON_EDGES = ("#36e3ff", "#8f7bff", "#ff5fc4", "#ff8a5f")


@dataclass(frozen=True)
class Painted:
    """A rendered layer before its finish; ``covers`` marks the opaque farthest one."""

    name: str
    depth: float
    image: Image
    left: int
    top: int
    drift: tuple[float, float] = (0.0, 0.0)
    wraps: bool = False
    vector: str | None = None
    covers: bool = False


def finish(painted: Painted, image: Image, style: Style, scale: float, seed: int) -> tuple[Image, int]:
    """``image`` (the layer, perhaps cropped) in ``style``; also the margin in pixels that was added on every side.

    ``scale`` is pixels a stage unit. Layers that repeat keep their size and stay seamless.
    """
    if painted.name in _WEATHER:
        return image, 0
    if style is Style.WATERCOLOR:
        return _watercolor(painted, image, scale, seed), 0
    if style is Style.PAPER:
        return _paper(painted, image, scale, seed)
    if style is Style.INK:
        return _ink(painted, image, scale, seed), 0
    if style is Style.NEON:
        return _neon(painted, image, scale)
    return image, 0


def inset(style: Style, width: float, height: float) -> float:
    """How far the border of ``style`` reaches at most into a frame of ``width`` and ``height``, in their unit."""
    return _BORDER * (1 + _RAGGED / 2) * min(width, height) if style is Style.WATERCOLOR else 0.0


def border(stage: Stage, style: Style, seed: int) -> list[Layer]:
    """The still paper edge of a watercolour, in front of everything; nothing in other styles."""
    if style is not Style.WATERCOLOR:
        return []
    width, height = stage.pixel_width, stage.pixel_height
    edge = _BORDER * min(width, height)
    ragged = (noise(seed, width, height, 26, 4) - 0.5) * edge * _RAGGED
    x = np.minimum(np.arange(width), np.arange(width)[::-1]).astype(np.float32)[None, :]
    y = np.minimum(np.arange(height), np.arange(height)[::-1]).astype(np.float32)[:, None]
    inside = np.minimum(x, y) - edge + ragged
    alpha = np.clip(0.5 - inside / max(1.2, edge * 0.08), 0, 1)
    # Pigment gathers where the wash ends: a faint dark line just inside the paper.
    line = np.exp(-((inside - edge * 0.12) ** 2) / (2 * (edge * 0.09 + 0.6) ** 2)) * 0.2
    fibre = 1 + (noise(seed + 1, width, height, max(8, width // 5), 2) - 0.5) * 0.035
    paper = np.array(bgr("#f8f4ea"), np.float32)[None, None, :] * fibre[:, :, None]
    dark = np.array(bgr("#4a4658"), np.float32)
    total = alpha + line * (1 - alpha)
    colour = (paper * alpha[:, :, None] + dark * (line * (1 - alpha))[:, :, None]) / np.maximum(total, 1e-4)[:, :, None]
    image = np.dstack([np.clip(colour, 0, 255), total * 255]).astype(np.uint8)
    return [Layer("border", image, 0, 0, 0.0)]


def _shifted(image: Image, levels: Plane) -> Image:
    """``image`` lighter or darker by ``levels``."""
    up = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    down = np.clip(np.rint(-levels), 0, 255).astype(np.uint8)
    zero = np.zeros_like(up)
    brighter = cv2.add(image, cv2.merge([up, up, up, zero]))
    return cv2.subtract(brighter, cv2.merge([down, down, down, zero])).astype(np.uint8, copy=False)


def _watercolor(painted: Painted, image: Image, scale: float, seed: int) -> Image:
    """Washes that vary, pigment that gathers at edges, and paper grain."""
    height, width = image.shape[:2]
    small = (max(16, width // 4), max(16, height // 4))
    if not painted.covers and not painted.wraps:
        image = _wobbled(image, seed, 2.4 * scale)
    alpha = image[:, :, 3]
    wash = noise(seed, small[0], small[1], max(4, small[0] // 90), 4, wraps=painted.wraps) - 0.5
    levels = resized(wash, width, height) * 34
    if not painted.covers:
        solid = share_of(image)
        core = blurred(resized(solid, *small), max(0.8, 1.6 * scale))
        levels = levels - np.clip(solid - resized(core, width, height), 0, 0.5) * 95
    if not painted.wraps:
        levels = levels + _paper_grain(width, height, seed)
    # Water lifts the colour: a wash is never as dark as the drawing under it.
    lifted = cv2.addWeighted(image, 0.93, np.full_like(image, 255), 0.07, 3).astype(np.uint8, copy=False)
    lifted[:, :, 3] = alpha
    return _shifted(lifted, levels)


def _paper_grain(width: int, height: int, seed: int) -> Plane:
    """Cold-pressed paper, in levels: smoothed noise lit from one side, one still tile repeated."""
    generator = np.random.Generator(np.random.PCG64(seed % 7 + 1))
    rough = generator.normal(0, 1, (384, 384)).astype(np.float32)
    # Blurred beyond its edges, so that the tile has no seam.
    soft = blurred(np.pad(rough, 8, mode="wrap"), 1.5)[8:-8, 8:-8]
    lit = (np.roll(soft, 1, axis=0) - soft) + (np.roll(soft, 1, axis=1) - soft)
    tile = lit / float(lit.std()) * 3.4
    return np.tile(tile, (height // 384 + 1, width // 384 + 1))[:height, :width]


def _wobbled(image: Image, seed: int, reach: float) -> Image:
    """Edges drawn by a hand: everything moved by smooth noise of up to ``reach`` pixels."""
    height, width = image.shape[:2]
    small = (max(8, width // 8), max(8, height // 8))
    cells = max(4, width // 40)
    across, down = (
        resized(noise(number, small[0], small[1], min(cells, small[0]), 2) - 0.5, width, height) * reach * 2
        for number in (seed + 3, seed + 4)
    )
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    at_x, at_y = (columns + across).astype(np.float32), (rows + down).astype(np.float32)
    moved = cv2.remap(image, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return moved.astype(np.uint8, copy=False)


def _paper(painted: Painted, image: Image, scale: float, seed: int) -> tuple[Image, int]:
    """A sheet of coloured paper with fibres, a bright cut edge, and its shadow on what lies behind."""
    height, width = image.shape[:2]
    small = (max(16, width // 4), max(16, height // 4))
    blotches = noise(seed, small[0], small[1], max(4, small[0] // 30), 3, wraps=painted.wraps) - 0.5
    levels = resized(blotches, width, height) * 11
    if not painted.wraps:
        levels = levels + _paper_grain(width, height, seed) * 0.55
    if painted.covers or painted.name in _AIR:
        return _shifted(image, levels), 0
    solid = share_of(image)
    up = max(1, round(1.7 * scale))
    lower = np.zeros_like(solid)
    lower[up:] = solid[:-up]
    cut = np.clip(solid - lower, 0, 1) * (solid > 0.6)
    body = _shifted(image, levels + blurred(cut, 0.6) * 70)
    margin = 0 if painted.wraps else round(12 * scale)
    padded = _padded(body, margin)
    shape = share_of(padded)
    reach = max(2.0, (4.5 + 5.0 * min(painted.depth, 1.2)) * scale)
    half = (max(2, shape.shape[1] // 2), max(2, shape.shape[0] // 2))
    soft = blurred(resized(shape, *half), reach * 0.3)
    # The light falls from the upper left: the shadow lies a little lower and to the right.
    down, across = round(reach * 0.42), round(reach * 0.1)
    soft = np.roll(soft, (down, across), axis=(0, 1))
    soft[:down] = 0
    if not painted.wraps:
        soft[:, :across] = 0
    shadow = np.clip(resized(soft, shape.shape[1], shape.shape[0]), 0, 1) * np.float32(0.6)
    return _over_shadow(padded, shape, shadow, "#1b1730"), margin


def _padded(image: Image, margin: int) -> Image:
    return np.pad(image, ((margin, margin), (margin, margin), (0, 0)))


def _over_shadow(image: Image, shape: Plane, shadow: Plane, colour: str) -> Image:
    total = shape + shadow * (1 - shape)
    return _blended(image, colour, 1 - shape / np.maximum(total, 1e-4), np.rint(total * 255).astype(np.uint8))


def _blended(image: Image, colour: str, amount: Plane, alpha: Image) -> Image:
    """``image`` mixed with ``colour`` by ``amount`` (0..1 at each pixel), with ``alpha`` as its alpha."""
    own = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    share = amount.astype(np.float32, copy=False)
    mixed = cv2.blendLinear(own, np.full_like(own, bgr(colour)), 1 - share, share)
    return cv2.merge([*cv2.split(mixed), alpha]).astype(np.uint8, copy=False)


def _edges(image: Image, scale: float) -> Plane:
    """How much of an edge there is at each pixel, 0..1: of the silhouette and of strong steps in lightness."""
    alpha = share_of(image)
    width = max(0.55, 0.62 * scale)

    def steps(plane: Plane) -> Plane:
        soft = blurred(plane, width)
        across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3).astype(np.float32)
        down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3).astype(np.float32)
        return np.asarray(np.hypot(across, down), np.float32)

    outline = np.clip(steps(alpha) * width * 0.75 - 0.12, 0, 1)
    inner = np.clip(steps(_lightness(image) * alpha) * width * 1.5 - 0.16, 0, 1)
    return np.asarray(np.maximum(outline, inner), np.float32)


def _lightness(image: Image) -> Plane:
    """Luma 0..1 of a layer's colours."""
    weights = np.array([0.114, 0.587, 0.299], np.float32) / 255
    # In floats: of bytes it would make bytes, which is to say black and white.
    return np.asarray(cv2.transform(image[:, :, :3].astype(np.float32), weights[None]), np.float32)


def _ink(painted: Painted, image: Image, scale: float, seed: int) -> Image:
    """Brush outlines of varying weight and hatching in the darks, over pale washes on paper."""
    height, width = image.shape[:2]
    small = (max(16, width // 4), max(16, height // 4))
    pressure = resized(noise(seed, *small, max(4, small[0] // 40), 3, wraps=painted.wraps), width, height)
    levels = (pressure - 0.5) * 16
    if not painted.wraps:
        levels = levels + _paper_grain(width, height, seed) * 0.6
    washed = _shifted(image, levels)
    if painted.covers or painted.wraps or painted.name in _AIR:
        return washed
    light, solid = _lightness(image), share_of(image)
    ink = _edges(image, scale) * (0.35 + 0.65 * np.clip(pressure * 1.9 - 0.3, 0, 1))
    # Figures are drawn with outlines of their own.
    ink *= 1.0 if painted.name != "figures" else 0.25
    ink *= 0.5 + 0.5 * min(1.0, painted.depth + 0.15)
    if painted.name != "figures":
        spacing = max(4.0, 5.2 * scale)
        columns, rows = np.arange(width, dtype=np.float32)[None, :], np.arange(height, dtype=np.float32)[:, None]
        wave = np.abs(np.mod((columns * 0.8 + rows + pressure * spacing * 2.2) / spacing, 1) - 0.5) * 2
        strokes = (
            np.clip((0.3 - wave) * 6, 0, 1) * np.clip((0.37 - light) * 4, 0, 1) * np.clip(pressure * 2.2 - 0.5, 0, 1)
        )
        ink = np.maximum(ink, strokes * 0.5)
    ink = np.clip(ink * np.clip(solid * 1.6, 0, 1), 0, 0.96)
    return _blended(washed, "#1b2030", ink, washed[:, :, 3])


def _neon(painted: Painted, image: Image, scale: float) -> tuple[Image, int]:
    """Bright lines along edges, and their light around them."""
    if painted.covers or painted.wraps or painted.name in _AIR:
        return image, 0
    margin = round(14 * scale)
    padded = _padded(image, margin)
    height, width = padded.shape[:2]
    edges = _edges(padded, scale) * (0.95 if painted.name != "figures" else 0.12)
    half, quarter = (max(2, width // 2), max(2, height // 2)), (max(2, width // 4), max(2, height // 4))
    near = blurred(resized(edges, *half), max(1.0, 1.6 * scale))
    far = blurred(resized(edges, *quarter), max(1.0, 2.6 * scale))
    glow = resized(near, width, height) * 0.75 + resized(far, width, height) * 0.8
    along = np.linspace(0, 1, width, dtype=np.float32)
    stops = np.array(
        [bgr(ramp(_NEON_EDGES, (0.15 + 0.55 * painted.depth + 0.3 * x) % 1.0)) for x in np.linspace(0, 1, 24)],
        np.float32,
    )
    channels = [np.interp(along, np.linspace(0, 1, 24), stops[:, channel]) for channel in range(3)]
    line = np.stack(channels, axis=1)[None].astype(np.float32)
    strength = 0.35 + 0.65 * min(1.0, painted.depth * 1.3 + 0.2)
    light = np.clip(glow * 0.6 * strength, 0, 0.8)[:, :, None]
    core = np.clip(edges * strength, 0, 1)[:, :, None]
    colour = padded[:, :, :3].astype(np.float32)
    alpha = padded[:, :, 3:].astype(np.float32) / 255
    total = alpha + light * (1 - alpha)
    below = np.where(total > 1e-4, alpha / np.maximum(total, 1e-4), 0)
    lit = colour + (line - colour) * np.clip(light * 0.85, 0, 1)
    mixed = lit * below + line * (1 - below)
    mixed += (line * 0.75 + 64 - mixed) * core
    total = np.maximum(total, core * alpha)
    return np.dstack([np.clip(mixed, 0, 255), np.clip(total * 255, 0, 255)]).astype(np.uint8), margin
