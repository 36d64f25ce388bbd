"""Sky, weather and ground of a picture: what falls stays outside, what drifts has no seam, washes are gradients."""

from __future__ import annotations

import re
from random import Random

import numpy as np
import pytest
from pictures import request_for

from studio.production.vocabulary import (
    Setting,
    Weather,
)
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.clouds import lightning
from studio.tools.offline.illustrator.illustration import draw
from studio.tools.offline.illustrator.rendering import rasterise
from studio.tools.offline.illustrator.scene import Sheet


@pytest.mark.parametrize("weather", Weather)
def test_what_drifts_sideways_repeats_without_a_seam(weather: Weather) -> None:
    """The step from a layer's last column to its first is no larger than steps inside it."""
    layered, _ = draw(request_for(Setting.SEA, 3, weather=weather, species=()), {})
    drifting = [layer for layer in layered.layers if layer.wraps and layer.drift[1] == 0]
    assert drifting
    for layer in drifting:
        shown = layer.image[:, :, :3].astype(float) * (layer.image[:, :, 3:] / 255.0)
        inside = np.abs(np.diff(shown, axis=1)).mean(axis=(0, 2))
        seam = np.abs(shown[:, -1] - shown[:, 0]).mean()
        assert seam <= max(inside.max() * 1.5, 1.0), layer.name


def test_fog_lies_between_the_layers() -> None:
    layered, _ = draw(request_for(Setting.FOREST, 3, weather=Weather.FOG), {})
    names = [layer.name for layer in layered.layers]
    far, near = names.index("far mist"), names.index("mist")
    assert 0 < far < near - 1
    assert near < names.index("ground")


def test_lightning_has_more_than_one_shape() -> None:
    """Bolts to the ground and bolts that stay under the clouds, all within the sky that they are given."""
    depths, reaches = [], []
    for seed in range(24):
        canvas = Canvas()
        lightning(canvas, Random(seed), (500.0, 10.0), 400.0, 1.0)
        trunk = re.findall(r'd="M([^"]+)"', canvas.document(0, 0, 1, 1, (1, 1)))[0]
        points = [tuple(map(float, pair.split())) for pair in trunk.split("L")]
        depths.append(points[-1][1])
        reaches.append(abs(points[-1][0] - points[0][0]))
    assert max(depths) == pytest.approx(400, abs=1)
    assert min(depths) < 300
    assert max(depths) < 401
    assert max(reaches) > 3 * min(reaches)


@pytest.mark.parametrize("colours", [("#204060", "#f0d090"), ("#ffffff", "#808080", "#101820"), ("#336699", "#336699")])
@pytest.mark.parametrize("scale", [0.24, 1.3])
def test_a_wash_is_the_gradient_that_it_stands_for(colours: tuple[str, ...], scale: float) -> None:
    def shown(canvas: Canvas) -> np.ndarray:
        return rasterise(Sheet("sheet", 1.0, canvas, 0, 400, 0, 100), scale)[0].astype(int)[2:-2, 2:-2]

    banded, smooth = Canvas("a"), Canvas("b")
    banded.wash(0, 100, 0, 400, colours, 20, 330)
    smooth.rect(0, 0, 100, 400, smooth.fade(20, 330, *colours))
    assert np.abs(shown(banded) - shown(smooth)).max() <= 3
