"""Faces, and figures seen from behind: nothing lies across a face, and nobody who turns away is a riddle."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from figures import FACED, FLAT, MARGIN, NEUTRAL, SCALE, covered, picture, staged

from studio.production.vocabulary import (
    Accessory,
    Facing,
    Hairstyle,
    Pose,
    Species,
)
from studio.tools.offline.illustrator.figures import FigureDrawing, draw_figure
from studio.tools.offline.illustrator.figures.breeds import BREEDS


@pytest.mark.parametrize("species", [species for species in Species if species not in FACED])
def test_nobody_has_a_face_behind(species: Species) -> None:
    mark = "#8ff0ff" if species is Species.ROBOT else "#1c1a24"
    for pose in set(Pose) - {Pose.SLEEP}:
        front, back = (
            draw_figure(staged(species, pose=pose, facing=facing), NEUTRAL, "a", close=True).svg
            for facing in (Facing.FRONT, Facing.BACK)
        )
        assert mark not in back, pose
        assert mark in front, pose


@pytest.mark.parametrize("species", Species)
def test_sleepers_show_their_faces_whichever_way_they_lie(species: Species) -> None:
    for facing in Facing:
        drawing = draw_figure(staged(species, pose=Pose.SLEEP, facing=facing), NEUTRAL, "a")
        assert drawing.chin is not None
        assert drawing.chin > 0


def lowest_dark_mark(drawing: FigureDrawing) -> float:
    """The height above the ground of the lowest pixel in the colour of eyes."""
    image = picture(drawing).astype(int)
    dark = (np.abs(image[..., :3] - (0x24, 0x1A, 0x1C)).max(axis=2) < 12) & (image[..., 3] > 200)
    return -(int(np.flatnonzero(dark.any(axis=1))[-1]) / SCALE + drawing.top - MARGIN)


@pytest.mark.parametrize("species", [Species.PERSON, Species.CHILD, Species.FOX, Species.DEER, Species.SPIRIT])
def test_the_chin_is_below_the_eyes_and_above_the_ground(species: Species) -> None:
    for pose in (Pose.STAND, Pose.SIT, Pose.LOOK_UP):
        words: dict[str, Any] = {"pose": pose, "facing": Facing.FRONT, "main_colour": "#f1ede4", "skin": "#f2c9a5"}
        drawing = draw_figure(staged(species, hair=Hairstyle.NONE, **words), NEUTRAL, "a")
        assert drawing.chin is not None
        assert 0 < drawing.chin < lowest_dark_mark(drawing) + 20
    assert (draw_figure(staged(species, facing=Facing.BACK), NEUTRAL, "a").chin is None) == (species not in FACED)


def test_a_bird_seen_from_behind_still_has_a_beak() -> None:
    for pose in (Pose.STAND, Pose.WAVE):
        behind = draw_figure(staged(Species.BIRD, pose=pose, facing=Facing.BACK, main_colour="#2f6f8f"), FLAT, "a").svg
        filled = re.findall(r'<path d="([^"]+)" fill="#f0a23a"', behind)
        # Beside the head, whose edge is 47 units from the middle.
        assert any(max(float(x) for x in re.findall(r"[MLC ](-?[0-9.]+) ", data)) > 60 for data in filled), pose


@pytest.mark.parametrize("species", [*BREEDS])
@pytest.mark.parametrize("pose", [Pose.STAND, Pose.SIT, Pose.WALK])
def test_an_animal_seen_from_behind_looks_a_little_aside(species: Species, pose: Pose) -> None:
    """Its nose is beyond the head, whose outline alone would be a ball."""
    words: dict[str, Any] = {"main_colour": "#3f7d4f", "accent_colour": "#e3b23c", "hair_colour": "#d8d8d8"}
    image = picture(draw_figure(staged(species, pose=pose, facing=Facing.BACK, **words), FLAT, "a")).astype(int)
    colour = {Species.HORSE: (0x2A, 0x2A, 0x3A), Species.CAT: (0x7A, 0x73, 0xC9), Species.RABBIT: (0x7A, 0x73, 0xC9)}
    nose = (np.abs(image[..., :3] - colour.get(species, (0x26, 0x22, 0x2B))).max(axis=2) < 10) & (image[..., 3] > 200)
    rows, columns = np.nonzero(nose[: int(image.shape[0] * 0.7)])
    solid = np.flatnonzero(image[int(np.median(rows)), :, 3] > 200)
    assert len(rows) > 0
    assert solid.max() - columns.max() < 0.25 * (solid.max() - solid.min())
    assert columns.min() > (solid.min() + solid.max()) / 2


@pytest.mark.parametrize("species", [Species.DEER, Species.HORSE])
@pytest.mark.parametrize("facing", Facing)
def test_hoofed_sleepers_lie_on_folded_legs_with_the_head_ahead(species: Species, facing: Facing) -> None:
    asleep, resting = (
        draw_figure(staged(species, pose=pose, facing=facing), FLAT, "a") for pose in (Pose.SLEEP, Pose.SIT)
    )
    assert asleep.height < 0.75 * resting.height
    assert asleep.width > 1.8 * asleep.height
    assert asleep.svg.count("#3b2f33") == 2
    assert asleep.chin is not None
    assert asleep.chin < 0.4 * resting.height


@pytest.mark.parametrize("accessory", [Accessory.NONE, Accessory.SCARF])
def test_nothing_lies_across_the_face_of_a_sleeping_bear(accessory: Accessory) -> None:
    """What is around the neck is drawn before the head that lies on it."""
    words: dict[str, Any] = {"pose": Pose.SLEEP, "accessory": accessory, "accent_colour": "#e3b23c"}
    svg = draw_figure(staged(Species.BEAR, main_colour="#2f6f8f", **words), FLAT, "a").svg
    assert 0 < svg.rindex("#e3b23c") < svg.index("#1c1a24")


@pytest.mark.parametrize("species", [Species.ROBOT, Species.BEAR])
def test_a_staff_does_not_cross_the_face_of_who_waves(species: Species) -> None:
    words: dict[str, Any] = {"pose": Pose.WAVE, "facing": Facing.RIGHT, "main_colour": "#f1ede4"}
    bare, laden = (
        draw_figure(staged(species, accessory=item, **words), FLAT, "a").svg
        for item in (Accessory.NONE, Accessory.STAFF)
    )
    face = bare.index("#8ff0ff" if species is Species.ROBOT else "#1c1a24")
    staff = next(i for i in range(min(len(bare), len(laden))) if bare[i] != laden[i])
    assert staff < face


@pytest.mark.parametrize("hair", [Hairstyle.SHORT, Hairstyle.BUN, Hairstyle.CURLY, Hairstyle.BRAIDS])
def test_hair_seen_from_behind_has_strands_at_any_distance(hair: Hairstyle) -> None:
    with_hair, bald = (
        draw_figure(staged(hair=style, facing=Facing.BACK), NEUTRAL, "a").svg for style in (hair, Hairstyle.NONE)
    )
    assert with_hair.count("stroke-width") - bald.count("stroke-width") >= 5


@pytest.mark.parametrize("species", [Species.FOX, Species.DOG, Species.DEER, Species.HORSE, Species.CAT])
def test_an_animal_seen_from_behind_is_no_pillar(species: Species) -> None:
    behind, before = (
        draw_figure(staged(species, facing=facing), NEUTRAL, "a") for facing in (Facing.BACK, Facing.FRONT)
    )
    assert behind.width > 0.6 * before.width


@pytest.mark.parametrize("species", FACED)
@pytest.mark.parametrize("pose", Pose)
def test_a_whale_or_spirit_that_turns_away_shows_its_side(species: Species, pose: Pose) -> None:
    """Its back is a blob, a bush or a stone: it is never drawn from behind."""
    away, right, front = (
        draw_figure(staged(species, pose=pose, facing=facing), NEUTRAL, "a").svg
        for facing in (Facing.BACK, Facing.RIGHT, Facing.FRONT)
    )
    assert away == right
    assert away != front


def test_long_hair_from_behind_leaves_a_child_its_shoulders_and_shows_strands() -> None:
    words: dict[str, Any] = {"facing": Facing.BACK, "hair_colour": "#d8d8d8", "main_colour": "#2f6f8f"}
    long, bald = (
        draw_figure(staged(Species.CHILD, hair=style, **words), NEUTRAL, "a")
        for style in (Hairstyle.LONG, Hairstyle.NONE)
    )
    assert long.svg.count("stroke-width") - bald.svg.count("stroke-width") >= 6
    image = picture(long).astype(int)
    _, top, _, bottom = covered(picture(long))
    hair = (np.abs(image[..., :3] - 0xD8).max(axis=2) < 30) & (image[..., 3] > 200)
    assert np.flatnonzero(hair.any(axis=1))[-1] - top < 0.56 * (bottom - top)
