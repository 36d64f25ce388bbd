"""Clips by diffusers, with real pipelines at tiny size: families, lengths, first frames, prompts, memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from local_calls import tool
from PIL import Image
from tiny_models import cogvideox, ltx, ltx2, stable_diffusion, wan_i2v, wan_ti2v

from studio.errors import BadRequest, MalformedProduct, ToolNotFound
from studio.production.vocabulary import CameraMove
from studio.testing import FolderBench, VideoConformance
from studio.tools.local import video
from studio.tools.local.animator import Animator, Clip
from studio.tools.local.hardware import Hardware
from studio.tools.local.video_families import VideoFamily, video_families, video_family_of
from studio.tools.tool import Capability, InProcess
from studio.tools.video import VideoRequest, longest

_SIZES = ("128x64", "64x128", "64x64")
_MAKERS: dict[str, Callable[[Path], Path]] = {
    "wan-ti2v": wan_ti2v,
    "wan-i2v": wan_i2v,
    "ltx": ltx,
    "ltx-2": ltx2,
    "cogvideox-i2v": lambda folder: cogvideox(folder, sees=True),
    "cogvideox": cogvideox,
}
_FAMILIES = st.sampled_from(sorted(video_families()))
_RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(24_000, 1001), Fraction(12)])


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("models")
    return {name: make(folder) for name, make in _MAKERS.items()}


@pytest.fixture
def clips(monkeypatch: pytest.MonkeyPatch) -> list[Clip]:
    """What the animators were asked for."""
    seen: list[Clip] = []
    usual = Animator.animate

    def noted(self: Animator, asked: list[Clip]) -> Any:
        seen.extend(asked)
        return usual(self, asked)

    monkeypatch.setattr(Animator, "animate", noted)
    return seen


def mover(folder: Path, **given: Any) -> Any:
    sizes = ("96x64",) if "cogvideox" in folder.name else _SIZES
    return tool("diffusers", folder, Capability.VIDEO, **{"sizes": sizes, "steps": 2, **given})


def asked(bench: FolderBench, colour: str = "", **wishes: Any) -> VideoRequest:
    picture = None
    if colour:
        file = bench.scratch / f"{colour.removeprefix('#')}.png"
        Image.new("RGB", (192, 108), colour).save(file)
        picture = bench.add(file.read_bytes(), "image/png")
    plain = {"prompt": "Waves roll in.", "picture": picture, "width": 192, "height": 108, "frames": 24, "seed": 1}
    return VideoRequest(**{**plain, **wishes})


def decoded(bench: FolderBench, product: Any) -> np.ndarray[Any, Any]:
    with av.open(str(bench.path(product.video))) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


@pytest.mark.parametrize("name", sorted(_MAKERS))
def test_every_family_makes_what_was_asked(
    name: str, models: dict[str, Path], tmp_path: Path, clips: list[Clip]
) -> None:
    """With a picture where it can begin with one, from words alone where it can do that."""
    family, one, bench = video_families()[name], mover(models[name]), FolderBench(tmp_path)
    assert video_family_of("mine", models[name]) is video_family_of(models[name].name, None) is family
    for colour in [*(["#c8202a"] if family.shown else []), *([""] if family.told else [])]:
        made = decoded(bench, asyncio.run(one(asked(bench, colour), bench)))
        assert made.shape == (24, 108, 192, 3)
        assert made.std() > 1
        assert (clips[-1].picture is not None) == bool(colour)
        assert clips[-1].frames % family.grid == 1
        assert clips[-1].steps == 2


@pytest.mark.parametrize("name", ["wan-ti2v", "wan-i2v", "ltx", "ltx-2", "cogvideox-i2v"])
def test_the_picture_decides_what_is_seen(name: str, models: dict[str, Path], tmp_path: Path) -> None:
    one, bench = mover(models[name]), FolderBench(tmp_path)
    red, green, again = (
        asyncio.run(one(asked(bench, colour), bench)).video for colour in ("#c8202a", "#20c82a", "#c8202a")
    )
    assert red == again
    assert red != green


def test_what_cannot_begin_with_a_picture_goes_by_the_words(
    models: dict[str, Path], tmp_path: Path, clips: list[Clip]
) -> None:
    bench = FolderBench(tmp_path)
    asyncio.run(mover(models["cogvideox"])(asked(bench, "#c8202a"), bench))
    assert clips[0].picture is None


def test_the_picture_is_whole_where_the_model_has_another_shape(tmp_path: Path) -> None:
    """Scaled to cover the film's frame and cropped, the clip begins with the picture and with nothing else."""
    rows, columns = np.mgrid[0:108, 0:192]
    pixels = np.stack([columns, 2 * rows, 255 - columns], axis=2).astype(np.uint8)
    file = tmp_path / "picture.png"
    Image.fromarray(pixels).save(file)
    for width, height in ((192, 128), (216, 108), (64, 64)):
        begun = video._begun(file, width, height)
        assert begun.size == (width, height)
        scale = max(192 / width, 108 / height)
        larger = begun.resize((round(width * scale), round(height * scale)), Image.Resampling.LANCZOS)
        left, top = (larger.width - 192) // 2, (larger.height - 108) // 2
        seen = np.asarray(larger.crop((left, top, left + 192, top + 108)), np.float64)
        assert np.abs(seen - pixels).mean() < 4


@given(_FAMILIES, _RATES, st.integers(1, 1000))
def test_as_few_frames_as_last_long_enough(name: str, rate: Fraction, frames: int) -> None:
    family = video_families()[name]
    made = family.frames_for(frames, rate)
    needed = (frames - 1) / rate
    assert made % family.grid == 1 % family.grid
    assert Fraction(made - 1, family.rate) >= needed
    fewer = made - family.grid
    assert fewer < family.frames[0] or Fraction(fewer - 1, family.rate) < needed


