"""The offline illustrator: layers add up, nobody overlaps or is cut off, weather stays outside, bytes repeat."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import BadInput
from studio.production.assets import Asset
from studio.production.brief import ReferencePicture
from studio.production.canonical import derive_seed
from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Facing,
    Framing,
    Landmark,
    Pose,
    ProductForm,
    ReferenceUse,
    Setting,
    Species,
    Style,
    TimeOfDay,
    Weather,
)
from studio.tools.image import ImageRequest, StagedFigure, StagedProduct, Staging
from studio.tools.layers import MEDIA_TYPE, LayeredPicture, read_layers
from studio.tools.offline.illustrator.cast import Cast, draw_cast
from studio.tools.offline.illustrator.colour import from_oklab, mix, to_oklab
from studio.tools.offline.illustrator.illustration import draw, prepare
from studio.tools.offline.illustrator.placement import Extent, place
from studio.tools.offline.illustrator.references import References, dominant_colours
from studio.tools.offline.illustrator.rendering import flatten, rasterise
from studio.tools.offline.illustrator.settings import LAYOUTS, PAINTERS
from studio.tools.offline.illustrator.stage import Stage
from studio.tools.offline.illustrator.storybook import Storybook
from studio.tools.tool import Capability

FORMATS = ((320, 180), (180, 320), (256, 256), (224, 280))
FALLING = {"rain", "storm", "snow"}

# For each version of the tool and a few requests: a hash of everything that is drawn (the layers' SVG, the same on
# every machine), and the brightness of a 4 x 3 grid of the finished picture (which may differ by a level elsewhere).
# When a picture changes on purpose, raise ``Storybook.version`` and replace the entry with what the failing test says.
GOLDEN: dict[str, dict[str, tuple[str, str]]] = {
    "1": {
        "forest": ("47a6ee53cdb8db75", "5b69705e759ca17a495a5a49"),
        "coast": ("a025bc24c16fd1f1", "6a504c4486747d7853475355"),
        "room": ("a1ec110a7b52916a", "5b5f6b59626868624854554c"),
        "space": ("836c4cd55097afd4", "58532b2da47e4e6b4e323353"),
        "village": ("916beb9620cf7107", "89757183afb1b6b291848294"),
        "portrait": ("435da91b21ada7c2", "5667727265a3a792626f6073"),
    }
}


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
    scene, ground = prepare(request, References())
    return draw_cast(scene, ground, None, request.legibility), scene.stage, ground.ground


class Bench:
    """A workbench over a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def scratch(self) -> Path:
        return self.folder

    def path(self, asset: Asset) -> Path:
        return self.folder / asset.hash

    def add(self, content: bytes | Path, media_type: str) -> Asset:
        data = content if isinstance(content, bytes) else content.read_bytes()
        asset = Asset(hash=hashlib.sha256(data).hexdigest(), media_type=media_type)
        self.path(asset).write_bytes(data)
        return asset

    def report(self, fraction: float) -> None:
        assert 0 <= fraction <= 1


SETS = tuple(itertools.product(Setting, range(LAYOUTS)))


@pytest.mark.parametrize(("setting", "layout"), SETS)
def test_every_layout_renders_in_layers_that_add_up_to_the_picture(setting: Setting, layout: int) -> None:
    number = SETS.index((setting, layout))
    size = FORMATS[number % len(FORMATS)]
    weather = list(Weather)[number % len(Weather)]
    time = list(TimeOfDay)[number % len(TimeOfDay)]
    layered, png = draw(request_for(setting, seed_of_layout(layout), size=size, weather=weather, time_of_day=time), {})
    picture = picture_of(png)
    assert picture.shape == (size[1], size[0], 3)
    assert (layered.width, layered.height) == size
    assert len({layer.depth for layer in layered.layers}) >= (5 if not setting.is_indoors else 4)
    assert np.abs(added_up(layered).astype(int) - picture.astype(int)).max() <= 2
    check_first_layer(layered)
    check_weather(layered, setting, weather)


def added_up(layered: LayeredPicture) -> np.ndarray:
    """Plain alpha compositing, written apart from the product's own."""
    total = np.zeros((layered.height, layered.width, 3))
    for layer in layered.layers:
        rows, columns = layer.image.shape[:2]
        padded = np.zeros((layered.height, layered.width, 4))
        top, left = max(layer.top, 0), max(layer.left, 0)
        bottom, right = min(layer.top + rows, layered.height), min(layer.left + columns, layered.width)
        if bottom > top and right > left:
            padded[top:bottom, left:right] = layer.image[
                top - layer.top : bottom - layer.top, left - layer.left : right - layer.left
            ]
        alpha = padded[:, :, 3:] / 255
        total = padded[:, :, :3] * alpha + total * (1 - alpha)
    return total


