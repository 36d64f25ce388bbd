"""Pictures by fal's models: what goes out for each, what comes back, what it costs."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openai_calls import PICTURE
from openai_wire import drawn
from PIL import Image
from video_wire import KEY, Fal, body_of, served

from studio.errors import BadRequest, ContentRefused, MalformedProduct, StudioError
from studio.production.brief import ReferencePicture
from studio.production.vocabulary import ReferenceUse
from studio.testing import FolderBench, ImageConformance
from studio.testing.wire import Sent
from studio.tools.offers import make_tool
from studio.tools.providers import Configuration, ProviderSettings
from studio.tools.tool import Capability


@pytest.fixture
def fal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fal]:
    one = Fal()
    with served(one, monkeypatch):
        one.answer = {"images": [{"url": f"{one.url}/files/made.png", "width": 1328, "height": 752}], "seed": 1}
        one.file = Sent(drawn("x", "1328x752"), media_type="image/png")
        yield one


def paint(tool: Any, folder: Path, **more: Any) -> tuple[Any, FolderBench]:
    bench = FolderBench(folder)
    return asyncio.run(tool(PICTURE.model_copy(update=more), bench)), bench


def test_a_picture_comes_in_the_asked_size(fal: Fal, tmp_path: Path) -> None:
    fal.stages = ["waiting", "running"]
    product, bench = paint(fal.painter(), tmp_path)
    with Image.open(bench.path(product.picture)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", (PICTURE.width, PICTURE.height), "RGB")
    (received,) = fal.submissions
    assert received.path == "/fal-ai/flux/dev"
    assert received.headers["authorization"] == f"Key {KEY}"
    assert body_of(received) == {
        "prompt": "A lighthouse in a storm",
        "image_size": {"width": 1328, "height": 736},
        "num_images": 1,
        "output_format": "png",
        "seed": PICTURE.seed,
    }


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        ("fal-ai/nano-banana", {"aspect_ratio": "16:9", "num_images": 1, "output_format": "png"}),
        ("fal-ai/flux-pro/v1.1-ultra", {"aspect_ratio": "16:9", "num_images": 1, "output_format": "png", "seed": 1}),
        (
            "acme/new/model",
            {"image_size": {"width": 960, "height": 544}, "num_images": 1, "output_format": "png", "seed": 1},
        ),
    ],
)
def test_each_model_gets_its_own_arguments(fal: Fal, tmp_path: Path, model: str, sent: dict[str, Any]) -> None:
    paint(fal.painter(model, sizes=("960x544",)), tmp_path, seed=1)
    assert body_of(fal.submissions[0]) == {"prompt": "A lighthouse in a storm", **sent}


def test_references_go_to_models_that_take_them(fal: Fal, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    references = tuple(
        ReferencePicture(use=use, asset=bench.add(drawn(use.value, "64x48"), "image/png"))
        for use in (ReferenceUse.PRODUCT, ReferenceUse.CHARACTER)
    )
    request = PICTURE.model_copy(update={"references": references})
    asyncio.run(fal.painter("fal-ai/flux-2/edit")(request, bench))
    body = body_of(fal.submissions[0])
    assert body["prompt"].startswith("A lighthouse in a storm\nPicture 1 is the product")
    first, second = (Image.open(io.BytesIO(base64.b64decode(one.partition(",")[2]))) for one in body["image_urls"])
    assert first.size == second.size == (64, 48)
    bench.ended()
    asyncio.run(fal.painter()(request, bench))
    plain = body_of(fal.submissions[1])
    assert "image_urls" not in plain
    assert plain["prompt"] == "A lighthouse in a storm"


def test_what_a_picture_costs_is_known_before(fal: Fal) -> None:
    assert fal.painter().most(PICTURE) == Decimal("0.025")
    # Each begun megapixel counts whole.
    assert fal.painter(sizes=("1920x1080",)).most(PICTURE) == Decimal("0.075")
    assert fal.painter("fal-ai/flux-2").most(PICTURE) is None
    assert fal.painter("fal-ai/flux-2", free=True).most(PICTURE) == 0


def test_a_picture_that_is_not_shown_is_a_refusal(fal: Fal, tmp_path: Path) -> None:
    assert fal.answer is not None
    fal.answer["has_nsfw_concepts"] = [True]
    bench = FolderBench(tmp_path)
    with pytest.raises(ContentRefused, match="does not show") as raised:
        asyncio.run(fal.painter()(PICTURE, bench))
    # It was painted, and has its price.
    assert not raised.value.unpaid
    assert bench.job is None


@pytest.mark.parametrize("answer", [{"hello": "world"}, {"images": []}, {"images": ["x"]}, {"images": [{"url": 3}]}])
def test_an_answer_without_a_picture_is_malformed(fal: Fal, tmp_path: Path, answer: dict[str, Any]) -> None:
    fal.answer = answer
    with pytest.raises(MalformedProduct):
        paint(fal.painter(), tmp_path)


def test_a_picture_that_cannot_be_read_is_painted_once_more(fal: Fal, tmp_path: Path) -> None:
    fal.file = Sent(b"not a picture", media_type="image/png")
    with pytest.raises(MalformedProduct, match="cannot be read") as raised:
        paint(fal.painter(), tmp_path)
    assert raised.value.retryable


def test_an_address_inside_is_not_fetched(fal: Fal, tmp_path: Path) -> None:
    fal.answer = {"images": [{"url": "http://169.254.169.254/latest/meta-data/made.png"}]}
    with pytest.raises(MalformedProduct, match="not fetched"):
        paint(fal.painter(), tmp_path)


@pytest.mark.parametrize("model", ["flux", "fal-ai/../secrets", "fal-ai/flux?x=1", "fal-ai//flux"])
def test_what_is_no_model_is_asked_nowhere(fal: Fal, tmp_path: Path, model: str) -> None:
    with pytest.raises(BadRequest, match="no model of fal"):
        paint(fal.painter(model), tmp_path)
    assert fal.received == []


def test_without_a_key_it_says_which_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAL_KEY", raising=False)
    for capability in (Capability.IMAGE, Capability.VIDEO):
        with pytest.raises(StudioError, match="FAL_KEY"):
            make_tool("fal:fal-ai/flux/dev", capability, Configuration({"fal": ProviderSettings()}))


class TestFalImage(ImageConformance):
    deterministic = False

    @pytest.fixture(autouse=True)
    def _served(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        one = Fal()
        with served(one, monkeypatch):
            one.answer = {"images": [{"url": f"{one.url}/files/made.png"}]}
            one.file = Sent(drawn("x", "640x360"), media_type="image/png")
            self.tool = one.painter()
            yield
