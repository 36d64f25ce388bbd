"""What figures wear and carry: it shows, it is held or lies beside them, and it stays above the ground."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from figures import FLAT, LIGHT, NEUTRAL, staged

from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Accessory,
    Age,
    Facing,
    Headwear,
    Pose,
    Species,
)
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.figures import accessories, draw_figure
from studio.tools.offline.illustrator.figures.breeds import BREEDS


@pytest.mark.parametrize("species", Species)
def test_nothing_that_is_worn_or_carried_hangs_below_the_feet(species: Species) -> None:
    for accessory in Accessory:
        for age in Age:
            for pose, facing in product((Pose.STAND, Pose.SIT), Facing):
                figure = staged(species, accessory=accessory, age=age, pose=pose, facing=facing)
                drawing = draw_figure(figure, LIGHT, "a")
                if "radialGradient" not in drawing.svg:
                    assert abs(drawing.bottom + drawing.hovers) < 16, (accessory, age, pose, facing)


@pytest.mark.parametrize("species", Species)
def test_animals_wear_and_carry_too(species: Species) -> None:
    plain = draw_figure(staged(species), LIGHT, "a").svg
    for accessory in (Accessory.LANTERN, Accessory.SCARF, Accessory.GLASSES, Accessory.BASKET):
        assert draw_figure(staged(species, accessory=accessory), LIGHT, "a").svg != plain
    assert draw_figure(staged(species, headwear=Headwear.CROWN), LIGHT, "a").svg != plain


@pytest.mark.parametrize(
    ("species", "pose", "half"),
    [(Species.OWL, Pose.STAND, 92), (Species.BEAR, Pose.SIT, 218), (Species.ROBOT, Pose.SIT, 150)],
)
def test_a_staff_that_no_hand_holds_lies_beside_the_figure_in_its_shadow(
    species: Species, pose: Pose, half: float
) -> None:
    words: dict[str, Any] = {"pose": pose, "facing": Facing.FRONT, "main_colour": "#2f6f8f"}
    svg = draw_figure(staged(species, accessory=Accessory.STAFF, **words), FLAT, "a").svg
    wood = re.findall(rf'<path d="([^"]+)" fill="{accessories.WOOD}"', svg)
    shadow = re.findall(rf'<path d="([^"]+)" fill="{FLAT.shadow}" fill-opacity="0.3"', svg)
    assert wood
    assert len(shadow) == 1
    for data in (*wood, *shadow):
        across = [float(x) for x in re.findall(r"[MLC ](-?[0-9.]+) ", data)]
        assert min(map(abs, across)) > half, species


@pytest.mark.parametrize("species", [Species.SPIRIT, Species.DOG, Species.HORSE])
def test_what_is_carried_is_gripped(species: Species) -> None:
    """A hand or a lip is drawn over it."""
    words: dict[str, Any] = {"facing": Facing.RIGHT, "main_colour": "#2f6f8f"}
    svg = draw_figure(staged(species, accessory=Accessory.STAFF, **words), FLAT, "a").svg
    last = svg.rindex(f'fill="{accessories.WOOD}"')
    held = [float(x) for x in re.findall(r"[MLC ](-?[0-9.]+) ", svg[svg.rindex("<path", 0, last) : last])]
    grip = svg[svg.index("<path", last) :]
    lids = [[float(x) for x in re.findall(r"[MLC ](-?[0-9.]+) ", data)] for data in re.findall(r' d="([^"]+)"', grip)]
    assert any(min(lid) > min(held) - 40 and max(lid) < max(held) + 40 for lid in lids if lid)


def test_a_lantern_glows_beyond_the_body() -> None:
    dark, lit = (draw_figure(staged(accessory=item), LIGHT, "a") for item in (Accessory.NONE, Accessory.LANTERN))
    assert "radialGradient" in lit.svg
    assert "radialGradient" not in dark.svg
    assert lit.right - lit.left > lit.width


@pytest.mark.parametrize("facing", [Facing.RIGHT, Facing.FRONT, Facing.BACK])
@pytest.mark.parametrize("species", [Species.PERSON, Species.CHILD])
def test_sleepers_sit_under_a_blanket_with_their_things_beside_them(species: Species, facing: Facing) -> None:
    words: dict[str, Any] = {"accent_colour": "#e3b23c", "facing": facing}
    asleep, sitting, standing = (
        draw_figure(staged(species, pose=pose, **words), NEUTRAL, "a") for pose in (Pose.SLEEP, Pose.SIT, Pose.STAND)
    )
    assert asleep.height < 0.8 * standing.height
    assert asleep.height < 2.2 * asleep.width
    assert asleep.height <= sitting.height + 20
    laden = draw_figure(staged(species, pose=Pose.SLEEP, accessory=Accessory.BASKET, **words), NEUTRAL, "a")
    assert laden.width > asleep.width


@pytest.mark.parametrize("species", [Species.FOX, Species.OWL, Species.BIRD, Species.SPIRIT])
@pytest.mark.parametrize("facing", [Facing.RIGHT, Facing.FRONT])
def test_a_scarf_is_no_wider_than_the_body(species: Species, facing: Facing) -> None:
    bare, warm = (
        draw_figure(staged(species, facing=facing, accessory=item), NEUTRAL, "a").width
        for item in (Accessory.NONE, Accessory.SCARF)
    )
    assert warm < 1.12 * bare


@pytest.mark.parametrize("species", [Species.FOX, Species.CAT, Species.DOG, Species.DEER, Species.HORSE])
def test_what_a_sleeper_put_down_lies_beyond_its_tail(species: Species) -> None:
    def left(accessory: Accessory) -> float:
        appearance = Appearance(species=species, accessory=accessory)
        figure = StagedFigure(key="a", appearance=appearance, pose=Pose.SLEEP, facing=Facing.RIGHT)
        return draw_figure(figure, LIGHT, "f").left

    # Wider than the pack itself, whose half width is 55 units of its own: it is not on the body at all.
    scale = BREEDS[species].head / 130
    assert left(Accessory.NONE) - left(Accessory.BACKPACK) > 2 * 55 * scale