def check_first_layer(layered: LayeredPicture) -> None:
    first = layered.layers[0]
    over = layered.overscan(first.depth)
    assert first.image[:, :, 3].min() == 255
    assert first.left <= -over
    assert first.top <= -over
    assert first.left + first.image.shape[1] >= layered.width + over
    assert first.top + first.image.shape[0] >= layered.height + over


def check_weather(layered: LayeredPicture, setting: Setting, weather: Weather) -> None:
    names = [layer.name for layer in layered.layers]
    falling = [name for name in names if name in FALLING]
    wet = weather in (Weather.RAIN, Weather.STORM, Weather.SNOW)
    if setting is Setting.SPACE:
        assert not {"overcast", "mist", "clouds", "lightning", *FALLING} & set(names)
    elif setting.is_indoors:
        assert not wet or names.index(falling[0]) < names.index("wall")
    else:
        assert bool(falling) == wet
    for layer in layered.layers:
        if layer.name in FALLING:
            assert layer.wraps
            assert layer.drift[1] > 0


def test_layers_reach_into_the_overscan_of_their_depth() -> None:
    layered, _ = draw(request_for(Setting.FOREST, 3, size=(480, 270)), {})
    ground = next(layer for layer in layered.layers if layer.name == "ground")
    over = layered.overscan(1.0)
    assert ground.left <= -over
    assert ground.left + ground.image.shape[1] >= layered.width + over
    assert ground.top + ground.image.shape[0] >= layered.height + over
    assert ground.vector is not None
    assert ground.vector.startswith("<svg")


@pytest.mark.parametrize(("style", "size"), [*zip(Style, itertools.cycle(FORMATS), strict=False)])
def test_every_style_and_format_has_the_exact_size(style: Style, size: tuple[int, int]) -> None:
    layered, png = draw(request_for(Setting.COAST, 5, size=size, style=style, landmark=Landmark.LIGHTHOUSE), {})
    assert picture_of(png).shape[:2] == (size[1], size[0])
    check_first_layer(layered)


def test_styles_differ() -> None:
    pictures = [picture_of(draw(request_for(Setting.LAKE, 2, style=style), {})[1]).astype(int) for style in Style]
    for one, other in itertools.combinations(pictures, 2):
        assert np.abs(one - other).mean() > 3


def test_formats_are_composed_for_and_not_cropped() -> None:
    """In a tall frame a figure takes more of the width than in a wide one, and still stands inside it."""
    shares = {}
    for size in FORMATS:
        cast, stage, _ = cast_of(request_for(Setting.MEADOW, 1, size=size, species=(Species.PERSON,)))
        spot = cast.spots[0]
        shares[size] = (spot.right - spot.left) / stage.width
    assert shares[(180, 320)] > shares[(256, 256)] > shares[(320, 180)]


