"""Pictures by diffusers, with real pipelines at tiny size: sizes, seeds, batches, references, refusals."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pytest
from local_calls import all_made, tool
from openai_calls import PICTURE
from openai_wire import drawn
from PIL import Image
from tiny_models import flux2_klein, ip_adapter, stable_diffusion, stable_diffusion_xl

from studio.errors import ContentRefused
from studio.production.brief import ReferencePicture
from studio.production.vocabulary import ReferenceUse
from studio.testing import FolderBench, ImageConformance
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.local import painter
from studio.tools.local.colours import main_colours
from studio.tools.local.families import adapters, families, family_of
from studio.tools.local.painter import Commission, Painter
from studio.tools.local.workshop import workshop
from studio.tools.tool import Capability, Tool

_SIZES = ("64x64", "128x72", "72x128", "64x80")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def sdxl(models: Path) -> Path:
    return stable_diffusion_xl(models)


@pytest.fixture(scope="module")
def sd(models: Path) -> Path:
    return stable_diffusion(models)


def painter_of(folder: Path, **given: Any) -> Tool[Any, Any]:
    return tool("diffusers", folder, Capability.IMAGE, **{"sizes": _SIZES, "steps": 2, **given})


def pixels(bench: FolderBench, product: ImageProduct) -> npt.NDArray[np.float64]:
    with Image.open(bench.path(product.picture)) as picture:
        return np.asarray(picture, np.float64)


def likeness(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """PSNR in dB."""
    return float(10 * np.log10(255**2 / max(1e-12, ((one - other) ** 2).mean())))


def asked(seed: int, prompt: str = "A lighthouse in a storm") -> ImageRequest:
    return PICTURE.model_copy(update={"seed": seed, "prompt": prompt, "width": 320, "height": 180})


def referring(bench: FolderBench, use: ReferenceUse = ReferenceUse.CHARACTER, name: str = "keeper") -> ImageRequest:
    asset = bench.add(drawn(name, "48x48"), "image/png")
    return asked(1).model_copy(update={"references": (ReferencePicture(use=use, asset=asset),)})


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[list[Commission]]:
    """What the painters were asked for, batch by batch."""
    seen: list[list[Commission]] = []
    usual = Painter.paint

    def noted(self: Painter, commissions: list[Commission]) -> Any:
        seen.append(commissions)
        return usual(self, commissions)

    monkeypatch.setattr(Painter, "paint", noted)
    return seen


@pytest.mark.parametrize("model", ["sdxl", "sd"])
def test_a_batch_is_what_its_pictures_are_alone(
    model: str, request: pytest.FixtureRequest, tmp_path: Path, batches: list[list[Commission]]
) -> None:
    one, bench = painter_of(request.getfixturevalue(model)), FolderBench(tmp_path)
    requests = [asked(seed, f"A lighthouse, number {seed}") for seed in range(4)]
    together = [pixels(bench, product) for product in all_made(one, requests, bench)]
    assert [len(batch) for batch in batches] == [4]
    alone = [pixels(bench, asyncio.run(one(single, bench))) for single in requests]
    assert [len(batch) for batch in batches] == [4, 1, 1, 1, 1]
    assert all(likeness(*pair) >= 40 for pair in zip(together, alone, strict=True))
    # And not because all are alike.
    assert likeness(alone[0], alone[1]) < 40


def test_the_nearest_native_size_is_painted_and_framed(
    sdxl: Path, tmp_path: Path, batches: list[list[Commission]]
) -> None:
    one, bench = painter_of(sdxl), FolderBench(tmp_path)
    for width, height in ((300, 170), (170, 300), (200, 200), (160, 200)):
        product = asyncio.run(one(PICTURE.model_copy(update={"width": width, "height": height}), bench))
        assert pixels(bench, product).shape == (height, width, 3)
    assert [f"{one.width}x{one.height}" for (one,) in batches] == ["128x72", "72x128", "64x64", "64x80"]


def test_a_family_is_known_by_its_name_or_its_pipeline(sdxl: Path, sd: Path, tmp_path: Path) -> None:
    known = families()
    assert family_of("stabilityai/sdxl-turbo", None) is known["sdxl-turbo"]
    assert family_of("stabilityai/stable-diffusion-xl-base-1.0", None) is known["sdxl"]
    assert family_of("Tongyi-MAI/Z-Image-Turbo", None) is known["z-image"]
    assert family_of("black-forest-labs/FLUX.2-klein-4B", None) is known["flux2-klein"]
    assert family_of("Qwen/Qwen-Image", None) is known["qwen-image"]
    assert family_of(str(sdxl), sdxl) is known["sdxl-turbo"]
    assert family_of("mine", sd) is known["sd"]
    assert family_of("mine", tmp_path) is known["other"]
    assert all(family.adapter in adapters() for family in known.values() if family.references == "adapter")
    # Autoencoders halve three times, and some models take pairs of what is left.
    grid = {"sd": 8, "sdxl": 8, "sdxl-turbo": 8}
    for name, family in known.items():
        assert all(int(side) % grid.get(name, 16) == 0 for size in family.sizes for side in size.split("x")), name


def test_finer_films_take_more_steps(sd: Path, tmp_path: Path, batches: list[list[Commission]]) -> None:
    small, large = asked(1), asked(1).model_copy(update={"width": 1920, "height": 1080})
    one = painter_of(sd, steps=None)
    for request in (small, large):
        asyncio.run(one(request, FolderBench(tmp_path)))
    assert [batch[0].steps for batch in batches] == list(families()["sd"].steps[:2])


@pytest.mark.parametrize("model", ["sdxl", "sd"])
def test_the_finest_pictures_are_painted_over_at_a_larger_size(
    model: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painter, "_REFINED_SIDE", 256)
    monkeypatch.setattr("studio.tools.local.families._LARGE", 300)
    one, bench = painter_of(request.getfixturevalue(model)), FolderBench(tmp_path)
    finest, plain = asked(1), asked(1).model_copy(update={"width": 288, "height": 162})
    over, once = (pixels(bench, asyncio.run(one(wanted, bench))) for wanted in (finest, plain))
    assert over.shape == (180, 320, 3)
    resized = np.asarray(Image.fromarray(once.astype(np.uint8)).resize((320, 180)), np.float64)
    assert likeness(over, resized) < 40


def test_a_long_prompt_ends_at_a_clause_where_the_model_reads_little(sdxl: Path, tmp_path: Path) -> None:
    clauses = [f"clause {number}" for number in range(30)]
    seen: list[str] = []
    asyncio.run(painter_of(sdxl)(asked(1), FolderBench(tmp_path)))
    ((key, kept),) = [(key, one) for key, one in workshop().keeper._models.items() if str(sdxl) in key]
    seen = kept._prompt(Commission(", ".join(clauses), "palette of teal", 1, 64, 64, 2)).split(", ")
    assert key.startswith("diffusers:")
    assert seen[:3] == clauses[:3]
    assert seen[-1].endswith("palette of teal")
    assert len(seen) < len(clauses)


def test_references_are_shown_by_an_adapter(sdxl: Path, models: Path, tmp_path: Path) -> None:
    adapter = adapters()["sdxl"]
    place = ip_adapter(models / "adapter", sdxl, adapter.weights, adapter.encoder)
    one, bench = painter_of(sdxl, adapter=str(place)), FolderBench(tmp_path)
    plain = pixels(bench, asyncio.run(one(asked(1), bench)))
    first = pixels(bench, asyncio.run(one(referring(bench), bench)))
    other = pixels(bench, asyncio.run(one(referring(bench, name="storm"), bench)))
    assert likeness(plain, first) < 40
    assert likeness(first, other) < 60
    # Who has no references is not painted after those of others.
    assert likeness(plain, pixels(bench, asyncio.run(one(asked(1), bench)))) >= 40


def test_without_an_adapter_that_is_there_nothing_is_painted(sdxl: Path, tmp_path: Path) -> None:
    from studio.errors import ToolNotFound

    bench = FolderBench(tmp_path)
    with pytest.raises(ToolNotFound, match="ip-adapter"):
        asyncio.run(painter_of(sdxl, adapter=str(tmp_path))(referring(bench), bench))


def test_what_cannot_be_shown_is_said(
    sdxl: Path, models: Path, tmp_path: Path, batches: list[list[Commission]]
) -> None:
    """A family takes one picture; of the others the colours are named."""
    adapter = adapters()["sdxl"]
    place = ip_adapter(models / "adapter", sdxl, adapter.weights, adapter.encoder)
    bench = FolderBench(tmp_path)
    request = referring(bench)
    teal = tmp_path / "teal.png"
    Image.new("RGB", (40, 40), "#1f7f82").save(teal)
    palette = ReferencePicture(use=ReferenceUse.PALETTE, asset=bench.add(teal.read_bytes(), "image/png"))
    request = request.model_copy(update={"references": (*request.references, palette)})
    asyncio.run(painter_of(sdxl, adapter=str(place))(request, bench))
    asyncio.run(painter_of(sdxl, adapter="none")(request, bench))
    (one,), (told,) = batches
    assert len(one.references) == 1
    assert one.words == "palette of teal"
    assert told.references == ()
    assert told.words.startswith("the main figure in ")
    assert told.words.endswith(", palette of teal")


def test_a_pipeline_that_takes_pictures_is_given_them(
    models: Path, tmp_path: Path, batches: list[list[Commission]]
) -> None:
    one, bench = painter_of(flux2_klein(models), sizes=("128x80",)), FolderBench(tmp_path)
    keeper, storm = referring(bench).references[0], referring(bench, name="storm").references[0]
    plain, first, both = (
        pixels(bench, asyncio.run(one(asked(1).model_copy(update={"references": given}), bench)))
        for given in ((), (keeper,), (keeper, storm))
    )
    assert [len(batch[0].references) for batch in batches] == [0, 1, 2]
    assert {one.size for one in batches[2][0].references} == {(512, 512)}
    assert "Picture 2 is a character: keep face" in batches[2][0].prompt
    assert likeness(plain, first) < 60
    assert likeness(first, both) < 60


def test_a_narrow_strip_is_a_reference_too(
    sdxl: Path, models: Path, tmp_path: Path, batches: list[list[Commission]]
) -> None:
    bench, strip = FolderBench(tmp_path), tmp_path / "strip.png"
    Image.new("RGB", (4000, 40), "#c8202a").save(strip)
    logo = ReferencePicture(use=ReferenceUse.LOGO, asset=bench.add(strip.read_bytes(), "image/png"))
    one = painter_of(flux2_klein(models), sizes=("128x80",))
    asyncio.run(one(asked(1).model_copy(update={"references": (logo,)}), bench))
    (shown,) = batches[0][0].references
    assert shown.size == (1024, 256)
    assert main_colours(shown) == ["red"]


def test_colours_have_names() -> None:
    flag = Image.new("RGB", (90, 60), "#c8202a")
    flag.paste((247, 247, 245), (0, 0, 30, 60))
    assert main_colours(flag) == ["red", "white"]


def test_what_the_model_itself_objects_to_is_refused(models: Path, tmp_path: Path) -> None:
    one = painter_of(stable_diffusion(models / "strict", refuses=True))
    with pytest.raises(ContentRefused, match="its own check"):
        asyncio.run(one(asked(1), FolderBench(tmp_path)))


def test_other_settings_and_other_weights_are_another_version(sdxl: Path, sd: Path) -> None:
    versions = {painter_of(folder, steps=steps).version for folder in (sdxl, sd) for steps in (2, 3)}
    assert len(versions) == 4
    assert painter_of(sdxl).version == painter_of(sdxl).version


class TestDiffusers(ImageConformance):
    divisor: ClassVar[int] = 6

    @pytest.fixture(autouse=True)
    def _tiny(self, sdxl: Path) -> None:
        self.tool = painter_of(sdxl)
