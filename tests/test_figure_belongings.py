"""What figures wear and carry: it shows, it is held or lies beside them, and it stays above the ground."""

from __future__ import annotations

import math
import re
from itertools import product
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from figures import FLAT, LIGHT, NEUTRAL, picture, staged

from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Accessory,
    Age,
    Facing,
    Garment,
    Headwear,
    Pose,
    Species,
    SpiritForm,
)
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import set_apart, to_oklab
from studio.tools.offline.illustrator.figures import accessories, beast_head, bird, draw_figure, face, owl
from studio.tools.offline.illustrator.figures.breeds import BREEDS
from studio.tools.offline.illustrator.figures.build import View
from studio.tools.offline.illustrator.figures.canvas import Canvas, canvas_for
from studio.tools.offline.illustrator.figures.garments import wardrobe_of
from studio.tools.offline.illustrator.figures.geometry import ellipse
from studio.tools.offline.illustrator.figures.headwear import LOWEST, draw_headwear


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


def test_a_star_carries_at_the_tip_of_its_side_point() -> None:
    """What hangs there ends above the point below, which it would cut off."""
    for pose in Pose:
        figure = staged(
            Species.SPIRIT, spirit=SpiritForm.STAR, accessory=Accessory.BASKET, pose=pose, facing=Facing.FRONT
        )
        svg = draw_figure(figure, FLAT, "a").svg
        straw = re.findall(r'<path d="([^"]+)" fill="#c08a4a"', svg)
        assert straw
        points = [(float(x), float(y)) for data in straw for x, y in re.findall(r"[MLC ](-?[0-9.]+) (-?[0-9.]+)", data)]
        assert min(x for x, _ in points) > 130, pose
        assert max(y for _, y in points) < -190, pose


@pytest.mark.parametrize("species", [Species.SPIRIT, Species.DOG, Species.PERSON])
def test_what_is_worn_differs_from_the_body(species: Species) -> None:
    words: dict[str, Any] = {"main_colour": "#2f6f8f", "facing": Facing.FRONT}
    own = draw_figure(staged(species, accessory=Accessory.SCARF, accent_colour="#2f6f8f", **words), FLAT, "a").svg
    apart = set_apart("#2f6f8f", "#2f6f8f", least=0.14)
    assert own == draw_figure(staged(species, accessory=Accessory.SCARF, accent_colour=apart, **words), FLAT, "a").svg
    # What differs already stays as it was asked for.
    red = draw_figure(staged(species, accessory=Accessory.SCARF, accent_colour="#a33b3b", **words), FLAT, "a").svg
    assert "#a33b3b" in red


@pytest.mark.parametrize("form", SpiritForm)
def test_a_scarf_goes_round_the_body_of_a_spirit(form: SpiritForm) -> None:
    """From one side of the outline to the other, where it is."""
    words: dict[str, Any] = {"spirit": form, "main_colour": "#ffffff", "accent_colour": "#a33b3b"}
    figure = staged(Species.SPIRIT, facing=Facing.FRONT, accessory=Accessory.SCARF, **words)
    image = picture(draw_figure(figure, NEUTRAL, "a")).astype(int)
    solid = image[:, :, 3] > 250
    scarf = solid & (image[:, :, 2] - image[:, :, 1] > 60)
    row = scarf.sum(axis=1).argmax()
    body, band = np.nonzero(solid[row])[0], np.nonzero(scarf[row])[0]
    assert band.min() - body.min() <= 0.06 * len(body)
    assert body.max() - band.max() <= 0.06 * len(body)


@pytest.mark.parametrize(
    "species", [Species.FOX, Species.CAT, Species.DOG, Species.RABBIT, Species.DEER, Species.HORSE]
)
@pytest.mark.parametrize("pose", [Pose.STAND, Pose.LOOK_UP, Pose.SLEEP])
def test_no_hat_lies_over_the_eyes(species: Species, pose: Pose, monkeypatch: pytest.MonkeyPatch) -> None:
    brims: list[float] = []
    eyes: list[float] = []

    def draw_headwear(canvas: Canvas, appearance: Appearance, _view: View) -> None:
        brims.append(canvas.height_of(ellipse(0, LOWEST[appearance.headwear], 0.01)))

    def draw_eyes(canvas: Canvas, gaze: face.Gaze, *_: object) -> None:
        eyes.append(canvas.height_of(ellipse(gaze.near[0], gaze.near[1] - gaze.size, 0.01)))

    monkeypatch.setattr(beast_head, "draw_headwear", draw_headwear)
    monkeypatch.setattr(beast_head.face, "eyes", draw_eyes)
    for headwear, facing in product(LOWEST, (Facing.FRONT, Facing.RIGHT)):
        draw_figure(staged(species, headwear=headwear, pose=pose, facing=facing), FLAT, "a")
        # A tilted head has one eye a little higher than the middle of the brim.
        assert brims.pop() > eyes.pop() - BREEDS[species].head * 0.12, (headwear, facing)


@pytest.mark.parametrize(("species", "where"), [(Species.BIRD, bird), (Species.OWL, owl)])
@pytest.mark.parametrize("pose", [Pose.STAND, Pose.LOOK_UP, Pose.SLEEP])
def test_no_hat_lies_over_the_eyes_of_birds(
    species: Species, where: ModuleType, pose: Pose, monkeypatch: pytest.MonkeyPatch
) -> None:
    brims: list[float] = []
    eyes: list[float] = []
    monkeypatch.setattr(
        where,
        "draw_headwear",
        lambda canvas, appearance, _: brims.append(canvas.height_of(ellipse(0, LOWEST[appearance.headwear], 0.01))),
    )
    monkeypatch.setattr(
        where.face,
        "eyes",
        lambda canvas, gaze, *_: eyes.append(canvas.height_of(ellipse(*gaze.near, 0.01)) + gaze.size),
    )
    for headwear, facing in product(LOWEST, (Facing.FRONT, Facing.RIGHT)):
        draw_figure(staged(species, headwear=headwear, pose=pose, facing=facing), FLAT, "a")
        assert brims.pop() >= eyes.pop(), (headwear, facing)


@pytest.mark.parametrize("garment", Garment)
def test_clothes_are_never_the_colour_of_the_skin(garment: Garment) -> None:
    """Whoever wears them would seem to wear nothing."""
    skin = "#c98d66"
    look = Appearance(species=Species.PERSON, garment=garment, skin=skin, main_colour=skin, accent_colour="#c48a60")
    wardrobe = wardrobe_of(look, "mara")
    for colour in (wardrobe.torso, wardrobe.sleeve):
        assert math.dist(to_oklab(colour), to_oklab(skin)) > 0.15


def test_a_crown_sits_on_the_round_of_a_bald_head() -> None:
    """Its lower corners are inside the skull, 90 units to the side and 98 up."""
    for facing in (Facing.FRONT, Facing.RIGHT):
        canvas = canvas_for(FLAT, "a", close=False, mirrored=False)
        view = View.FRONT if facing is Facing.FRONT else View.SIDE
        draw_headwear(canvas, Appearance(species=Species.PERSON, headwear=Headwear.CROWN), view)
        (data,) = re.findall(r'd="([^"]+)" fill="#e9b93f"', canvas.finish(False, (0, 0)).svg)[:1]
        points = [(float(x), float(y)) for x, y in re.findall(r"[MLC ](-?[0-9.]+) (-?[0-9.]+)", data)]
        low = sorted(points, key=lambda point: -point[1])[:4]
        assert all((x / 93) ** 2 + (y / 98) ** 2 <= 1.05 for x, y in low)