figures = st.lists(
    st.builds(
        StagedFigure,
        key=st.just("someone"),
        appearance=st.builds(Appearance, species=st.sampled_from(Species)),
        pose=st.sampled_from(Pose),
        facing=st.sampled_from(Facing),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(
    setting=st.sampled_from(Setting),
    seed=st.integers(0, 10_000),
    size=st.sampled_from(((640, 360), (360, 640), (480, 480), (400, 500))),
    framing=st.sampled_from((Framing.WIDE, Framing.MEDIUM)),
    who=figures,
    landmark=st.none() | st.sampled_from(Landmark),
    with_product=st.booleans(),
)
def test_nobody_overlaps_or_is_cut_off(
    setting: Setting,
    seed: int,
    size: tuple[int, int],
    framing: Framing,
    who: list[StagedFigure],
    landmark: Landmark | None,
    with_product: bool,
) -> None:
    product = StagedProduct(form=ProductForm.BOTTLE, main_colour="#2f6f8f", accent_colour="#e3b23c")
    request = request_for(
        setting, seed, size=size, framing=framing, landmark=landmark, product=product if with_product else None
    )
    staging = request.staging.model_copy(update={"figures": tuple(who)})
    cast, stage, ground = cast_of(request.model_copy(update={"staging": staging}))
    assert len(cast.spots) == len(who) + with_product
    for spot in cast.spots:
        assert 0 <= spot.left < spot.right <= stage.width
        assert 0 <= spot.top < spot.bottom <= stage.height
    boxes = sorted((spot.left, spot.right) for spot in cast.spots)
    for (_, right), (left, _) in itertools.pairwise(boxes):
        assert right <= left + 1e-6
    walkers = [
        spot
        for spot, figure in zip(cast.spots, who, strict=False)
        if figure.appearance.species is not Species.WHALE and not with_product
    ]
    for spot in walkers:
        assert ground[0] - 1e-6 <= spot.left
        assert spot.right <= ground[1] + 1e-6


@pytest.mark.parametrize(("setting", "layout"), SETS)
def test_firm_ground_is_under_every_foot(setting: Setting, layout: int) -> None:
    """The ground layer is opaque at the baseline, all along the span that the layout offers."""
    for size, framing in (((320, 180), Framing.WIDE), ((180, 320), Framing.WIDE), ((320, 180), Framing.MEDIUM)):
        request = request_for(setting, seed_of_layout(layout), size=size, framing=framing, species=())
        scene, ground = prepare(request, References())
        image, left, top, _ = rasterise(next(s for s in scene.sheets if s.name == "ground"), scene.stage.scale)
        row = round(scene.stage.baseline * scene.stage.scale) - top
        start = max(0, round(ground.ground[0] * scene.stage.scale)) - left
        end = min(size[0], round(ground.ground[1] * scene.stage.scale)) - left
        assert end - start > size[0] * 0.2
        assert image[row, start + 1 : end - 1, 3].min() > 240


@given(
    widths=st.lists(st.floats(80, 1200), min_size=1, max_size=5),
    heights=st.lists(st.floats(120, 1100), min_size=5, max_size=5),
    lean=st.floats(0, 1),
    framing=st.sampled_from(Framing),
    size=st.sampled_from(FORMATS),
)
def test_placement_keeps_order_and_room(
    widths: list[float], heights: list[float], lean: float, framing: Framing, size: tuple[int, int]
) -> None:
    stage = Stage(*size, framing)
    ground = (stage.width * 0.1, stage.width * 0.9)
    spots = place(stage, ground, [Extent(w, h) for w, h in zip(widths, heights, strict=False)], lean)
    assert [spot.left for spot in spots] == sorted(spot.left for spot in spots)
    for spot in spots:
        assert spot.top >= stage.height * 0.04
        assert spot.left >= 0
        assert spot.right <= stage.width + 1e-6
    if framing is Framing.CLOSE:
        assert all(spot.bottom > stage.height for spot in spots)
    else:
        assert all(spot.bottom == pytest.approx(stage.baseline) for spot in spots)


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    request = request_for(Setting.VILLAGE, 9, weather=Weather.SNOW)
    tool = Storybook()
    first = asyncio.run(tool(request, Bench(tmp_path)))
    second = asyncio.run(tool(request, Bench(tmp_path)))
    assert first == second
    other = asyncio.run(tool(request.model_copy(update={"seed": 10}), Bench(tmp_path)))
    assert other.picture != first.picture


def test_the_product_is_a_picture_and_its_layers(tmp_path: Path) -> None:
    bench, tool = Bench(tmp_path), Storybook()
    assert (tool.name, tool.capability) == ("offline:storybook", Capability.IMAGE)
    product = asyncio.run(tool(request_for(Setting.SEA, 4), bench))
    assert product.layers is not None
    assert product.layers.media_type == MEDIA_TYPE
    layered = read_layers(bench.path(product.layers))
    picture = picture_of(bench.path(product.picture).read_bytes())
    assert np.array_equal(flatten(layered.layers, layered.width, layered.height), picture)


def test_a_figure_is_the_same_in_every_shot() -> None:
    """Its drawing depends on what is staged and on the light, not on the seed or on who else is there."""
    alone, _, _ = cast_of(request_for(Setting.MEADOW, 1, species=(Species.PERSON,)))
    other_seed, _, _ = cast_of(request_for(Setting.MEADOW, 1 + 2**20, species=(Species.PERSON,)))
    assert alone.sheet is not None
    assert other_seed.sheet is not None
    strip = str.maketrans("", "", "0123456789.-")
    one, two = (sheet.canvas.document(0, 0, 9, 9, (9, 9)).translate(strip) for sheet in (alone.sheet, other_seed.sheet))
    assert one == two


def reference(use: ReferenceUse, image: np.ndarray, figure: str | None = None) -> tuple[ReferencePicture, bytes]:
    png = cv2.imencode(".png", image)[1].tobytes()
    asset = Asset(hash=hashlib.sha256(png).hexdigest(), media_type="image/png")
    return ReferencePicture(use=use, asset=asset, figure=figure), png


def cut_out(colour: tuple[int, int, int]) -> np.ndarray:
    image = np.zeros((120, 80, 4), np.uint8)
    cv2.rectangle(image, (15, 10), (65, 110), (*colour, 255), -1)
    return image


def test_the_product_photograph_is_in_the_picture() -> None:
    shown, png = reference(ReferenceUse.PRODUCT, cut_out((200, 30, 240)))
    request = request_for(Setting.MEADOW, 2, species=(), framing=Framing.MEDIUM, references=(shown,))
    picture = picture_of(draw(request, {shown.asset.hash: png})[1]).astype(int)
    magenta = (np.abs(picture - (200, 30, 240)).max(axis=2) < 12).sum()
    assert magenta > 0.01 * picture.shape[0] * picture.shape[1]


def test_a_photograph_with_a_ground_stands_on_a_card() -> None:
    shown, png = reference(ReferenceUse.PRODUCT, np.full((90, 120, 3), (20, 160, 60), np.uint8))
    request = request_for(Setting.ROOM, 2, species=(Species.PERSON,), references=(shown,))
    picture = picture_of(draw(request, {shown.asset.hash: png})[1]).astype(int)
    assert (np.abs(picture - (20, 160, 60)).max(axis=2) < 12).sum() > 50


def test_a_character_picture_dresses_its_figure() -> None:
    image = np.full((200, 100, 3), 255, np.uint8)
    image[10:40, 30:70] = (20, 20, 200)
    image[40:70, 35:65] = (120, 150, 200)
    image[70:190, 25:75] = (190, 60, 20)
    shown, png = reference(ReferenceUse.CHARACTER, image, "figure-0")
    request = request_for(Setting.MEADOW, 2, species=(Species.PERSON,), framing=Framing.CLOSE, references=(shown,))
    with_reference = picture_of(draw(request, {shown.asset.hash: png})[1]).astype(int)
    without = picture_of(draw(request.model_copy(update={"references": ()}), {})[1]).astype(int)
    assert np.abs(with_reference - without).max(axis=2).mean() > 4


def test_palettes_tint_the_picture() -> None:
    plain = (
        picture_of(draw(request_for(Setting.DESERT, 3, time_of_day=TimeOfDay.DAY), {})[1]).reshape(-1, 3).mean(axis=0)
    )
    teal = ("#0b3d3a", "#1f8a80", "#9fe5d9")
    given = request_for(Setting.DESERT, 3, time_of_day=TimeOfDay.DAY, palette=teal)
    tinted = picture_of(draw(given, {})[1]).reshape(-1, 3).mean(axis=0)
    assert tinted[1] - tinted[2] > plain[1] - plain[2] + 15
    image = np.zeros((30, 30, 3), np.uint8)
    for index, colour in enumerate(teal):
        image[index * 10 : index * 10 + 10] = [int(colour[i : i + 2], 16) for i in (5, 3, 1)]
    shown, png = reference(ReferenceUse.PALETTE, image)
    by_picture = request_for(Setting.DESERT, 3, time_of_day=TimeOfDay.DAY, references=(shown,))
    shifted = picture_of(draw(by_picture, {shown.asset.hash: png})[1]).reshape(-1, 3).mean(axis=0)
    assert shifted[1] - shifted[2] > plain[1] - plain[2] + 15


def test_what_is_no_picture_is_refused() -> None:
    asset = Asset(hash="0" * 64, media_type="image/png")
    request = request_for(Setting.ROOM, references=(ReferencePicture(use=ReferenceUse.PALETTE, asset=asset),))
    with pytest.raises(BadInput, match="palette reference"):
        draw(request, {asset.hash: b"not a picture"})


def test_legibility_sets_figures_apart_from_what_is_behind_them() -> None:
    """The steps in lightness just inside and just outside of the figures grow."""

    def contrast(legibility: float) -> float:
        request = request_for(
            Setting.FOREST, 2, size=(480, 270), time_of_day=TimeOfDay.NIGHT, framing=Framing.MEDIUM,
            species=(Species.PERSON,), legibility=legibility,
        )  # fmt: skip
        layered, _ = draw(request, {})
        index = next(i for i, layer in enumerate(layered.layers) if layer.name == "figures")
        figure = layered.layers[index]
        behind = cv2.cvtColor(flatten(layered.layers[:index], 480, 270), cv2.COLOR_BGR2GRAY).astype(float)
        top, left = figure.top, figure.left
        solid = figure.image[:, :, 3] > 200
        own = cv2.cvtColor(figure.image[:, :, :3], cv2.COLOR_BGR2GRAY).astype(float)
        under = behind[top : top + solid.shape[0], left : left + solid.shape[1]][: 270 - top]
        return float(np.abs(own[: under.shape[0]] - under)[solid[: under.shape[0]]].mean())

    assert contrast(1.0) > contrast(0.0) * 1.15


def test_landmarks_show_wherever_they_are_staged() -> None:
    """By what is drawn, not by pixels: a shape too many at the right place is what a landmark is."""
    for setting in (Setting.SEA, Setting.ROOM, Setting.SPACE, Setting.CITY):
        seed = seed_of_layout(list(Setting).index(setting) % LAYOUTS)
        bare, _ = prepare(request_for(setting, seed, species=()), References())
        length = sum(len(sheet.canvas.document(0, 0, 1, 1, (1, 1))) for sheet in bare.sheets)
        for landmark in Landmark:
            given, _ = prepare(request_for(setting, seed, species=(), landmark=landmark), References())
            drawn = sum(len(sheet.canvas.document(0, 0, 1, 1, (1, 1))) for sheet in given.sheets)
            assert drawn > length + 600, (setting, landmark)


def test_dominant_colours_are_those_of_the_picture() -> None:
    image = np.zeros((40, 40, 4), np.uint8)
    image[:30] = (30, 60, 220, 255)
    image[30:] = (200, 120, 10, 255)
    found = dominant_colours(image, 2)
    for colour, expected in zip(found, ("#dc3c1e", "#0a78c8"), strict=True):
        assert np.allclose(to_oklab(colour), to_oklab(expected), atol=0.03)


@given(st.from_regex(r"^#[0-9a-f]{6}$", fullmatch=True), st.floats(0, 1))
def test_mixing_a_colour_with_itself_changes_nothing(colour: str, share: float) -> None:
    for one, other in zip(to_oklab(mix(colour, colour, share)), to_oklab(colour), strict=True):
        assert one == pytest.approx(other, abs=0.01)
    assert from_oklab(to_oklab(colour)) == colour


def test_golden_pictures_belong_to_the_version() -> None:
    """Fails when a picture changes: then raise ``Storybook.version`` and put the printed entry under it."""
    storm = Weather.STORM
    requests = {
        "forest": request_for(Setting.FOREST, 1, species=()),
        "coast": request_for(
            Setting.COAST, 2, species=(), weather=storm, style=Style.PAPER, landmark=Landmark.LIGHTHOUSE
        ),
        "room": request_for(Setting.ROOM, 3, species=(), time_of_day=TimeOfDay.NIGHT, style=Style.INK, size=(256, 256)),
        "space": request_for(Setting.SPACE, 4, species=(), framing=Framing.MEDIUM, style=Style.NEON),
        "village": request_for(Setting.VILLAGE, 5, species=(), style=Style.WATERCOLOR, size=(180, 320)),
        "portrait": request_for(Setting.MEADOW, 6, framing=Framing.CLOSE),
    }
    found = {name: signature(*draw(request, {})) for name, request in requests.items()}
    expected = GOLDEN.get(Storybook().version, {})
    assert found.keys() == expected.keys(), found
    for name, (drawing, grid) in found.items():
        assert drawing == expected[name][0], (name, found[name])
        levels, known = np.frombuffer(bytes.fromhex(grid + expected[name][1]), np.uint8).reshape(2, -1).astype(int)
        assert np.abs(levels - known).max() <= 1, (name, found[name])


def signature(layered: LayeredPicture, png: bytes) -> tuple[str, str]:
    drawn = "".join(f"{layer.name} {layer.depth} {layer.drift} {layer.vector}" for layer in layered.layers)
    gray = cv2.cvtColor(picture_of(png), cv2.COLOR_BGR2GRAY)
    grid = cv2.resize(gray, (4, 3), interpolation=cv2.INTER_AREA)
    return hashlib.sha256(drawn.encode()).hexdigest()[:16], grid.tobytes().hex()


def test_every_setting_has_a_painter() -> None:
    assert set(PAINTERS) == set(Setting)
