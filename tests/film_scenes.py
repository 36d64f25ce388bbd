"""Small layered pictures that move, and a slow plain rendering to hold the film engine against."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from studio.production.vocabulary import CameraMove
from studio.testing.bench import FolderBench
from studio.tools.film.camera import view
from studio.tools.film.compositor import Compositor
from studio.tools.film.planes import FramePlanes, to_bgr
from studio.tools.film.requests import (
    ShotView,
    VideoSettings,
)
from studio.tools.layers import MEDIA_TYPE, OVERSCAN, Layer, LayeredPicture, write_layers

Image = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 192, 108
RATE = Fraction(24)
VIDEO = VideoSettings(width=WIDTH, height=HEIGHT, preset="veryfast", crf=10)


def painted(seed: int) -> LayeredPicture:
    """Sky, wrapping mist, a hill, a figure, wrapping rain and a near frame, all with soft edges."""
    chance = np.random.default_rng(seed)
    tint = chance.integers(40, 200, 3)

    def smooth(height: int, width: int, low: int, high: int) -> Image:
        coarse = chance.integers(low, high, (4, 6, 3)).astype(np.uint8)
        return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.uint8)

    def layer(name: str, colour: Image, alpha: Image, left: int, top: int, depth: float, **more: object) -> Layer:
        return Layer(name, np.dstack([colour, alpha]), left, top, depth, **more)  # type: ignore[arg-type]

    def reach(depth: float) -> int:
        return round(OVERSCAN * WIDTH * max(depth, 0.25)) + 2

    def edge(depth: float) -> tuple[int, int, int]:
        return reach(depth), WIDTH + 2 * reach(depth), HEIGHT + 2 * reach(depth)

    far, wide, high = edge(0.0)
    sky = layer("sky", smooth(high, wide, 90, 220), np.full((high, wide), 255, np.uint8), -far, -far, 0.0)
    waves = np.sin(np.arange(wide) * 2 * np.pi * 3 / wide)
    veil = (80 + 60 * waves)[None, :] * np.sin(np.linspace(0, np.pi, 30))[:, None]
    mist = layer(
        "mist",
        np.full((30, wide, 3), 240, np.uint8),
        veil.astype(np.uint8),
        -far,
        30,
        0.2,
        drift=(36.0, 0.0),
        wraps=True,
    )
    near, wide, _ = edge(0.6)
    crest = 20 + 12 * np.sin(np.arange(wide) / 23)
    rows = np.arange(HEIGHT // 2 + near)[:, None]
    slope = np.clip((rows - crest[None, :]) * 127 + 128, 0, 255).astype(np.uint8)
    hill = layer("hill", smooth(len(rows), wide, 60, 120), slope, -near, HEIGHT // 2, 0.6)
    body = np.zeros((52, 32), np.uint8)
    cv2.ellipse(body, (16, 26), (12, 22), 0, 0, 360, 255, -1, cv2.LINE_AA)
    figure = layer("figures", np.full((52, 32, 3), tint, np.uint8), body, 70, 46, 1.0)
    drops = np.zeros((60, 80), np.uint8)
    for x, y in chance.integers(6, 54, (12, 2)):
        cv2.line(drops, (int(x), int(y)), (int(x) + 2, int(y) + 4), 150, 1, cv2.LINE_AA)
    rain = layer("rain", np.full((60, 80, 3), 230, np.uint8), drops, 0, 0, 1.3, drift=(24.0, 160.0), wraps=True)
    front, wide, high = edge(1.6)
    frame = np.zeros((high, wide), np.uint8)
    frame[:, : front + 14] = 255
    frame = cv2.GaussianBlur(frame, (0, 0), 1.5).astype(np.uint8)
    branch = layer("front", np.full((high, wide, 3), (20, 40, 25), np.uint8), frame, -front, -front, 1.6)
    return LayeredPicture(WIDTH, HEIGHT, (sky, mist, hill, figure, rain, branch))


def drawn(picture: LayeredPicture, shot: ShotView, frame: int) -> npt.NDArray[np.float32]:
    """What the compositor should draw, the slow way: float RGB, one general warp a layer over the whole frame."""
    camera = view(shot.move, shot.strength, frame, shot.frames, shot.seed)
    shown = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    for layer in picture.layers:
        image = layer.image.astype(np.float32)
        image[..., :3] *= image[..., 3:] / 255
        scale = camera.scale(layer.depth)
        size = (image.shape[1], image.shape[0])
        places = []
        for axis, (length, origin) in enumerate(((WIDTH, layer.left), (HEIGHT, layer.top))):
            moved = camera.shift(layer.depth)[axis] * WIDTH
            drift = layer.drift[axis] / 24 * frame
            if layer.wraps:
                stays = 0.0 if layer.drift[axis] else (origin + size[axis] / 2 - length / 2) * (scale - 1)
                at = np.arange(length) - moved - stays - drift - origin
            else:
                at = (np.arange(length) + 0.5 - length / 2 - moved) / scale + length / 2 - origin - drift - 0.5
            if layer.wraps and layer.drift[axis]:
                at = at % size[axis] + 8
            places.append(at.astype(np.float32))
        if layer.wraps:
            across, down = (8 if speed else 0 for speed in layer.drift)
            image = cv2.copyMakeBorder(image, down, down, across, across, cv2.BORDER_WRAP).astype(np.float32)
        seen = cv2.remap(image, *np.meshgrid(*places), cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        shown = shown * (1 - seen[..., 3:] / 255) + seen[..., :3]
    return shown.astype(np.float32)


def shot_of(
    bench: FolderBench, picture: LayeredPicture, move: CameraMove, frames: int = 36, seed: int = 1, **more: object
) -> ShotView:
    """A shot of ``picture`` with its layers."""
    resting = ShotView.model_construct(move=CameraMove.STATIC, strength=0.5, frames=1, seed=0)
    flat = cv2.imencode(".png", np.rint(drawn(picture, resting, 0)).astype(np.uint8))[1].tobytes()
    return ShotView(
        picture=bench.add(flat, "image/png"),
        layers=bench.add(write_layers(picture, flat), MEDIA_TYPE),
        move=move,
        frames=frames,
        seed=seed,
        **more,  # type: ignore[arg-type]
    )


def decoded(path: Path) -> list[Image]:
    """Every frame as BGR."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]


def composed(bench: FolderBench, shot: ShotView, frame: int) -> Image:
    planes = FramePlanes(WIDTH, HEIGHT)
    Compositor(shot, bench, WIDTH, HEIGHT, RATE).compose(frame, planes)
    return to_bgr(planes)


def likeness(one: npt.NDArray[np.generic], other: npt.NDArray[np.generic]) -> float:
    """PSNR in dB."""
    error = float(np.mean((one.astype(np.float64) - other.astype(np.float64)) ** 2))
    return math.inf if error == 0 else 10 * math.log10(255**2 / error)
