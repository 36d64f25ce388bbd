"""Requests for small pictures, shared by the tests of the offline illustrator."""

from __future__ import annotations

import itertools

import cv2
import numpy as np

from studio.production.brief import ReferencePicture
from studio.production.canonical import derive_seed
from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Framing,
    Landmark,
    Setting,
    Species,
    Style,
    TimeOfDay,
    Weather,
)
from studio.tools.image import ImageRequest, StagedFigure, StagedProduct, Staging
from studio.tools.offline.illustrator.cast import Cast, draw_cast
from studio.tools.offline.illustrator.illustration import prepare
from studio.tools.offline.illustrator.references import References
from studio.tools.offline.illustrator.settings import LAYOUTS
from studio.tools.offline.illustrator.stage import Stage

FORMATS = ((320, 180), (180, 320), (256, 256), (224, 280))


SETS = tuple(itertools.product(Setting, range(LAYOUTS)))
DRY = ((Setting.CITY, 0), (Setting.CITY, 1), (Setting.VILLAGE, 0), (Setting.VILLAGE, 2))
"""Pavement without water."""


def request_for(
    setting: Setting,
    seed: int = 0,
    *,
    size: tuple[int, int] = FORMATS[0],
    time_of_day: TimeOfDay = TimeOfDay.DUSK,
    weather: Weather = Weather.CLEAR,
    framing: Framing = Framing.WIDE,
    style: Style = Style.STORYBOOK,
    species: tuple[Species, ...] = (Species.PERSON, Species.FOX),
    landmark: Landmark | None = None,
    palette: tuple[str, ...] = (),
    product: StagedProduct | None = None,
    legibility: float = 0.0,
    references: tuple[ReferencePicture, ...] = (),
) -> ImageRequest:
    figures = tuple(
        StagedFigure(key=f"figure-{index}", appearance=Appearance(species=kind)) for index, kind in enumerate(species)
    )
    staging = Staging(
        setting=setting,
        time_of_day=time_of_day,
        weather=weather,
        framing=framing,
        style=style,
        palette=palette,
        figures=figures,
        landmark=landmark,
        product=product,
    )
    return ImageRequest(
        prompt="",
        staging=staging,
        width=size[0],
        height=size[1],
        seed=seed,
        legibility=legibility,
        references=references,
    )


def seed_of_layout(layout: int) -> int:
    return next(seed for seed in itertools.count() if derive_seed(seed, "layout") % LAYOUTS == layout)


def picture_of(png: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)


def cast_of(request: ImageRequest) -> tuple[Cast, Stage, tuple[float, float]]:
    scene, ground, members = prepare(request, References())
    return draw_cast(scene, ground, members, request.legibility), scene.stage, ground.ground