@given(_FAMILIES, _RATES)
def test_the_longest_clip_is_one_that_the_model_makes(name: str, rate: Fraction) -> None:
    family = video_families()[name]
    most = family.longest(rate)
    assert family.frames_for(most, rate) <= family.frames[1] < family.frames_for(most + 1, rate)


def test_longer_clips_and_missing_pictures_are_refused(models: dict[str, Path], tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    one = mover(models["wan-ti2v"])
    most = longest(one, asked(bench))
    assert most == 121
    with pytest.raises(BadRequest, match="makes 121 frames at once"):
        asyncio.run(one(asked(bench, frames=122), bench))
    with pytest.raises(BadRequest, match="needs a picture"):
        asyncio.run(mover(models["wan-i2v"])(asked(bench), bench))


def test_what_is_no_video_model_is_said_to_be_none(tmp_path: Path) -> None:
    place, bench = stable_diffusion(tmp_path), FolderBench(tmp_path)
    with pytest.raises(ToolNotFound, match="no video model that is known"):
        asyncio.run(mover(place)(asked(bench), bench))


def test_frames_without_numbers_are_no_clip(
    models: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Animator.load.__func__  # type: ignore[attr-defined]

    def broken(kind: type[Animator], folder: Path, device: Hardware, family: VideoFamily) -> Animator:
        made: Animator = usual(kind, folder, device, family)
        made._pipeline.vae.decoder.conv_out.conv.bias.data.fill_(float("nan"))
        return made

    monkeypatch.setattr(Animator, "load", classmethod(broken))
    place, bench = ltx(tmp_path), FolderBench(tmp_path)
    made = mover(place)
    with pytest.raises(MalformedProduct, match="hold no numbers"):
        asyncio.run(made(asked(bench), bench))


def test_the_prompt_is_as_long_as_the_model_reads_and_says_what_the_camera_does(
    models: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    usual = Animator._prompt

    def noted(self: Animator, prompt: str, pipeline: Any) -> str:
        said.append(usual(self, prompt, pipeline))
        return said[-1]

    monkeypatch.setattr(Animator, "_prompt", noted)
    bench = FolderBench(tmp_path)
    asyncio.run(mover(models["ltx"])(asked(bench, move=CameraMove.PAN_LEFT), bench))
    assert said.pop() == "Waves roll in. The camera slowly pans to the left."
    asyncio.run(mover(models["ltx"])(asked(bench, prompt="A wave, " * 40), bench))
    # A token is a letter here, and 128 are read.
    assert 100 < len(said[0]) < 128
    assert said[0].endswith("A wave,")


def test_what_does_not_fit_is_decoded_in_tiles(
    models: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiled: list[bool] = []
    usual = Animator._for

    def noted(self: Animator, clip: Clip) -> Any:
        pipeline = usual(self, clip)
        decode = pipeline.vae.decode
        pipeline.vae.decode = lambda *given, **more: (tiled.append(pipeline.vae.use_tiling), decode(*given, **more))[1]
        return pipeline

    monkeypatch.setattr(Animator, "_for", noted)
    bench, place = FolderBench(tmp_path), wan_ti2v(tmp_path)
    asyncio.run(mover(place)(asked(bench), bench))
    monkeypatch.setattr(Hardware, "free_bytes", lambda _: 10**6)
    asyncio.run(mover(place)(asked(bench), bench))
    assert tiled[0] is False
    assert tiled[-1] is True


def test_how_long_a_cpu_takes_grows_with_the_clip(models: dict[str, Path], tmp_path: Path) -> None:
    one, bench = mover(models["ltx-2"]), FolderBench(tmp_path)
    assert isinstance(one, InProcess)
    short, long = (one.seconds(asked(bench, frames=frames)) for frames in (25, 97))
    assert 0 < short < long < 5 * short
    assert one.to_fetch(asked(bench)) == 0


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("Lightricks/LTX-2", "ltx-2"),
        ("diffusers/LTX-2.3-Distilled-Diffusers", "ltx-2-distilled"),
        ("Lightricks/LTX-Video", "ltx"),
        ("Wan-AI/Wan2.2-TI2V-5B-Diffusers", "wan-ti2v"),
        ("Wan-AI/Wan2.2-I2V-A14B-Diffusers", "wan-i2v"),
        ("Wan-AI/Wan2.2-T2V-A14B-Diffusers", "wan-t2v"),
        ("THUDM/CogVideoX-5b-I2V", "cogvideox-i2v"),
        ("THUDM/CogVideoX-2b", "cogvideox"),
        ("THUDM/CogVideoX1.5-5B-I2V", "cogvideox15-i2v"),
        ("THUDM/CogVideoX1.5-5B", "cogvideox15"),
    ],
)
def test_models_are_known_by_their_names(model: str, family: str) -> None:
    assert video_family_of(model, None) is video_families()[family]


def test_every_family_can_be_asked() -> None:
    import diffusers

    for family in video_families().values():
        assert family.shown or family.told
        assert all(hasattr(diffusers, one) for one in (family.shown, family.told) if one)
        for size in (*family.sizes, *family.large):
            assert not any(int(side) % 16 for side in size.split("x"))
        least, most = family.frames
        assert (least - 1) % family.grid == (most - 1) % family.grid == 0


class TestWan(VideoConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, models: dict[str, Path]) -> None:
        self.tool = mover(models["wan-ti2v"])


class TestLtx2(VideoConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, models: dict[str, Path]) -> None:
        self.tool = mover(models["ltx-2"])
