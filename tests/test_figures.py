"""The illustrator's figures: everything asked for is drawn, inside its bounds, on the ground, the same every time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace

import cv2
import numpy as np
import pytest
import resvg_py
from figures import INK, LIGHT, NEUTRAL, SCALE, assert_inside, picture, staged
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Accessory,
    Age,
    Expression,
    Facing,
    Garment,
    Gender,
    Hairstyle,
    Headwear,
    Pose,
    ProductForm,
    Species,
    SpiritForm,
)
from studio.tools.image import StagedFigure, StagedProduct
from studio.tools.offline.illustrator.figures import draw_figure, draw_product, figure_size
from studio.tools.offline.illustrator.figures.geometry import limb

COLOURS = ("#f2c9a5", "#5c3825", "#2a1d18", "#f1ede4", "#c9952a", "#2f6f8f", "#a83246", "#34405e")
APPEARANCES = st.builds(
    Appearance,
    species=st.sampled_from(Species),
    age=st.sampled_from(Age),
    gender=st.sampled_from(Gender),
    skin=st.sampled_from(COLOURS),
    hair=st.sampled_from(Hairstyle),
    hair_colour=st.sampled_from(COLOURS),
    beard=st.booleans(),
    garment=st.sampled_from(Garment),
    main_colour=st.sampled_from(COLOURS),
    accent_colour=st.sampled_from(COLOURS),
    headwear=st.sampled_from(Headwear),
    accessory=st.sampled_from(Accessory),
    spirit=st.sampled_from(SpiritForm),
)
FIGURES = st.builds(
    StagedFigure,
    key=st.sampled_from(("mara", "fox")),
    appearance=APPEARANCES,
    pose=st.sampled_from(Pose),
    expression=st.sampled_from(Expression),
    facing=st.sampled_from(Facing),
)


@pytest.mark.parametrize("species", Species)
def test_every_pose_and_facing_is_drawn_inside_its_bounds(species: Species) -> None:
    for pose in Pose:
        for facing in Facing:
            drawing = draw_figure(staged(species, pose=pose, facing=facing), LIGHT, "a")
            box = assert_inside(drawing)
            # The bounds are tight too: not more than a few units of air (rim light may be pale, never absent).
            assert (box[2] - box[0]) / SCALE >= drawing.right - drawing.left - 20, (pose, facing)
            assert (box[3] - box[1]) / SCALE >= drawing.bottom - drawing.top - 20, (pose, facing)


@settings(max_examples=40, deadline=None)
@given(figure=FIGURES)
def test_any_figure_stays_in_bounds_on_the_ground_and_in_budget(figure: StagedFigure) -> None:
    drawing, fine = (draw_figure(figure, LIGHT, "a", close=close) for close in (False, True))
    assert_inside(drawing)
    assert drawing.svg.count("<path") < 80
    assert fine.svg.count("<path") < 150
    for svg in (drawing.svg, fine.svg):
        assert not re.search(r'\sopacity="|<filter|<clipPath|<mask', svg)
    if drawing.hovers:
        assert drawing.shadow == (0, 0)
        assert drawing.bottom < 120
    else:
        assert drawing.shadow[0] > drawing.shadow[1] > 0
    if "radialGradient" not in drawing.svg:
        assert abs(drawing.bottom + drawing.hovers) < 16
        assert drawing.height == pytest.approx(drawing.bottom - drawing.top)


@settings(max_examples=25, deadline=None)
@given(figure=FIGURES)
def test_the_close_figure_keeps_the_colours_of_the_distant_one(figure: StagedFigure) -> None:
    distant, close = (
        set(re.findall("#[0-9a-f]{6}", draw_figure(figure, LIGHT, "a", close=near).svg)) for near in (False, True)
    )
    assert distant <= close


@pytest.mark.parametrize("species", Species)
def test_left_mirrors_right(species: Species) -> None:
    for pose in (Pose.STAND, Pose.WAVE, Pose.SLEEP):
        right = draw_figure(staged(species, pose=pose, facing=Facing.RIGHT), LIGHT, "a")
        left = draw_figure(staged(species, pose=pose, facing=Facing.LEFT), replace(LIGHT, from_left=False), "a")
        assert (left.left, left.right) == pytest.approx((-right.right, -right.left))
        difference = np.abs(picture(left)[:, ::-1].astype(int) - picture(right).astype(int))
        assert difference.mean() < 1.5, pose


@pytest.mark.parametrize("species", Species)
def test_expressions_and_poses_are_told_apart(species: Species) -> None:
    faces = {draw_figure(staged(species, expression=expression), LIGHT, "a").svg for expression in Expression}
    assert len(faces) == len(Expression)
    awake_and_asleep = {draw_figure(staged(species, pose=pose), LIGHT, "a").svg for pose in (Pose.STAND, Pose.SLEEP)}
    assert len(awake_and_asleep) == 2


def test_every_pose_of_a_person_differs_from_every_side() -> None:
    for facing in Facing:
        assert len({draw_figure(staged(pose=pose, facing=facing), LIGHT, "a").svg for pose in Pose}) == len(Pose)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("garment", list(Garment)),
        ("headwear", list(Headwear)),
        ("hair", list(Hairstyle)),
        ("accessory", list(Accessory)),
        ("beard", [False, True]),
        ("age", list(Age)),
        ("gender", list(Gender)),
        ("skin", ["#f2c9a5", "#5c3825"]),
        ("hair_colour", ["#f1ede4", "#2a1d18"]),
        ("main_colour", ["#a83246", "#2f6f8f"]),
        ("accent_colour", ["#e3b23c", "#6fae6a"]),
    ],
)
def test_every_word_of_an_appearance_shows(field: str, values: list[object]) -> None:
    for facing in (Facing.RIGHT, Facing.FRONT):
        shown = {
            picture(draw_figure(staged(facing=facing, **{field: value}), LIGHT, "a")).tobytes() for value in values
        }
        assert len(shown) == len(values)


def test_spirits_have_six_forms() -> None:
    assert len({draw_figure(staged(Species.SPIRIT, spirit=form), LIGHT, "a").svg for form in SpiritForm}) == 6


@pytest.mark.parametrize(
    ("species", "low", "high"),
    [
        (Species.PERSON, 940, 1080),
        (Species.CHILD, 570, 680),
        (Species.FOX, 280, 380),
        (Species.CAT, 240, 320),
        (Species.DOG, 290, 390),
        (Species.RABBIT, 220, 300),
        (Species.BIRD, 130, 180),
        (Species.DEER, 700, 820),
        (Species.BEAR, 740, 860),
        (Species.OWL, 230, 300),
        (Species.HORSE, 1000, 1180),
        (Species.ROBOT, 640, 780),
    ],
)
def test_heights_are_in_proportion(species: Species, low: float, high: float) -> None:
    assert low < draw_figure(staged(species), LIGHT, "a").height < high


@pytest.mark.parametrize("species", Species)
def test_figure_size_is_the_largest_of_the_drawings(species: Species) -> None:
    for pose in (Pose.STAND, Pose.SIT, Pose.SLEEP):
        drawings = [draw_figure(staged(species, pose=pose, facing=facing), NEUTRAL, "a") for facing in Facing]
        width, height = figure_size(Appearance(species=species), pose)
        assert width == pytest.approx(max(drawing.width for drawing in drawings), abs=0.01)
        assert height == pytest.approx(max(drawing.height for drawing in drawings), abs=0.01)


def test_light_tints_rims_and_outlines() -> None:
    figure = staged(main_colour="#a83246", skin="#f2c9a5")
    plain = draw_figure(figure, NEUTRAL, "a").svg
    assert "#f2c9a5" in plain
    night = replace(NEUTRAL, ambient="#2b4a8a", ambient_share=0.4)
    assert "#f2c9a5" not in draw_figure(figure, night, "a").svg
    assert f'fill="{LIGHT.rim}" fill-opacity="0.8"' in draw_figure(figure, LIGHT, "a").svg
    inked = draw_figure(figure, INK, "a")
    assert inked.svg.count('stroke="#1a1a1a"') > 10
    assert_inside(inked)
    other_side = picture(draw_figure(figure, replace(LIGHT, from_left=False), "a"))
    assert np.abs(other_side.astype(int) - picture(draw_figure(figure, LIGHT, "a")).astype(int)).mean() > 0.5


def lines_of(figure: StagedFigure, close: bool = False) -> tuple[float, float]:
    """The width of a figure's thickest outline, and the figure's size, in units."""
    drawing = draw_figure(figure, INK, "a", close=close)
    widths = [float(width) for width in re.findall('stroke="#1a1a1a" stroke-width="([0-9.]+)"', drawing.svg)]
    return max(widths), max(drawing.height, 0.75 * drawing.width)


@pytest.mark.parametrize("species", Species)
def test_the_weight_of_lines_fits_the_size_of_the_figure(species: Species) -> None:
    line, size = lines_of(staged(species))
    adult, tall = lines_of(staged())
    assert line / size == pytest.approx(adult / tall, rel=0.35) or size < 300
    # What is drawn large needs no thicker pen.
    assert lines_of(staged(species), close=True)[0] < 0.7 * line


def test_ink_is_flat_and_all_else_is_shaded() -> None:
    figure = staged(garment=Garment.COAT)
    assert "linearGradient" not in draw_figure(figure, INK, "a").svg
    assert "linearGradient" in draw_figure(figure, LIGHT, "a").svg
    assert "linearGradient" in draw_figure(figure, replace(INK, outline="#6ff2ff"), "a").svg


def test_a_sharp_bend_leaves_no_hole_in_a_limb() -> None:
    data = limb([(0, 0), (60, -20), (30, -70)], [50, 45, 30]).data()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="-80 -130 200 200">'
    png = resvg_py.svg_to_bytes(svg_string=f'{svg}<path d="{data}"/></svg>', skip_system_fonts=True)
    image = cv2.imdecode(np.frombuffer(bytes(png), np.uint8), cv2.IMREAD_UNCHANGED)
    assert image is not None
    empty = (image[..., 3] < 128).astype(np.uint8)
    assert cv2.connectedComponents(empty)[0] == 2  # the shape and what is around it


def test_ids_start_with_the_prefix_and_are_defined() -> None:
    svg = draw_figure(staged(accessory=Accessory.LANTERN), LIGHT, "mara7", close=True).svg
    names = re.findall(r'id="([^"]+)"', svg)
    assert names
    assert len(set(names)) == len(names)
    assert all(name.startswith("mara7") for name in names)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(names)


def test_a_key_fixes_small_details_and_changes_no_shape() -> None:
    first, second = (draw_figure(staged(key=key), LIGHT, "a").svg for key in ("mara", "tomas"))
    shapes = [re.findall(r' d="([^"]+)"', svg) for svg in (first, second)]
    assert shapes[0] == shapes[1]
    assert first != second


_DRAW_ALL = """
import hashlib
from studio.production.treatment import Appearance
from studio.production.vocabulary import Species
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.figures import draw_figure
from studio.tools.offline.illustrator.light import Light
light = Light(ambient="#ffe9c8", ambient_share=0.1, rim="#fff3d6", rim_strength=0.8, from_left=True, shadow="#2b2f55")
drawings = [draw_figure(StagedFigure(key="k", appearance=Appearance(species=s)), light, "a", True) for s in Species]
print(hashlib.sha256("".join(drawing.svg for drawing in drawings).encode()).hexdigest())
"""


def test_another_process_draws_the_same() -> None:
    result = subprocess.run(
        [sys.executable, "-c", _DRAW_ALL],
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = "".join(draw_figure(staged(species, key="k"), LIGHT, "a", close=True).svg for species in Species)
    assert result.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()


@pytest.mark.parametrize("form", ProductForm)
def test_products_are_drawn_in_their_colours(form: ProductForm) -> None:
    drawing = draw_product(StagedProduct(form=form, main_colour="#2f6f8f", accent_colour="#e3b23c"), LIGHT, "p")
    assert_inside(drawing)
    assert 300 < drawing.height < 900
    assert drawing.shadow[0] > 100
    assert drawing.svg.count("<path") < 80
    for colour in ("main_colour", "accent_colour"):
        words = {"main_colour": "#2f6f8f", "accent_colour": "#e3b23c"} | {colour: "#a83246"}
        assert draw_product(StagedProduct(form=form, **words), LIGHT, "p").svg != drawing.svg
