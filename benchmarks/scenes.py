"""Twenty-four random scenes, first try, on one sheet: to be looked at by a person who counts the visible faults."""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Accessory,
    Age,
    Expression,
    Facing,
    Framing,
    Garment,
    Gender,
    Hairstyle,
    Headwear,
    Landmark,
    Pose,
    Setting,
    Species,
    SpiritForm,
    Style,
    TimeOfDay,
    Weather,
)
from studio.testing import FolderBench
from studio.tools.image import ImageRequest, StagedFigure, Staging
from studio.tools.offline.illustrator.storybook import Storybook

COUNT, COLUMNS = 24, 4
WIDTH, HEIGHT = 640, 360


def main(seed: str = "0", out: str = "build/scenes.png") -> None:
    """Draw the sheet for ``seed``; the sheet is written to ``out`` and what was asked is printed."""
    generator = random.Random(int(seed))
    tool = Storybook()
    tiles = []
    with tempfile.TemporaryDirectory() as folder:
        bench = FolderBench(Path(folder))
        for number in range(COUNT):
            request = random_request(generator)
            product = asyncio.run(tool(request, bench))
            tiles.append(cv2.imread(str(bench.path(product.picture))))
            staging = request.staging
            figures = ", ".join(f"{one.appearance.species.value} {one.pose.value}" for one in staging.figures)
            print(
                f"{number + 1}: {staging.setting.value} {staging.time_of_day.value} {staging.weather.value} "
                f"{staging.framing.value} {staging.style.value} {staging.landmark or '-'}; {figures or 'nobody'}"
            )
    rows = [np.hstack(tiles[start : start + COLUMNS]) for start in range(0, COUNT, COLUMNS)]
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(out, np.vstack(rows))


def random_request(generator: random.Random) -> ImageRequest:
    """A scene drawn from everything that the illustrator is told to be able to do."""
    cast = tuple(_figure(generator, number) for number in range(generator.choice((0, 1, 1, 2, 2, 3))))
    return ImageRequest(
        prompt="",
        staging=Staging(
            setting=generator.choice(list(Setting)),
            time_of_day=generator.choice(list(TimeOfDay)),
            weather=generator.choice(list(Weather)),
            framing=generator.choice(list(Framing)),
            style=generator.choice([Style.STORYBOOK, Style.STORYBOOK, *Style]),
            figures=cast,
            landmark=generator.choice([None, None, *Landmark]),
        ),
        width=WIDTH,
        height=HEIGHT,
        seed=generator.randrange(2**31),
    )


def _figure(generator: random.Random, number: int) -> StagedFigure:
    colours = ["#2f6f8f", "#a33b3b", "#e3b23c", "#3f7d4f", "#6b4a8f", "#d9773f"]
    return StagedFigure(
        key=f"figure-{number}",
        appearance=Appearance(
            species=generator.choice(list(Species)),
            age=generator.choice(list(Age)),
            gender=generator.choice(list(Gender)),
            skin=generator.choice(["#f0c8a8", "#c98d66", "#8d5a3b", "#5b3a28"]),
            hair=generator.choice(list(Hairstyle)),
            hair_colour=generator.choice(["#3b2a20", "#8a5a2b", "#d9b36a", "#d8d8d8"]),
            garment=generator.choice(list(Garment)),
            main_colour=generator.choice(colours),
            accent_colour=generator.choice(colours),
            headwear=generator.choice(list(Headwear)),
            accessory=generator.choice(list(Accessory)),
            spirit=generator.choice(list(SpiritForm)),
        ),
        pose=generator.choice(list(Pose)),
        expression=generator.choice(list(Expression)),
        facing=generator.choice(list(Facing)),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
